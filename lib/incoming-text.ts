import { z } from "zod";

/** What a text may have besides characters that are seen. */
export type Kept = {
  /**
   * Zero width joiners between letters, as Persian, Hindi and other scripts need them in names. Never between letters
   * of Latin, Greek, Cyrillic or East Asian scripts, which need none.
   */
  joiners?: boolean;
  /** Line breaks, in a text of several lines. */
  lineBreaks?: boolean;
};

/**
 * Controls, halves of characters, format characters and those that Unicode calls ignorable by default: nobody sees
 * them, so two texts that differ in them alone look the same. The signs of Arabic, Syriac and Kaithi that stand in
 * front of numbers are format characters too, and are seen.
 */
const hidden =
  /(?![\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Most texts have none of them; only of the others is it asked where. */
const anyHidden = new RegExp(hidden.source, "u");

const withoutJoiners = "\\p{sc=Latin}\\p{sc=Greek}\\p{sc=Cyrillic}\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Hang}";
const letter = `(?![${withoutJoiners}])[\\p{L}\\p{M}]`;
/** The sign that takes the vowel off a letter; a joiner behind it may end a word, as in Malayalam. */
const virama = "[\\u094d\\u09cd\\u0a4d\\u0acd\\u0b4d\\u0bcd\\u0c4d\\u0ccd\\u0d4d\\u0dca]";
const neededJoiner = new RegExp(`(?<=${letter})[\\u200c\\u200d](?=${letter})|(?<=${virama})\\u200d`, "gu");

/** No character of these is seen, alone or in a row: spaces of every kind, the blank of Braille, and what is hidden. */
const blank = new RegExp(`^(?:[\\s\\p{Z}\\u2800]|${hidden.source})*$`, "u");
const plain = /^[\x20-\x7e]*$/;

/** A text as it is kept and compared: in Unicode's form NFC, without spaces around it, and empty where nothing of it is seen. */
export function incoming(text: string): string {
  const trimmed = text.trim();
  if (plain.test(trimmed)) return trimmed;
  return blank.test(trimmed) ? "" : trimmed.normalize("NFC");
}

/** `position` counts characters from 1. */
type HiddenCharacter = { code: string; name: string; position: number };

/** Where the joiners stand that the text may keep. */
const neededPlaces = (text: string, { joiners }: Kept): ReadonlySet<number> =>
  new Set(joiners ? [...text.matchAll(neededJoiner)].map(({ index }) => index) : []);

/** The first character of a text that nobody sees. */
export function hiddenCharacter(text: string, kept: Kept = {}): HiddenCharacter | undefined {
  if (plain.test(text) || !anyHidden.test(text)) return undefined;
  const needed = neededPlaces(text, kept);
  for (const { 0: character, index } of text.matchAll(hidden)) {
    if (needed.has(index) || (kept.lineBreaks && /[\r\n]/.test(character))) continue;
    const code = character.codePointAt(0)!;
    return {
      code: `U+${code.toString(16).toUpperCase().padStart(4, "0")}`,
      name: nameOf(code),
      position: [...text.slice(0, index)].length + 1,
    };
  }
  return undefined;
}

/** The text without the characters that nobody sees. */
export function withoutHidden(text: string, kept: Kept = {}): string {
  const needed = neededPlaces(text, kept);
  return incoming(text.replace(hidden, (character, index: number) => (needed.has(index) ? character : "")));
}

/** A number or code as a person pastes it: plain digits and capital letters, without spaces and dashes of any kind. */
export const pasted = (text: string): string =>
  withoutHidden(text)
    .normalize("NFKC")
    .replace(/[\s\p{Pd}\u2212]/gu, "")
    .toUpperCase();

const names: readonly [first: number, last: number, name: string][] = [
  [0x00, 0x1f, "control character"],
  [0x7f, 0x9f, "control character"],
  [0xad, 0xad, "soft hyphen"],
  [0x115f, 0x1160, "Hangul filler"],
  [0x200b, 0x200b, "zero width space"],
  [0x200c, 0x200c, "zero width non-joiner"],
  [0x200d, 0x200d, "zero width joiner"],
  [0x200e, 0x200f, "direction mark"],
  [0x2028, 0x2029, "line separator"],
  [0x202a, 0x202e, "direction control"],
  [0x2060, 0x2060, "word joiner"],
  [0x2066, 0x2069, "direction control"],
  [0x3164, 0x3164, "Hangul filler"],
  [0xd800, 0xdfff, "half of a character"],
  [0xfe00, 0xfe0f, "variation selector"],
  [0xfeff, 0xfeff, "byte order mark"],
  [0xffa0, 0xffa0, "Hangul filler"],
  [0xe0000, 0xe007f, "tag character"],
  [0xe0100, 0xe01ef, "variation selector"],
];

const nameOf = (code: number): string =>
  names.find(([first, last]) => first <= code && code <= last)?.[2] ?? "character without a shape";

/**
 * The schema of a text that a person or another system sends: brought into the one form, without hidden characters, and
 * then checked by `rules`.
 */
export const incomingText = (rules: z.ZodString, kept: Kept = {}) =>
  z
    .string()
    .transform(incoming)
    .pipe(
      rules.superRefine((text, context) => {
        const found = hiddenCharacter(text, kept);
        if (found) context.addIssue({ code: "custom", message: hiddenWords(found) });
      }),
    );

const hiddenWords = ({ code, name, position }: HiddenCharacter) =>
  `This has a character that nobody sees, a ${name} (${code}), at position ${position}. Remove it, or type the text again.`;
