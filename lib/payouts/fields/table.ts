/**
 * What a column takes a cell of a workbook for: an amount, which is its number; a day, in ISO 8601; an answer that
 * somebody must give to the letter. Left out, text.
 */
export type Reading = "amount" | "day" | "answer";

/**
 * The columns of a batch file. The reader of the header, the validator, the field reference on the upload page
 * and the template all read this table; nothing else knows a column's name.
 */
type ColumnDefinition = {
  label: string;
  /** Other names the header may use. Case, spaces and hyphens never matter. */
  aliases: readonly string[];
  required: boolean;
  description: string;
  example: string;
  /** In characters, as the database counts them. */
  maxLength: number;
  /** What a number or day in a workbook is read as; left out, the text that the sheet shows. */
  reads?: Reading;
};

export const columnTable = {
  recipient_name: {
    label: "Recipient name",
    aliases: [],
    required: true,
    description: "The person or company to be paid, as their bank knows them.",
    example: "Amara Okafor",
    maxLength: 200,
  },
  email: {
    label: "Email",
    aliases: ["e_mail", "email_address"],
    required: true,
    description: "Where the recipient gets the link; one address.",
    example: "amara.okafor@example.com",
    maxLength: 254,
  },
  amount: {
    label: "Amount",
    aliases: [],
    required: true,
    description:
      "Plain digits with a decimal point and nothing between thousands. Never more decimals than the currency has: 2 for USD, none for JPY, 3 for KWD.",
    example: "1250.00",
    maxLength: 40,
    reads: "amount",
  },
  currency: {
    label: "Currency",
    aliases: [],
    required: true,
    description: "Three-letter ISO 4217 code.",
    example: "USD",
    maxLength: 40,
  },
  reference: {
    label: "Reference",
    aliases: ["external_id", "reference_number"],
    required: true,
    description: "Your own name for this payout. Used once only: it is what keeps a payout from being made twice.",
    example: "INV-2041",
    maxLength: 100,
  },
  expires_at: {
    label: "Expires at",
    aliases: [],
    required: false,
    description:
      "When the link runs out: a date (the end of that day in your organization's time zone) or a date and time with its offset. In the future, at most two years ahead. Left empty, your organization's usual lifetime applies.",
    example: "2027-03-31",
    maxLength: 40,
    reads: "day",
  },
  verification_code: {
    label: "Verification code",
    aliases: ["verification_answer"],
    required: false,
    description:
      "Something only the recipient knows, such as a postal code or a customer number; they must type it to claim the payout. At least 4 letters or digits, and no part of their name, email or reference; case, spaces and punctuation do not matter. Left empty, they get a one-time code by email instead.",
    example: "N1 9GU",
    maxLength: 64,
    reads: "answer",
  },
} as const satisfies Record<string, ColumnDefinition>;

export type ColumnName = keyof typeof columnTable;
export const columnNames = Object.keys(columnTable) as [ColumnName, ...ColumnName[]];
export const requiredColumns = columnNames.filter((name) => columnTable[name].required);
