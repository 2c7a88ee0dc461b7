import type { recipientLanguage } from "@/db/schema/columns";

export type Language = (typeof recipientLanguage.enumValues)[number];

/**
 * The languages that recipients are written to in. `name` is in the language itself, `label` in that of the staff;
 * `locale` is how numbers and dates are written: in Arabic with the digits that account numbers have. Runs anywhere.
 */
export const languageTable: Record<
  Language,
  { label: string; name: string; locale: string; direction: "ltr" | "rtl" }
> = {
  en: { label: "English", name: "English", locale: "en-US", direction: "ltr" },
  es: { label: "Spanish", name: "Español", locale: "es", direction: "ltr" },
  fr: { label: "French", name: "Français", locale: "fr", direction: "ltr" },
  de: { label: "German", name: "Deutsch", locale: "de", direction: "ltr" },
  pt: { label: "Portuguese", name: "Português", locale: "pt", direction: "ltr" },
  ar: { label: "Arabic", name: "العربية", locale: "ar-u-nu-latn", direction: "rtl" },
};

export const languages = Object.keys(languageTable) as [Language, ...Language[]];

/** What a person reads who said nothing else, where no organization is known either. */
export const fallbackLanguage: Language = "en";

/** The language of a tag such as "es", "pt-BR" or "deu", without its region; null for one that is not written here. */
export function languageOfTag(tag: string): Language | null {
  const primary = primaryOf(tag);
  return languages.find((language) => language === primary) ?? null;
}

const names = new Intl.DisplayNames("en", { type: "language", fallback: "none" });

/** Whether this is the tag of any language, such as "ja". */
export function isLanguageTag(tag: string): boolean {
  const primary = primaryOf(tag);
  return primary !== null && names.of(primary) !== undefined;
}

/** The first part of a tag, in the one spelling that the language has: "de" for "deu". */
function primaryOf(tag: string): string | null {
  const primary = tag.trim().toLowerCase().split(/[-_]/, 1)[0]!;
  if (!/^[a-z]{2,3}$/.test(primary)) return null;
  return primary.length === 2 ? primary : (Intl.getCanonicalLocales(primary)[0] ?? primary);
}

/** Of the languages that a browser asks for (Accept-Language), the most wanted one that is written here; null for none. */
export function askedLanguage(header: string | null): Language | null {
  const wanted = (header ?? "")
    .slice(0, 1_000)
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.split(";");
      const weight = parameters.map((text) => /^\s*q=([\d.]+)\s*$/i.exec(text)?.[1]).find((text) => text !== undefined);
      return { language: languageOfTag(tag), weight: Number(weight ?? 1) };
    });
  const best = wanted.filter(({ weight }) => weight > 0).sort((one, other) => other.weight - one.weight);
  return best.find(({ language }) => language !== null)?.language ?? null;
}
