import { fieldTable, type FieldName } from "./fields";

type Method = {
  label: string;
  /** When the money arrives, in the recipient's words. */
  meaning: string;
  fields: readonly FieldName[];
  /** The field that names the account: people see its last characters. */
  account: FieldName;
};

/** The ways a recipient can be paid. The provider decides which of them it offers for a currency. */
export const methodTable = {
  us_account: {
    label: "US bank account",
    meaning: "Usually arrives in one or two working days.",
    fields: ["holder", "routing_number", "account_number"],
    account: "account_number",
  },
  iban: {
    label: "Bank account with an IBAN",
    meaning: "Usually arrives by the next working day.",
    fields: ["holder", "iban"],
    account: "iban",
  },
  foreign_account: {
    label: "Bank account abroad",
    meaning: "Usually arrives in two to five working days.",
    fields: ["holder", "bic", "foreign_account_number"],
    account: "foreign_account_number",
  },
} as const satisfies Record<string, Method>;

export type MethodName = keyof typeof methodTable;
export const methodNames = Object.keys(methodTable) as [MethodName, ...MethodName[]];

/** What a recipient typed, by field, as it goes to the provider. */
export type PaymentDetails = Partial<Record<FieldName, string>>;
type DetailProblems = Partial<Record<FieldName, string>>;

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
    const read =
      text.length > fieldTable[field].maxLength ? { problem: "This is too long." } : fieldTable[field].read(text);
    if ("value" in read) details[field] = read.value;
    else problems[field] = read.problem;
  }
  return Object.keys(problems).length > 0 ? { problems } : { details };
}

/**
 * The details as people may see them: "Bank account with an IBAN ending 3000". Of a short number, no more than half.
 */
export function maskDetails(method: MethodName, details: PaymentDetails): string {
  const { label, account } = methodTable[method];
  const number = details[account] ?? "";
  return `${label} ending ${number.slice(-Math.min(4, Math.floor(number.length / 2)))}`;
}

/** The details as the recipient checks them before the money goes, in the order in which they are asked for. */
export function detailsToCheck(method: MethodName, details: PaymentDetails): { label: string; text: string }[] {
  return methodTable[method].fields.map((field) => {
    const { label, grouped } = fieldTable[field];
    const value = details[field] ?? "";
    return { label, text: grouped ? value.replace(/(.{4})(?=.)/g, "$1 ") : value };
  });
}
