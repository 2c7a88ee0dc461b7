import {
  electronicFormatIBAN,
  getCountrySpecifications,
  isValidBIC,
  validateIBAN,
  ValidationErrorsIBAN,
} from "ibantools";
import isAbaRouting from "validator/lib/isAbaRouting.js";

/**
 * One thing a recipient is asked for, and how what they type is read: the text as it goes to the provider, or what is
 * wrong with it.
 */
type Field = {
  label: string;
  hint: string;
  inputMode: "text" | "numeric";
  autoComplete: string;
  maxLength: number;
  read: (typed: string) => { value: string } | { problem: string };
};

/** Many countries have account numbers that begin with letters, and no IBAN. */
const looksLikeIban = (account: string) =>
  /^[A-Z]{2}\d{2}/.test(account) && getCountrySpecifications()[account.slice(0, 2)]?.IBANRegistry === true;

const tight = (typed: string) => typed.replace(/[\s-]/g, "").toUpperCase();

/**
 * What recipients can be asked for. Numbers of banks are checked by libraries that follow the registries; nothing is
 * guessed.
 */
export const fieldTable = {
  holder: {
    label: "Name on the account",
    hint: "As your bank knows you.",
    inputMode: "text",
    autoComplete: "name",
    maxLength: 140,
    read: (typed) =>
      /\p{L}/u.test(typed) && !/\p{Cc}/u.test(typed)
        ? { value: typed.trim().replace(/\s+/g, " ") }
        : { problem: "Write the name on your account." },
  },
  iban: {
    label: "IBAN",
    hint: "Your account number, beginning with two letters. It is on your bank statement or in your banking app.",
    inputMode: "text",
    autoComplete: "off",
    maxLength: 50,
    read: readIban,
  },
  bic: {
    label: "BIC (SWIFT code)",
    hint: "8 or 11 letters and digits that name your bank, such as DEUTDEFF.",
    inputMode: "text",
    autoComplete: "off",
    maxLength: 20,
    read: (typed) =>
      isValidBIC(tight(typed))
        ? { value: tight(typed) }
        : { problem: "This is not a BIC. It has 8 or 11 characters, such as DEUTDEFF; your bank statement shows it." },
  },
  routing_number: {
    label: "Routing number",
    hint: "9 digits; on a check, they come first.",
    inputMode: "numeric",
    autoComplete: "off",
    maxLength: 20,
    read: (typed) =>
      isAbaRouting(tight(typed))
        ? { value: tight(typed) }
        : { problem: "This is not the routing number of a US bank. It has 9 digits; check them for a slip." },
  },
  account_number: {
    label: "Account number",
    hint: "4 to 17 digits.",
    inputMode: "numeric",
    autoComplete: "off",
    maxLength: 30,
    read: (typed) =>
      /^\d{4,17}$/.test(tight(typed))
        ? { value: tight(typed) }
        : { problem: "An account number has 4 to 17 digits and nothing else." },
  },
  foreign_account_number: {
    label: "Account number or IBAN",
    hint: "As your bank writes it for payments from abroad.",
    inputMode: "text",
    autoComplete: "off",
    maxLength: 50,
    read: (typed) => {
      if (looksLikeIban(tight(typed))) return readIban(typed);
      return /^[A-Z0-9]{4,34}$/.test(tight(typed))
        ? { value: tight(typed) }
        : { problem: "An account number has 4 to 34 letters and digits." };
    },
  },
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof fieldTable;

const ibanProblems: Partial<Record<ValidationErrorsIBAN, string>> = {
  [ValidationErrorsIBAN.NoIBANProvided]: "Write your IBAN.",
  [ValidationErrorsIBAN.NoIBANCountry]:
    "An IBAN begins with the two letters of a country that has IBANs, such as DE or FR.",
  [ValidationErrorsIBAN.WrongBBANLength]:
    "This IBAN is too short or too long for its country. Check that all of it is there.",
  [ValidationErrorsIBAN.WrongBBANFormat]:
    "This IBAN has letters where its country has digits, or the other way around.",
};

function readIban(typed: string): { value: string } | { problem: string } {
  const { valid, errorCodes } = validateIBAN(electronicFormatIBAN(typed) ?? "");
  if (valid) return { value: electronicFormatIBAN(typed)! };
  const named = errorCodes.map((code) => ibanProblems[code]).find((problem) => problem !== undefined);
  return { problem: named ?? "The digits of this IBAN do not fit together; one of them may be mistyped." };
}
