import { languageTable } from "@/lib/recipient-words/languages";
import { formatMoney, toDecimal } from "@/lib/money";
import { isCanceled } from "@/lib/payouts/transitions";
import { readAmount, readCurrency } from "./amount";
import { readExpiry } from "./expiry";
import { readEmail } from "./email";
import { asRead, field, type AnyPayoutField } from "./field";
import {
  amountWords,
  currencyWords,
  emailWords,
  expiryWords,
  languageWords,
  nameWords,
  referenceWords,
  verificationWords,
} from "./header-words";
import { readLanguage, readReference, readText } from "./text";
import { keptAnswer, readAnswer } from "./verification";

type Money = { amountMinor: bigint; currency: string };
const money = ({ amountMinor, currency }: Money) => formatMoney(amountMinor, currency);

/**
 * The columns of a payout: what a file calls them, how they are read, where they are stored and where they are shown.
 * Files, forms, the statement that creates payouts, reissue, the export and the payout's page all read this table.
 */
export const payoutFields = {
  recipient_name: field({
    label: "Recipient name",
    aliases: [],
    headerWords: nameWords,
    required: true,
    description: "The person or company to be paid, as their bank knows them.",
    example: "Amara Okafor",
    keptHidden: { joiners: true },
    maxLength: 200,
    reading: "text",
    property: "recipientName",
    read: readText,
    stored: asRead("recipientName"),
    reissue: {
      value: "copied",
      mayChange: true,
      was: { key: "nameWas", label: "name", text: ({ recipientName }) => recipientName },
    },
    shownBeforeProof: true,
    export: { header: "recipient_name", cell: "as stored" },
    page: { place: "identity", label: "Recipient", fact: ({ recipientName }) => recipientName },
    formWidth: "full",
  }),
  email: field({
    label: "Email",
    aliases: ["email_address"],
    headerWords: emailWords,
    required: true,
    description: "Where the recipient gets the link to their money; one address.",
    example: "amara.okafor@example.com",
    keptHidden: {},
    maxLength: 254,
    reading: "text",
    property: "recipientEmail",
    read: readEmail,
    stored: asRead("recipientEmail"),
    reissue: {
      value: "copied",
      mayChange: true,
      was: { key: "emailWas", label: "email", text: ({ recipientEmail }) => recipientEmail },
    },
    shownBeforeProof: true,
    export: { header: "recipient_email", cell: "as stored" },
    page: { place: "identity", label: "Email", fact: ({ recipientEmail }) => recipientEmail, copied: true },
    formWidth: "full",
  }),
  amount: field({
    label: "Amount",
    aliases: [],
    headerWords: amountWords,
    required: true,
    description:
      "Plain digits with a decimal point and nothing between thousands. Never more decimals than the currency has: 2 for USD, none for JPY, 3 for KWD.",
    example: "1250.00",
    keptHidden: {},
    maxLength: 40,
    reading: "amount",
    property: "amountMinor",
    read: readAmount,
    stored: asRead("amountMinor"),
    reissue: { value: "copied", mayChange: true, was: { key: "amountWas", label: "amount", text: money } },
    shownBeforeProof: false,
    export: { header: "amount", cell: ({ amountMinor, currency }) => toDecimal(amountMinor, currency) },
    page: { place: "identity", label: "Amount", fact: money },
    formWidth: "half",
  }),
  currency: field({
    label: "Currency",
    aliases: [],
    headerWords: currencyWords,
    required: true,
    description: "Three-letter ISO 4217 code.",
    example: "USD",
    keptHidden: {},
    maxLength: 40,
    reading: "text",
    property: "currency",
    read: readCurrency,
    stored: asRead("currency"),
    reissue: { value: "copied", mayChange: false },
    shownBeforeProof: false,
    export: { header: "currency", cell: "as stored" },
    page: { never: "It stands behind the amount." },
    formWidth: "half",
  }),
  reference: field({
    label: "Reference",
    aliases: ["external_id", "reference_number"],
    headerWords: referenceWords,
    required: true,
    description: "Your own name for this payout. Used once only: it is what keeps a payout from being made twice.",
    example: "INV-2041",
    keptHidden: {},
    maxLength: 100,
    reading: "text",
    property: "reference",
    read: readReference,
    stored: asRead("reference"),
    reissue: { value: "renewed", mayChange: false },
    shownBeforeProof: true,
    export: { header: "reference", cell: "as stored" },
    page: { place: "identity", label: "Reference", fact: ({ reference }) => reference, copied: true },
    formWidth: "half",
  }),
  expires_at: field({
    label: "Expires at",
    aliases: [],
    headerWords: expiryWords,
    required: false,
    description:
      "When the link runs out: a date (the end of that day in your organization's time zone) or a date and time with its offset. In the future, at most two years ahead. Left empty, your organization's usual lifetime applies.",
    example: "2027-03-31",
    keptHidden: {},
    maxLength: 40,
    reading: "day",
    property: "expiresAt",
    read: readExpiry,
    stored: { property: "expiresAt", value: (expiresAt, { usualExpiry }) => expiresAt ?? usualExpiry },
    reissue: { value: "renewed", mayChange: true },
    shownBeforeProof: false,
    export: { header: "expires_at", cell: "as stored" },
    page: { place: "times", label: "Expires", fact: (payout) => (isCanceled(payout) ? null : payout.expiresAt) },
    formWidth: "half",
  }),
  verification_code: field({
    label: "Verification code",
    aliases: ["verification_answer"],
    headerWords: verificationWords,
    required: false,
    description:
      "Something only the recipient knows, such as a postal code or a customer number; they must type it to claim the payout. At least 4 letters or digits, and no part of their name, email or reference; case, spaces and punctuation do not matter. Left empty, they get a one-time code by email instead.",
    example: "N1 9GU",
    keptHidden: {},
    maxLength: 64,
    reading: "answer",
    property: "verificationCode",
    read: readAnswer,
    stored: {
      property: "verificationAnswer",
      value: (code, { key, payoutId }) => (code === null ? null : keptAnswer(key, payoutId, code)),
    },
    reissue: { value: "copied", mayChange: false },
    shownBeforeProof: false,
    export: { never: "It is a secret, and only a keyed hash of it is stored." },
    page: { never: "It is a secret; the page says how the recipient is verified." },
    formWidth: "full",
  }),
  language: field({
    label: "Language",
    aliases: [],
    headerWords: languageWords,
    required: false,
    description:
      "In which language the recipient is written to: en, es, fr, de, pt or ar, also with a region (pt-BR). Left empty, or in another language, their page is in that of their browser, and their emails are in your default language.",
    example: "es",
    keptHidden: {},
    maxLength: 35,
    reading: "text",
    property: "language",
    read: readLanguage,
    stored: asRead("language"),
    reissue: { value: "copied", mayChange: false },
    shownBeforeProof: false,
    export: { header: "language", cell: "as stored" },
    page: {
      place: "identity",
      label: "Language",
      fact: ({ language }) =>
        language ? languageTable[language].label : "None named: the browser’s on their page, your default in emails",
    },
    formWidth: "half",
  }),
};

type Fields = typeof payoutFields;
export type ColumnName = keyof Fields;

export const columnNames = Object.keys(payoutFields) as [ColumnName, ...ColumnName[]];
export const requiredColumns = columnNames.filter((name) => payoutFields[name].required);

/** A column to code that treats all alike. */
export const payoutField = (name: ColumnName): AnyPayoutField<StoredProperty> => payoutFields[name];

/** Text of a record by column; a column that the file does not have is absent. */
export type RowValues = Partial<Record<ColumnName, string>>;

/** What a good record says about its payout, each value under its column's `property`. */
export type PayoutFields = {
  [Name in ColumnName as Fields[Name]["property"]]: Parameters<Fields[Name]["stored"]["value"]>[0];
};

/** The properties of the table `payouts` that the columns are stored in. */
export type StoredProperty = Fields[ColumnName]["stored"]["property"];

type NamesWhere<Rule> = { [Name in ColumnName]: Fields[Name]["reissue"] extends Rule ? Name : never }[ColumnName];

export type ReissueColumn = NamesWhere<{ mayChange: true }>;
/** The columns that an admin may change in a payout that replaces another one. */
export const reissueColumns = columnNames.filter((name): name is ReissueColumn => payoutFields[name].reissue.mayChange);
/** Their properties, and those in which a payout that replaces another one always has a value of its own. */
export type ChangeableProperty = Fields[ReissueColumn]["stored"]["property"];
export type RenewedProperty = Fields[NamesWhere<{ value: "renewed" }>]["stored"]["property"];
