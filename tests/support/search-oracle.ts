import type { payouts } from "@/db/schema/payouts";

type Searched = Pick<typeof payouts.$inferSelect, "id" | "recipientName" | "recipientEmail" | "reference">;

const marks = /[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u0640\u200c\u200d]/gu;
const letters: Record<string, string> = { ß: "ss", æ: "ae", œ: "oe", þ: "th", ø: "o", ł: "l", đ: "d", ð: "d", ħ: "h" };
const others: Record<string, string> = { ı: "i", ς: "σ", "’": "'", "‘": "'", "–": "-", "—": "-" };

/** Small letters without accents, in plain words of another language than the one that is tested. */
const fold = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(marks, "")
    .normalize("NFC")
    .replace(/./gsu, (character) => letters[character] ?? others[character] ?? character);

const startsWord = /[\s!-/:-@[-`{-~·“”、。・]/u;

function hasWord(field: string, word: string): boolean {
  if ([...word].length >= 3) return field.includes(word);
  for (let at = field.indexOf(word); at >= 0; at = field.indexOf(word, at + 1))
    if (at === 0 || startsWord.test([...field.slice(0, at)].at(-1)!)) return true;
  return false;
}

/** Whether a search must find a payout: each word of it in its name, email or reference, or its whole id. */
export function mustFind({ id, recipientName, recipientEmail, reference }: Searched, q: string): boolean {
  if (q.trim().toLowerCase() === id) return true;
  const fields = [recipientName, recipientEmail, reference].map(fold);
  const words = fold(q).split(/\s+/).filter(Boolean);
  return words.length > 0 && words.every((word) => fields.some((field) => hasWord(field, word)));
}
