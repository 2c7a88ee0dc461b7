import type { Fault } from "./fault";

/** What can be wrong with one value. */
export const fieldFaults = {
  required: {
    scope: "field",
    reason: "Value missing",
    message: "{label} is empty.",
    suggestion: "Write a value, for example {example}.",
    example: "",
  },
  too_long: {
    scope: "field",
    reason: "Value too long",
    message: "{label} has {length} characters; at most {limit} fit.",
    suggestion: "Shorten it, and check that no other cell ran into it.",
    example: "a reference of 120 characters",
  },
  hidden_character: {
    scope: "field",
    reason: "Character that nobody sees",
    message: "{label} has a character that nobody sees, a {name} ({code}), at position {position}.",
    suggestion: "Remove it, or type the value again by hand; it was probably copied from another program.",
    example: "Ada\u200bByron",
  },
  lost_character: {
    scope: "field",
    reason: "Lost character",
    message:
      "{label} contains �, which stands for a character that was lost before the file came here, or that no text can hold.",
    suggestion: "Write the value again with its own letters, and save the file as UTF-8.",
    example: "Jos\ufffd Garc\ufffda",
  },
  spreadsheet_error: {
    scope: "field",
    reason: "Error of a spreadsheet",
    message: "“{value}” is what a spreadsheet shows when a formula fails, not a value.",
    suggestion: "Repair the formula, or write the value in its place.",
    example: "#N/A",
  },
  format_unreadable: {
    scope: "field",
    reason: "Shown in a way that cannot be read",
    message:
      "“{value}” is what the cell holds; what the sheet shows for it is another number, or depends on the computer.",
    suggestion:
      "Format the cell as text and type in what should be read. An amount may also be formatted as a plain number.",
    example: "1980-04-05 in the format [$-F800]dddd, mmmm dd, yyyy",
  },
  formula_text: {
    scope: "field",
    reason: "Formula in place of its result",
    message: "“{value}” is a formula, not its result.",
    suggestion:
      "Open the file in a spreadsheet program so that it computes, save it there, or write the value in its place.",
    example: "=B2*2",
  },
  language_unknown: {
    scope: "field",
    reason: "Unknown language",
    message: "“{value}” is not a language.",
    suggestion: "Write en, es, fr, de, pt or ar, or leave it empty: then the recipient’s browser decides.",
    example: "EUR",
  },
  currency_unknown: {
    scope: "field",
    reason: "Unknown currency",
    message: "“{value}” is not a currency code.",
    suggestion: "Write the three letters of ISO 4217, such as USD, EUR or JPY.",
    example: "EURO",
  },
  currency_symbol: {
    scope: "field",
    reason: "Currency as a symbol",
    message: "“{value}” is a symbol that several currencies share.",
    suggestion: "Write the code instead, for example USD, CAD or AUD for a dollar.",
    example: "$",
  },
  reference_repeated: {
    scope: "field",
    reason: "Reference repeated in the file",
    message: "Line {first_line} of this file has the reference “{value}” already.",
    suggestion: "If it is the same payout, remove this row. If not, give it a reference of its own.",
    example: "INV-1 on lines 2 and 9",
  },
  reference_used: {
    scope: "field",
    reason: "Reference already used",
    message: "The payout “{value}” exists already. {rest}",
    suggestion: "Look at that payout first. If this is another one, give it a new reference.",
    example: "INV-1, uploaded last week",
  },
  reference_exponent: {
    scope: "field",
    reason: "Reference in scientific notation",
    message: "“{value}” is a long number that a spreadsheet shortened, so the original reference is lost.",
    suggestion: "Format the column as text, put the full reference in, and export again.",
    example: "1.2E+10",
  },
  verification_code_short: {
    scope: "field",
    reason: "Verification code too short",
    message: "“{value}” has fewer than {limit} letters and digits, so it could be guessed.",
    suggestion:
      "Write something longer that the recipient knows, or leave the cell empty: then they get a code by email.",
    example: "07",
  },
  verification_code_shown: {
    scope: "field",
    reason: "Verification code that the page shows",
    message: "“{value}” is part of the {where}, which the recipient's email and page show to whoever has the link.",
    suggestion:
      "Write something that only the recipient knows, or leave the cell empty: then they get a code by email.",
    example: "INV-2041",
  },
  verification_code_exponent: {
    scope: "field",
    reason: "Verification code in scientific notation",
    message: "“{value}” is a long number that a spreadsheet shortened, so nobody could answer with it.",
    suggestion: "Format the column as text, put the full number in, and export again.",
    example: "2.04E+10",
  },
  expires_at_format: {
    scope: "field",
    reason: "Expiry not understood",
    message: "“{value}” is not a date that can be read in one way only.",
    suggestion: "Write year, month, day, like 2027-03-31, or a time with its offset, like 2027-03-31T17:00:00-05:00.",
    example: "03/04/2027",
  },
  expires_at_without_offset: {
    scope: "field",
    reason: "Expiry without an offset",
    message: "“{value}” has a time and does not say in which zone.",
    suggestion: "Add the offset from UTC, like {value}-05:00 or {value}Z, or write the date alone.",
    example: "2027-03-31T17:00",
  },
  expires_at_impossible: {
    scope: "field",
    reason: "Expiry on no calendar",
    message: "“{value}” does not exist in the calendar or on the clock.",
    suggestion: "Check the day of the month and the time.",
    example: "2027-02-30",
  },
  expires_at_past: {
    scope: "field",
    reason: "Expiry in the past",
    message: "“{value}” is over, so the recipient could never be paid.",
    suggestion: "Write a later date, or leave the cell empty for the usual lifetime.",
    example: "2020-01-31",
  },
  expires_at_too_far: {
    scope: "field",
    reason: "Expiry too far ahead",
    message: "“{value}” is more than {limit} years ahead.",
    suggestion: "Choose an earlier date; the link in an email should not work for that long.",
    example: "2999-12-31",
  },
} as const satisfies Record<string, Fault>;
