import { unguarded } from "@/lib/csv-text";
import { withoutHidden } from "@/lib/incoming-text";
import { withoutBankDetails } from "./bank-details";

/** In characters. */
const longestKey = 60;
const longestText = 200;
/** What is left of so much, once bank details are gone, is still longer than what is kept. */
const mostRead = 5 * longestText;

/** A column's name as addresses and payouts spell it, `claim_number`: letters and digits of any script. Empty where it has none. */
export function extraKey(name: string): string {
  const words = withoutHidden(name)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .normalize("NFC")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
  return shortened(words.join("_"), longestKey).replace(/_$/, "");
}

/** The same with a number behind it, where another column of the file has it already. */
export const numberedKey = (key: string, number: number): string => `${shortened(key, longestKey - 5)}_${number}`;

/** What a cell of a file is kept as. */
export const extraText = (cell: string): string => keptText(unguarded(cell));

/** A text as payouts keep it: on one line, without what nobody sees and without bank details; one that is too long ends in “…”. */
export function keptText(text: string): string {
  const line = withoutBankDetails(shortened(oneLine(text), mostRead));
  const short = shortened(line, longestText);
  return short === line ? line : `${shortened(line, longestText - 1).trimEnd()}…`;
}

const plain = /^[\x20-\x7e]*$/;

/** On one line, without characters that nobody sees. */
export const oneLine = (text: string): string =>
  plain.test(text)
    ? text.trim()
    : withoutHidden(text.replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/gu, " "), { joiners: true });

/** The first characters of a text. */
export const shortened = (text: string, most: number): string =>
  text.length <= most ? text : [...text].slice(0, most).join("");
