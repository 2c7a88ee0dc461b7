import type { Metadata } from "next";
import { languageAsked } from "@/app/(preview)/admin/settings/preview/letter-of";
import { Questions } from "@/app/_recipient/questions";
import { readingOf } from "@/app/_recipient/reading";
import { RecipientFrame } from "@/app/_recipient/recipient-frame";
import { Welcome } from "@/app/_recipient/welcome";
import { languageTable } from "@/lib/recipient-words/languages";
import { currentMoment } from "@/lib/moment";
import { sampleRecipientPayout } from "@/lib/redemptions/sample";
import { previewedSettings } from "@/lib/settings/preview";
import { requireAdmin } from "@/lib/web/auth";

export const metadata: Metadata = { title: "Sample of the recipient’s page" };

/** The first step of a made-up payout with the values of a form: the recipient's own page, of which nothing can be pressed. */
export default async function RecipientPreview({ searchParams }: PageProps<"/admin/settings/preview/recipient">) {
  const actor = await requireAdmin();
  const asked = await searchParams;
  const previewed = await previewedSettings(actor, asked);
  const payout = sampleRecipientPayout(previewed.settings, previewed.logo, (await currentMoment(actor)).now);
  const language = languageAsked(asked, previewed);
  const reading = readingOf(payout, language);
  return (
    <div inert lang={language} dir={languageTable[language].direction}>
      <RecipientFrame brand={payout} words={reading.words.page.frame}>
        <Welcome token="sample" reading={reading} />
        <Questions {...reading} />
      </RecipientFrame>
    </div>
  );
}
