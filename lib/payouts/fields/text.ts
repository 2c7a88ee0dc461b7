import { ingestError } from "@/lib/ingest-errors/table";
import { isLanguageTag, languageOfTag, languages, languageTable, type Language } from "@/lib/recipient-words/languages";
import type { Cell, Checked } from "./field";

/** Any text, as it is written. */
export const readText = (cell: Cell): Checked<string> => ({ value: cell.value });

/** The organization's own name for a payout. */
export const readReference = (cell: Cell): Checked<string> =>
  isShortened(cell.value) ? { fault: ingestError("reference_exponent", cell) } : { value: cell.value };

/** A long number as a spreadsheet shortens it. */
export const isShortened = (text: string): boolean => /^\d([.,]\d+)?E\+\d+$/i.test(text);

const called = new Map(
  languages.flatMap((language) =>
    [languageTable[language].label, languageTable[language].name].map(
      (name) => [name.toLowerCase(), language] as const,
    ),
  ),
);

/** A language by its tag or its name. One in which nobody is written to yet is as if none were named: it stops no money. */
export function readLanguage(cell: Cell): Checked<Language | null> {
  const language = languageOfTag(cell.value) ?? called.get(cell.value.toLowerCase()) ?? null;
  if (language === null && !isLanguageTag(cell.value)) return { fault: ingestError("language_unknown", cell) };
  return { value: language };
}
