import { fallbackLanguage } from "@/lib/recipient-words/languages";
import type { FieldFault } from "@/lib/recipient-words/refusal";
import { recipientWords } from "@/lib/recipient-words/table";
import type { Words } from "@/lib/recipient-words/words";
import { fieldTable, type FieldName } from "./fields";

type Method = {
  fields: readonly FieldName[];
  /** The field that names the account: people see its last characters. */
  account: FieldName;
};

/**
 * The ways a recipient can be paid. The provider decides which of them it offers for a currency. What they are called
 * stands in lib/recipient-words/.
 */
export const methodTable = {
  us_account: {
    fields: ["holder", "routing_number", "account_number"],
    account: "account_number",
  },
  iban: {
    fields: ["holder", "iban"],
    account: "iban",
  },
  foreign_account: {
    fields: ["holder", "bic", "foreign_account_number"],
    account: "foreign_account_number",
  },
} as const satisfies Record<keyof Words["page"]["methods"], Method>;

export type MethodName = keyof typeof methodTable;
export const methodNames = Object.keys(methodTable) as [MethodName, ...MethodName[]];

/** What a recipient typed, by field, as it goes to the provider. */
export type PaymentDetails = Partial<Record<FieldName, string>>;
type DetailProblems = Partial<Record<FieldName, FieldFault>>;

/**
 * Reads what was typed for a method; every problem is named at once. A field the method does not ask for is left out.
 */
export function readDetails(
  method: MethodName,
  typed: Record<string, string | undefined>,
): { details: PaymentDetails } | { problems: DetailProblems } {
  const details: PaymentDetails = {};
  const problems: DetailProblems = {};
  for (const field of methodTable[method].fields) {
    const text = typed[field] ?? "";
    const { maxLength, read: readText } = fieldTable[field];
    const read = text.length > maxLength ? ({ problem: "too_long" } as const) : readText(text);
    if ("value" in read) details[field] = read.value;
    else problems[field] = read.problem;
  }
  return Object.keys(problems).length > 0 ? { problems } : { details };
}

/**
 * The details as people may see them: "Bank account with an IBAN ending 3000". Of a short number, no more than half.
 */
export function maskDetails(method: MethodName, details: PaymentDetails): string {
  const number = details[methodTable[method].account] ?? "";
  return accountWords(
    recipientWords[fallbackLanguage],
    method,
    number.slice(-Math.min(4, Math.floor(number.length / 2))),
  );
}

const accountWords = ({ page }: Words, method: MethodName, ending: string) =>
  page.card.account({ method: page.methods[method].label, ending });

/** The same in the recipient's words, from the text that is kept; null once that was erased. */
export function maskedIn(words: Words, method: MethodName, masked: string): string | null {
  const ending = / ending (\S+)$/.exec(masked)?.[1];
  return ending === undefined ? null : accountWords(words, method, ending);
}

/** The details as the recipient checks them before the money goes, in the order in which they are asked for. */
export const detailsToCheck = (method: MethodName, details: PaymentDetails): { field: FieldName; text: string }[] =>
  methodTable[method].fields.map((field) => {
    const value = details[field] ?? "";
    return { field, text: fieldTable[field].grouped ? value.replace(/(.{4})(?=.)/g, "$1 ") : value };
  });
