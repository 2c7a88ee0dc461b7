import type { payouts } from "@/db/schema/payouts";

type Searched = Pick<
  typeof payouts.$inferSelect,
  "id" | "recipientName" | "recipientEmail" | "reference" | "amountMinor" | "currency"
>;

/** The digits behind the dot of the currencies that the tests pay in. */
const digits: Record<string, number> = { USD: 2, EUR: 2, JPY: 0, KWD: 3 };

/** Every way in which the amount of a payout may be written in a search, without its currency. */
export function amountSpellings({ amountMinor, currency }: Pick<Searched, "amountMinor" | "currency">): string[] {
  const places = digits[currency]!;
  const text = amountMinor.toString().padStart(places + 1, "0");
  const [whole, fraction] = [text.slice(0, text.length - places), text.slice(text.length - places)];
  const fractions = Array.from({ length: places + 1 }, (_, kept) => [fraction.slice(0, kept), fraction.slice(kept)])
    .filter(([, dropped]) => /^0*$/.test(dropped!))
    .map(([kept]) => (kept === "" ? "" : `.${kept}`));
  const wholes = new Set([whole, new Intl.NumberFormat("en-US").format(BigInt(whole))]);
  return [...wholes].flatMap((one) => fractions.map((end) => `${one}${end}`));
}

function saysAmount(payout: Searched, q: string): boolean {
  const code = payout.currency.toLowerCase();
  const text = q.trim().toLowerCase();
  return amountSpellings(payout).some((number) =>
    [number, `${code}${number}`, `${number}${code}`].includes(
      text.replace(/(?<=[a-z])\s+(?=\d)|(?<=\d)\s+(?=[a-z])/g, ""),
    ),
  );
}

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

/** Whether a search must find a payout: each word of it in its name, email or reference, its amount, or its whole id. */
export function mustFind(payout: Searched, q: string): boolean {
  const { id, recipientName, recipientEmail, reference } = payout;
  if (q.trim().toLowerCase() === id || saysAmount(payout, q)) return true;
  const fields = [recipientName, recipientEmail, reference].map(fold);
  const words = fold(q).split(/\s+/).filter(Boolean);
  return words.length > 0 && words.every((word) => fields.some((field) => hasWord(field, word)));
}
