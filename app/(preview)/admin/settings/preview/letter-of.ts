import type { PreviewedLetter } from "@/app/_settings-preview/preview-parts";
import { sampleLetter } from "@/lib/emails/render";
import { sampleExpiry } from "@/lib/payouts/sample";
import type { Previewed } from "@/lib/settings/preview";

/** The sample email as the previews show it. */
export async function letterOf({ settings, logo, unread }: Previewed, now: Date): Promise<PreviewedLetter> {
  const letter = await sampleLetter({ ...settings, logo }, sampleExpiry(now, settings));
  const { from, replyTo, subject, html, text } = letter;
  return { from: `${from.name} <${from.address}>`, replyTo, subject, html, text, unread };
}
