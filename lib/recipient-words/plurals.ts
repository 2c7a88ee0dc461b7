import { languageTable, type Language } from "@/lib/languages";

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Writes counts of a language: of the forms that its plural has, the one for the number, with `#` as the number. */
export function pluralsOf(language: Language): (count: number, forms: Forms) => string {
  const { locale } = languageTable[language];
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  return (count, forms) => (forms[rules.select(count)] ?? forms.other).replaceAll("#", numbers.format(count));
}
