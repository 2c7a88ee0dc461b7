import type { Fault } from "./fault";

/** What can be wrong with a file whose columns a mapping says, or has to say; such a file creates nothing. */
export const mappingFaults = {
  known_without_email: {
    scope: "file",
    reason: "Known file without email addresses",
    message: "This is a file of the kind “{name}”. It has {says} and no column with email addresses.",
    suggestion:
      "Recipients get their link by email and type their account themselves, so every row needs an address. Add a column email with the address of each recipient, and upload the file again.",
    example:
      "Name,Recipient type,Account number,Sort code (BSB),Currency,Amount,Payment reference\nAda Byron,INDIVIDUAL,12345678,401276,GBP,12.50,INV-1",
  },
  mapping_incomplete: {
    scope: "file",
    reason: "Known file that lacks a column",
    message: "This is a file of the kind “{name}”, and it lacks: {lacking}.",
    suggestion:
      "Upload it in the portal and say there what stands in place of it. Remembered under a name, the answer reads later files of the kind at once.",
    example: "First Name,Last Name,Email,Amount,External Reference\nAda,Byron,ada@example.com,12.50,INV-1",
  },
  mapping_other_columns: {
    scope: "file",
    reason: "Mapping of other columns",
    message: "The mapping “{name}” is for a file with other columns than this one has.",
    suggestion: "Give the mapping that fits, or upload the file in the portal and say there what each column is.",
    example: "who,where,sum\nAda Byron,ada@example.com,12.50",
  },
  mapping_without_header: {
    scope: "file",
    reason: "Mapping for files without a header",
    message:
      "The mapping “{name}” is for files without a header. In such a file nothing names the columns, so a file with other columns could be read by it.",
    suggestion:
      "Upload the file in the portal and say there what each column is. Or give such files a header line, and remember a mapping for that.",
    example: "ada@example.com,12.50,EUR,INV-1",
  },
  known_without_header: {
    scope: "file",
    reason: "Known file without a header",
    message:
      "This looks like a file of the kind “{name}”. It has no header, so nothing in it says for sure what each column is.",
    suggestion:
      "Upload each such file in the portal and say there what the columns are. With a header line, it is enough to say it once.",
    example: "ada@example.com,12.50,USD,INV-1,Thank you,PAYPAL",
  },
  decimal_mark_unsaid: {
    scope: "file",
    reason: "Decimal mark not said",
    message:
      "The amount “{value}” on line {line} can be read in two ways, or in none, as long as nobody says what separates decimals.",
    suggestion: "Upload the file in the portal and say there which mark separates decimals. Nothing of it was used.",
    example: "Nom;Courriel;Montant;Devise;Référence\nAda Byron;ada@example.com;12,50;EUR;INV-1",
  },
  decimal_mark_other: {
    scope: "file",
    reason: "Other decimal mark",
    message:
      "The file is read with a {said} before decimals, and the amount “{value}” on line {line} can only be read with a {other}.",
    suggestion: "Say anew which mark separates the decimals in this file. Nothing of it was used.",
    example: "under a mapping with a comma before decimals: 12.50",
  },
  date_form_unsaid: {
    scope: "file",
    reason: "Order of dates not said",
    message:
      "The date “{value}” on line {line} can be read in several ways, or in none, as long as nobody says the order of its parts.",
    suggestion: "Upload the file in the portal and say there how its dates are written. Nothing of it was used.",
    example: "under a mapping without an order of dates: 01/02/2027",
  },
  date_form_other: {
    scope: "file",
    reason: "Other order of dates",
    message: "Dates are read as {said}, and the date “{value}” on line {line} can only be read as {other}.",
    suggestion: "Say anew how the dates of this file are written. Nothing of it was used.",
    example: "under a mapping with day, month, year: 12/31/2027",
  },
} as const satisfies Record<string, Fault>;
