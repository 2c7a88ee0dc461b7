import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { recipientWords } from "@/lib/recipient-words/table";
import type { RecipientPayout } from "@/lib/redemptions/queries";
import { closedWords, type ClosedText } from "@/lib/redemptions/words";
import { Closed } from "@/app/redeem/_ui/closed";
import { FirstTouch } from "@/app/redeem/_ui/first-touch";
import { LanguageSwitch } from "@/app/redeem/_ui/language-switch";
import { Pay } from "@/app/redeem/_ui/pay";
import { Questions } from "@/app/_recipient/questions";
import { readingOf, type Reading } from "@/app/_recipient/reading";
import { RecipientFrame } from "@/app/_recipient/recipient-frame";
import { steps } from "@/app/_recipient/step";
import { Verify } from "@/app/redeem/_ui/verify";
import { Welcome } from "@/app/_recipient/welcome";
import { pageLanguage } from "@/app/redeem/page-language";
import { payoutOfPage } from "@/app/redeem/page-payout";

const robots = { index: false, follow: false };

const read = async (payout: RecipientPayout): Promise<Reading> => readingOf(payout, await pageLanguage(payout));

export async function generateMetadata({ params, searchParams }: PageProps<"/redeem/[token]">): Promise<Metadata> {
  const payout = await payoutOfPage((await params).token);
  if (!payout) return { title: recipientWords[await pageLanguage(null)].page.unknownLink.tab, robots };
  const reading = await read(payout);
  const { progress, tab } = reading.words.page;
  const place = placeOf(reading, (await searchParams).step);
  const where = typeof place === "number" ? progress(place, steps.length) : place.title;
  return { title: { absolute: tab({ where, organization: payout.organizationName }) }, robots };
}

/** The page behind a recipient's link. Opening it changes nothing, because mail scanners open links too. */
export default async function RedeemPage({ params, searchParams }: PageProps<"/redeem/[token]">) {
  const { token } = await params;
  const { step } = await searchParams;
  const payout = await payoutOfPage(token);
  if (!payout) notFound();
  const reading = await read(payout);
  const { language, words } = reading;
  const place = placeOf(reading, step);
  return (
    <RecipientFrame
      brand={payout}
      words={words.page.frame}
      languageSwitch={<LanguageSwitch language={language} label={words.page.frame.language} />}
    >
      <FirstTouch token={token} />
      {place === 1 && <Welcome token={token} reading={reading} />}
      {place === 2 && <Verify token={token} reading={reading} again={step === "pay"} />}
      {place === 3 && <Pay token={token} reading={reading} />}
      {typeof place === "object" && <Closed reading={reading} text={place} />}
      <Questions {...reading} />
    </RecipientFrame>
  );
}

/**
 * The recipient's step, or the text that they see instead. The payout and the proof decide first; the address only
 * chooses between steps that both allow.
 */
function placeOf({ payout, language }: Reading, step: string | string[] | undefined): 1 | 2 | 3 | ClosedText {
  const closed = closedWords(payout, language);
  if (closed) return closed;
  if (payout.verified) return 3;
  return step === "verify" || step === "pay" ? 2 : 1;
}
