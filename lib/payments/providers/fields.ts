import { getCountrySpecifications, isValidBIC, validateIBAN, ValidationErrorsIBAN } from "ibantools";
import isAbaRouting from "validator/lib/isAbaRouting.js";
import { hiddenCharacter, incoming, pasted } from "@/lib/incoming-text";

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
  /** Whether people read it in groups of four characters. */
  grouped: boolean;
  read: (typed: string) => { value: string } | { problem: string };
};

/** Many countries have account numbers that begin with letters, and no IBAN. */
const looksLikeIban = (account: string) =>
  /^[A-Z]{2}\d{2}/.test(account) && getCountrySpecifications()[account.slice(0, 2)]?.IBANRegistry === true;

/** People copy the word in front of the number too. */
const ibanTyped = (typed: string) => pasted(typed).replace(/^IBAN[:.]?/, "");

const zeros = /^0+$/;

/** What the Federal Reserve gives out: 00 to 12, 21 to 32, 61 to 72 and 80. */
const federalPrefix = /^(?:0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)/;

const isRoutingNumber = (number: string) => !zeros.test(number) && federalPrefix.test(number) && isAbaRouting(number);

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
    grouped: false,
    read: readHolder,
  },
  iban: {
    label: "IBAN",
    hint: "Your account number, beginning with two letters. It is on your bank statement or in your banking app.",
    inputMode: "text",
    autoComplete: "off",
    maxLength: 50,
    grouped: true,
    read: readIban,
  },
  bic: {
    label: "BIC (SWIFT code)",
    hint: "8 or 11 letters and digits that name your bank, such as DEUTDEFF.",
    inputMode: "text",
    autoComplete: "off",
    maxLength: 20,
    grouped: false,
    read: (typed) =>
      isValidBIC(pasted(typed))
        ? { value: pasted(typed) }
        : { problem: "This is not a BIC. It has 8 or 11 characters, such as DEUTDEFF; your bank statement shows it." },
  },
  routing_number: {
    label: "Routing number",
    hint: "9 digits; on a check, they come first.",
    inputMode: "numeric",
    autoComplete: "off",
    maxLength: 20,
    grouped: false,
    read: (typed) =>
      isRoutingNumber(pasted(typed))
        ? { value: pasted(typed) }
        : { problem: "This is not the routing number of a US bank. It has 9 digits; check them for a slip." },
  },
  account_number: {
    label: "Account number",
    hint: "4 to 17 digits.",
    inputMode: "numeric",
    autoComplete: "off",
    maxLength: 30,
    grouped: true,
    read: (typed) =>
      /^\d{4,17}$/.test(pasted(typed)) && !zeros.test(pasted(typed))
        ? { value: pasted(typed) }
        : { problem: "An account number has 4 to 17 digits and nothing else, and they are not all zeros." },
  },
  foreign_account_number: {
    label: "Account number or IBAN",
    hint: "As your bank writes it for payments from abroad.",
    inputMode: "text",
    autoComplete: "off",
    maxLength: 50,
    grouped: true,
    read: (typed) => {
      if (looksLikeIban(ibanTyped(typed))) return readIban(typed);
      return /^[A-Z0-9]{4,34}$/.test(pasted(typed)) && !zeros.test(pasted(typed))
        ? { value: pasted(typed) }
        : { problem: "An account number has 4 to 34 letters and digits, and they are not all zeros." };
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
  const number = ibanTyped(typed);
  const { valid, errorCodes } = validateIBAN(number);
  if (valid) return { value: number };
  const named = errorCodes.map((code) => ibanProblems[code]).find((problem) => problem !== undefined);
  return { problem: named ?? "The digits of this IBAN do not fit together; one of them may be mistyped." };
}

function readHolder(typed: string): { value: string } | { problem: string } {
  const name = incoming(typed).replace(/\s+/g, " ");
  if (hiddenCharacter(name, { joiners: true }))
    return { problem: "This name has a character that nobody sees, perhaps from a copy. Type it by hand." };
  return /\p{L}/u.test(name) ? { value: name } : { problem: "Write the name on your account." };
}
