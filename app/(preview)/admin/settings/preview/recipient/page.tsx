import type { Metadata } from "next";
import { Questions } from "@/app/_recipient/questions";
import { RecipientFrame } from "@/app/_recipient/recipient-frame";
import { Welcome } from "@/app/_recipient/welcome";
import { currentMoment } from "@/lib/moment";
import { sampleRecipientPayout } from "@/lib/redemptions/sample";
import { previewedSettings } from "@/lib/settings/preview";
import { requireAdmin } from "@/lib/web/auth";

export const metadata: Metadata = { title: "Sample of the recipient’s page" };

/** The first step of a made-up payout with the values of a form: the recipient's own page, of which nothing can be pressed. */
export default async function RecipientPreview({ searchParams }: PageProps<"/admin/settings/preview/recipient">) {
  const actor = await requireAdmin();
  const { settings, logo } = await previewedSettings(actor, await searchParams);
  const payout = sampleRecipientPayout(settings, logo, (await currentMoment(actor)).now);
  return (
    <div inert>
      <RecipientFrame brand={payout}>
        <Welcome token="sample" payout={payout} />
        <Questions payout={payout} />
      </RecipientFrame>
    </div>
  );
}
