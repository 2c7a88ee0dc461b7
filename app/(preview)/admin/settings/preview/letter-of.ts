import { recipientEmailKinds, bulkKind, type RecipientEmailKind } from "@/lib/emails/kinds";
import type { PreviewedLetter } from "@/app/_settings-preview/preview-parts";
import { sampleLetter } from "@/lib/emails/render";
import { languageOfTag, type Language } from "@/lib/recipient-words/languages";
import { sampleExpiry } from "@/lib/payouts/sample";
import type { Previewed } from "@/lib/settings/preview";

/** What the address of a preview asks for beside the settings; what it cannot mean counts as not asked. */
type Asked = Partial<Record<"in" | "email", unknown>>;

/** The language that is shown. */
export const languageAsked = (asked: Asked, { settings }: Previewed): Language =>
  languageOfTag(String(asked.in)) ?? settings.defaultLanguage;

/** The email that is shown. */
export const emailAsked = (asked: Asked): RecipientEmailKind =>
  recipientEmailKinds.find((kind) => kind === asked.email) ?? bulkKind;

/** The sample email as the previews show it. */
export async function letterOf(previewed: Previewed, asked: Asked, now: Date): Promise<PreviewedLetter> {
  const { settings, logo, unread } = previewed;
  const letter = await sampleLetter(
    { ...settings, logo },
    { kind: emailAsked(asked), language: languageAsked(asked, previewed), expiresAt: sampleExpiry(now, settings) },
  );
  const { from, replyTo, subject, html, text } = letter;
  return { from: `${from.name} <${from.address}>`, replyTo, subject, html, text, unread };
}
