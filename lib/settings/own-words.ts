import { languages, languageTable, type Language } from "@/lib/recipient-words/languages";
import { fromTheNextEmail, type Setting, type SettingKind } from "./kinds";

/** What an organization can word itself, in each language. */
const ownTexts = ["subject", "greeting"] as const;
type OwnText = (typeof ownTexts)[number];

/** The settings with an organization's own words: `subjectEn`, `greetingEn`, … */
export type OwnWordsName = `${OwnText}${Capitalize<Language>}`;
export type OwnWords = Record<OwnWordsName, string | null>;

const ownWordsName = (text: OwnText, language: Language): OwnWordsName =>
  `${text}${(language[0]!.toUpperCase() + language.slice(1)) as Capitalize<Language>}`;

export const ownWordsNames = languages.flatMap((language) => ownTexts.map((text) => ownWordsName(text, language)));

/** Where the facts of a payout go: `{amount}`. */
const ownPlaces = {
  subject: ["organization", "amount"],
  greeting: ["name", "organization"],
} as const satisfies Record<OwnText, readonly string[]>;

/** Everything in braces, and braces that stand alone. */
export const placesIn = (text: string): string[] => text.match(/\{[^{}]*\}?|\}/g) ?? [];

/** The organization's own words with the facts of a payout in their places; null where it has none in the language. */
export function inOwnWords(
  own: OwnWords,
  text: OwnText,
  language: Language,
  facts: Record<(typeof ownPlaces)[OwnText][number], string>,
): string | null {
  // From right to left, each fact keeps its own direction.
  const [before, after] = languageTable[language].direction === "rtl" ? ["\u2068", "\u2069"] : ["", ""];
  const known: Record<string, string> = facts;
  return (
    own[ownWordsName(text, language)]?.replace(/\{(\w+)\}/g, (_, name: string) => before + known[name] + after) ?? null
  );
}

const ownTextTable: Record<OwnText, { label: string; effect: string }> = {
  subject: { label: "Subject", effect: "The subject of the emails with the link." },
  greeting: { label: "Greeting", effect: "The first line of every email to a recipient." },
};

/** The settings of the organization's own words, all alike. */
export const ownWordsSettings = Object.fromEntries(
  languages.flatMap((language) =>
    ownTexts.map((text): [OwnWordsName, Setting] => {
      const { label, effect } = ownTextTable[text];
      const kind: SettingKind = { is: "words", most: 150, places: ownPlaces[text] };
      const inLanguage = `${label} in ${languageTable[language].label}`;
      return [
        ownWordsName(text, language),
        { section: "words", language, label: inLanguage, kind, usual: "", effect, holds: fromTheNextEmail },
      ];
    }),
  ),
) as Record<OwnWordsName, Setting>;
