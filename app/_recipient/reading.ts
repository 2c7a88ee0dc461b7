import type { Language } from "@/lib/recipient-words/languages";
import { recipientWords } from "@/lib/recipient-words/table";
import type { Words } from "@/lib/recipient-words/words";
import type { RecipientPayout } from "@/lib/redemptions/queries";

/** A payout, and the language in which its recipient reads about it. */
export type Reading = { payout: RecipientPayout; language: Language; words: Words };

export const readingOf = (payout: RecipientPayout, language: Language): Reading => ({
  payout,
  language,
  words: recipientWords[language],
});
