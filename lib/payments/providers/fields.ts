import { getCountrySpecifications, isValidBIC, validateIBAN, ValidationErrorsIBAN } from "ibantools";
import isAbaRouting from "validator/lib/isAbaRouting.js";
import { hiddenCharacter, incoming, pasted } from "@/lib/incoming-text";
import type { FieldFault } from "@/lib/recipient-words/refusal";
import type { Words } from "@/lib/recipient-words/words";

/**
 * One thing a recipient is asked for, and how what they type is read: the text as it goes to the provider, or what is
 * wrong with it. What it is called stands in lib/recipient-words/.
 */
type Field = {
  inputMode: "text" | "numeric";
  autoComplete: string;
  maxLength: number;
  /** Whether people read it in groups of four characters. */
  grouped: boolean;
  read: Read;
};
type Read = (typed: string) => { value: string } | { problem: FieldFault };

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
    inputMode: "text",
    autoComplete: "name",
    maxLength: 140,
    grouped: false,
    read: readHolder,
  },
  iban: {
    inputMode: "text",
    autoComplete: "off",
    maxLength: 50,
    grouped: true,
    read: readIban,
  },
  bic: {
    inputMode: "text",
    autoComplete: "off",
    maxLength: 20,
    grouped: false,
    read: (typed) => (isValidBIC(pasted(typed)) ? { value: pasted(typed) } : { problem: "bic" }),
  },
  routing_number: {
    inputMode: "numeric",
    autoComplete: "off",
    maxLength: 20,
    grouped: false,
    read: (typed) => (isRoutingNumber(pasted(typed)) ? { value: pasted(typed) } : { problem: "routing_number" }),
  },
  account_number: {
    inputMode: "numeric",
    autoComplete: "off",
    maxLength: 30,
    grouped: true,
    read: (typed) =>
      /^\d{4,17}$/.test(pasted(typed)) && !zeros.test(pasted(typed))
        ? { value: pasted(typed) }
        : { problem: "account_number" },
  },
  foreign_account_number: {
    inputMode: "text",
    autoComplete: "off",
    maxLength: 50,
    grouped: true,
    read: (typed) => {
      if (looksLikeIban(ibanTyped(typed))) return readIban(typed);
      return /^[A-Z0-9]{4,34}$/.test(pasted(typed)) && !zeros.test(pasted(typed))
        ? { value: pasted(typed) }
        : { problem: "foreign_account_number" };
    },
  },
} as const satisfies Record<keyof Words["page"]["fields"], Field>;

export type FieldName = keyof typeof fieldTable;

const ibanProblems: Partial<Record<ValidationErrorsIBAN, FieldFault>> = {
  [ValidationErrorsIBAN.NoIBANProvided]: "iban_missing",
  [ValidationErrorsIBAN.NoIBANCountry]: "iban_country",
  [ValidationErrorsIBAN.WrongBBANLength]: "iban_length",
  [ValidationErrorsIBAN.WrongBBANFormat]: "iban_format",
};

function readIban(typed: string): ReturnType<Read> {
  const number = ibanTyped(typed);
  const { valid, errorCodes } = validateIBAN(number);
  if (valid) return { value: number };
  const named = errorCodes.map((code) => ibanProblems[code]).find((problem) => problem !== undefined);
  return { problem: named ?? "iban_digits" };
}

function readHolder(typed: string): ReturnType<Read> {
  const name = incoming(typed).replace(/\s+/g, " ");
  if (hiddenCharacter(name, { joiners: true })) return { problem: "holder_hidden" };
  return /\p{L}/u.test(name) ? { value: name } : { problem: "holder_missing" };
}
