import type { Fault } from "./fault";

/** What can be wrong with the header of a file; such a file creates nothing. */
export const headerFaults = {
  no_header: {
    scope: "file",
    reason: "No header line",
    message: "The first line names none of the columns. It reads: {value}",
    suggestion: "Put a header above the rows: {columns}",
    example: "who,where,what\nAda Byron,London,a refund",
  },
  header_missing: {
    scope: "file",
    reason: "Rows without a header",
    message: "This file has no header line; line {line} holds values: {looks}.",
    suggestion: "Check this header, and put it above the rows: “{names}”.{absent}",
    example: "Ada Byron,ada@example.com,12.50,USD,INV-1\nJoe Smith,joe@example.com,99.00,USD,INV-2",
  },
  header_below_rows: {
    scope: "file",
    reason: "Header below rows",
    message: "The header stands on line {line}, below what looks like a payout on line {row}.",
    suggestion: "Move the header above the first row; sorting may have moved it. Rows above a header are never read.",
    example:
      "Ada Byron,ada@example.com,12.50,USD,INV-1\nrecipient_name,email,amount,currency,reference\nJoe Smith,joe@example.com,99.00,USD,INV-2",
  },
  missing_column: {
    scope: "file",
    reason: "Missing column",
    message: "There is no column named {column}.",
    suggestion: "Add it to the header, and its cells to every row. {holds}",
    example: "recipient_name,email,amount,reference\nAda Byron,ada@example.com,12.50,INV-1",
  },
  missing_email_column: {
    scope: "file",
    reason: "Account in place of an email",
    message: "There is no column named {column}, and the column “{value}” does not replace it.",
    suggestion:
      "Recipients get their link by email and type their account themselves; accounts in a file are not read. Add a column {column} with the address of each recipient.",
    example: "recipient_name,iban,amount,currency,reference\nAda Byron,GB82WEST12345698765432,12.50,GBP,INV-1",
  },
  misspelled_column: {
    scope: "file",
    reason: "Column under another name",
    message: "The column “{value}” is not known. Did you mean {column}?",
    suggestion: "Rename it to {column}. If it means something else, leave it, and add a column {column}.",
    example: "recipient_name,email,ammount,currency,reference\nAda Byron,ada@example.com,12.50,USD,INV-1",
  },
  split_column: {
    scope: "file",
    reason: "Column in several parts",
    message: "The columns {value} together make {column}.",
    suggestion: "Join them into one column named {column}, for example “{example}”.",
    example: "first name,last name,email,amount,currency,reference\nAda,Byron,ada@example.com,12.50,USD,INV-1",
  },
  duplicate_column: {
    scope: "file",
    reason: "Column twice",
    message: "The header names {column} more than once, so it is not clear which one counts: {names}.",
    suggestion: "Remove or rename all but one of them.",
    example: "recipient_name,email,amount,currency,reference,E-mail,EMAIL\nAda Byron,ada@example.com,12.50,USD,INV-1,,",
  },
} as const satisfies Record<string, Fault>;
