import { languageTable, type Language } from "@/lib/recipient-words/languages";

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/**
 * Writes counts of a language: of the forms that its plural has, the one for the number, with `#` as the number, which is
 * always small.
 */
export function pluralsOf(language: Language): (count: number, forms: Forms) => string {
  const made = new Intl.PluralRules(languageTable[language].locale);
  return (count, forms) => (forms[made.select(count)] ?? forms.other).replaceAll("#", String(count));
}
