import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { payoutOfLink, type RecipientPayout } from "@/lib/redemptions/queries";
import { closedWords, type ClosedText } from "@/lib/redemptions/words";
import { Closed } from "@/app/redeem/_ui/closed";
import { FirstTouch } from "@/app/redeem/_ui/first-touch";
import { Pay } from "@/app/redeem/_ui/pay";
import { Questions } from "@/app/_recipient/questions";
import { RecipientFrame } from "@/app/_recipient/recipient-frame";
import { Verify } from "@/app/redeem/_ui/verify";
import { Welcome } from "@/app/_recipient/welcome";
import { proofFor } from "@/app/redeem/proof-cookie";

const robots = { index: false, follow: false };

const lookUp = cache(async (token: string) => payoutOfLink(token, await proofFor(token)));

export async function generateMetadata({ params, searchParams }: PageProps<"/redeem/[token]">): Promise<Metadata> {
  const payout = await lookUp((await params).token);
  if (!payout) return { title: "Unknown link", robots };
  const place = placeOf(payout, (await searchParams).step);
  const where = typeof place === "number" ? `Step ${place} of 3` : place.title;
  return { title: { absolute: `${where} · Your payout from ${payout.organizationName}` }, robots };
}

/** The page behind a recipient's link. Opening it changes nothing, because mail scanners open links too. */
export default async function RedeemPage({ params, searchParams }: PageProps<"/redeem/[token]">) {
  const { token } = await params;
  const { step } = await searchParams;
  const payout = await lookUp(token);
  if (!payout) notFound();
  const place = placeOf(payout, step);
  return (
    <RecipientFrame brand={payout}>
      <FirstTouch token={token} />
      {place === 1 && <Welcome token={token} payout={payout} />}
      {place === 2 && <Verify token={token} payout={payout} again={step === "pay"} />}
      {place === 3 && <Pay token={token} payout={payout} />}
      {typeof place === "object" && <Closed payout={payout} text={place} />}
      <Questions payout={payout} />
    </RecipientFrame>
  );
}

/**
 * The recipient's step, or the text that they see instead. The payout and the proof decide first; the address only
 * chooses between steps that both allow.
 */
function placeOf(payout: RecipientPayout, step: string | string[] | undefined): 1 | 2 | 3 | ClosedText {
  const closed = closedWords(payout);
  if (closed) return closed;
  if (payout.verified) return 3;
  return step === "verify" || step === "pay" ? 2 : 1;
}
