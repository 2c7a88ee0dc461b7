import type { Language } from "@/lib/languages";
import { recipientWords, type Words } from "@/lib/recipient-words/table";
import type { RecipientPayout } from "@/lib/redemptions/queries";

/** A payout, and the language in which its recipient reads about it. */
export type Reading = { payout: RecipientPayout; language: Language; words: Words };

export const readingOf = (payout: RecipientPayout, language: Language): Reading => ({
  payout,
  language,
  words: recipientWords[language],
});
