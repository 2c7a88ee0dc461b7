import type { Fault } from "./fault";

/** What can be wrong with a file as a whole; such a file creates nothing. */
export const fileFaults = {
  file_empty: {
    scope: "file",
    reason: "Empty file",
    message: "The file is empty.",
    suggestion: "Upload a file with a header line and one line for each payout.",
    example: "",
  },
  file_without_rows: {
    scope: "file",
    reason: "No rows",
    message: "The file has a header line and no rows below it.",
    suggestion: "Add one line for each payout below the header.",
    example: "recipient_name,email,amount,currency,reference",
  },
  file_too_large: {
    scope: "file",
    reason: "File too large",
    message: "The file is larger than {limit}.",
    suggestion: "Split it into smaller files and upload them one by one.",
    example: "payouts-of-ten-years.csv",
  },
  too_many_records: {
    scope: "file",
    reason: "Too many rows",
    message: "The file has more than {limit} rows.",
    suggestion: "Split it into files of at most {limit} rows, each with the header line.",
    example: "every-payout-ever.csv",
  },
  too_many_columns: {
    scope: "file",
    reason: "Too many columns",
    message: "Line {line} has more than {limit} cells.",
    suggestion: "Remove what stands far to the right in the file, empty columns too, and save it again.",
    example: "a value in the last column of a sheet",
  },
  file_is_zip: {
    scope: "file",
    reason: "Zip archive or another document",
    message: "This is a zip archive or a document of another program, neither an Excel workbook nor a CSV file.",
    suggestion: "Unpack it and upload the file inside, or save the table as an Excel workbook (.xlsx).",
    example: "payouts.zip",
  },
  file_is_binary_workbook: {
    scope: "file",
    reason: "Binary workbook",
    message: "This is a binary workbook (.xlsb).",
    suggestion: "Open it in Excel, choose Save As and the type Excel Workbook (.xlsx), and upload that file.",
    example: "payouts.xlsb",
  },
  workbook_damaged: {
    scope: "file",
    reason: "Damaged workbook",
    message: "This workbook is damaged or cut off, so it cannot be read to its end.",
    suggestion: "Open it in a spreadsheet program, let it be repaired, save it again, and upload that file.",
    example: "payouts (half downloaded).xlsx",
  },
  workbook_too_large: {
    scope: "file",
    reason: "Workbook too large when unpacked",
    message: "The sheet, its texts or its formats take more than {limit} when unpacked.",
    suggestion: "Save the sheet as “CSV UTF-8”, which has room for more rows, or split it into several workbooks.",
    example: "every-payout-ever.xlsx",
  },
  sheet_missing: {
    scope: "file",
    reason: "Sheet not in the workbook",
    message: "The workbook has no sheet named “{value}”.",
    suggestion: "It has these sheets: {sheets}. Choose one of them, or none for the first.",
    example: "--sheet Payuots",
  },
  file_is_encrypted: {
    scope: "file",
    reason: "Workbook with a password",
    message: "This workbook is protected by a password, so it cannot be opened here.",
    suggestion: "Save it without a password and upload that file.",
    example: "payouts (protected).xlsx",
  },
  file_is_old_excel: {
    scope: "file",
    reason: "Old Excel workbook",
    message: "This is a workbook of an old Excel (.xls), which cannot be read reliably.",
    suggestion:
      "Open it in a spreadsheet program, save it as an Excel workbook (.xlsx) or as CSV in UTF-8, and upload that.",
    example: "payouts.xls",
  },
  file_is_gzip: {
    scope: "file",
    reason: "Compressed file",
    message: "This file is compressed (gzip).",
    suggestion: "Unpack it first and upload the file inside.",
    example: "payouts.csv.gz",
  },
  file_is_pdf: {
    scope: "file",
    reason: "PDF document",
    message: "This is a PDF document; its rows cannot be read reliably.",
    suggestion: "Export the data as CSV where the document came from.",
    example: "%PDF-1.7",
  },
  file_is_html: {
    scope: "file",
    reason: "Web page",
    message: "This is a web page or XML, not a CSV file or workbook.",
    suggestion:
      "Some systems name a web page “.csv” or “.xls”. Choose their CSV export, or open it in a spreadsheet program and save it as CSV in UTF-8.",
    example: "<!DOCTYPE html><table><tr><td>Ada Byron</td></tr></table>",
  },
  file_is_json: {
    scope: "file",
    reason: "JSON file",
    message: "This is a JSON file, not a CSV file.",
    suggestion: "Export the same data as CSV, one line for each payout.",
    example: '[{"recipient_name": "Ada Byron"}]',
  },
  file_is_nacha: {
    scope: "file",
    reason: "Bank file (NACHA)",
    message:
      "This is a NACHA file (ACH), which tells a bank what to pay. It holds account numbers and no email addresses.",
    suggestion:
      "Export the same payments as CSV or as a workbook, with the email of each recipient: they get a link and choose themselves how to be paid.",
    example: "refunds.ach",
  },
  file_is_iso20022: {
    scope: "file",
    reason: "Bank file (ISO 20022)",
    message: "This is a payment order or report in ISO 20022 (pain.001 and the like), which is meant for a bank.",
    suggestion:
      "Export the same payments as CSV or as a workbook, one row for each, with the email of its recipient in place of the account.",
    example: '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">',
  },
  file_is_swift: {
    scope: "file",
    reason: "Bank file (SWIFT)",
    message: "This is a SWIFT message (such as MT101), which is meant for a bank.",
    suggestion:
      "Ask the system that made it for a CSV file or a workbook with name, email, amount, currency and reference of each payment.",
    example: "{1:F01BANKDEFFXXXX0000000000}{2:I101BANKDEFFXXXXN}{4:",
  },
  encoding_unknown: {
    scope: "file",
    reason: "Not UTF-8",
    message: "Line {line} is not UTF-8 text, so letters outside English would be guessed.",
    suggestion: "Save the file again with the encoding UTF-8 (in Excel: “CSV UTF-8”).",
    example: "Jos\u00e9 in Latin-1",
  },
  utf16_damaged: {
    scope: "file",
    reason: "Damaged UTF-16",
    message: "The file says that it is UTF-16 text, and parts of it are not.",
    suggestion: "It was probably cut off on its way. Export it again, best as UTF-8.",
    example: "a file of UTF-16 with an odd number of bytes",
  },
  utf16_without_mark: {
    scope: "file",
    reason: "UTF-16 without its mark",
    message: "The file looks like UTF-16 text without the mark that says so.",
    suggestion: "Save the file as UTF-8, or as UTF-16 with a byte order mark.",
    example: "a file of UTF-16 that does not begin with FF FE or FE FF",
  },
  separator_unknown: {
    scope: "file",
    reason: "Separator not supported",
    message: "Line {line} says that cells are separated by “{value}”.",
    suggestion: "Separate them by comma, semicolon, tab or |, and let the first line say so, or remove that line.",
    example: "sep=^\nrecipient_name^email^amount^currency^reference",
  },
  record_too_long: {
    scope: "file",
    reason: "Row without an end",
    message: "The row that begins on line {line} has more than {limit} characters, so it is probably many rows in one.",
    suggestion: "Look for a quotation mark on line {line} that is not closed, and for line breaks that got lost.",
    example: "a line of more than a million characters",
  },
  unclosed_quote: {
    scope: "file",
    reason: "Quotation mark never closed",
    message:
      "In the row that begins on line {row_line}, a quotation mark opens on line {line} and is never closed, so everything below it would become one cell.",
    suggestion: "Close the quotation mark on line {line}, or remove it.",
    example: 'recipient_name,email,amount,currency,reference\n"Ada Byron,ada@example.com,12.50,USD,INV-1',
  },
  text_after_quote: {
    scope: "file",
    reason: "Text after a closing quotation mark",
    message:
      "In the row that begins on line {row_line}, text follows the closing mark of the quoted cell that opens on line {line}, and where the row ends cannot be known.",
    suggestion: 'Close the mark at the end of the cell, and write a mark inside the cell twice ("").',
    example: 'recipient_name,email,amount,currency,reference\n"Ada", "Byron" Ada,ada@example.com,12.50,USD,INV-1',
  },
  stray_quote: {
    scope: "file",
    reason: "Quotation mark inside a cell",
    message:
      "In the row that begins on line {row_line}, a quotation mark on line {line} stands in the middle of a cell that does not begin with one, and where the row ends cannot be known.",
    suggestion: 'Put the whole cell in quotation marks and write the marks inside it twice: "Robert ""Bob"" Smith".',
    example:
      'recipient_name,email,amount,currency,reference\nAda "Countess, Lady" Byron,ada@example.com,12.50,USD,INV-1',
  },
  hidden_rows: {
    scope: "file",
    reason: "Hidden rows in the sheet",
    message: "{rows}. Nobody has said whether hidden rows are meant, so nothing of the file was used.",
    suggestion:
      "Show or delete these rows in the sheet and send the file again. Or upload it in the portal, where the review asks about them, or give the import command --hidden include or --hidden skip.",
    example: "payouts.xlsx with a filter that hides the third line",
  },
  checking_failed: {
    scope: "file",
    reason: "Checking failed",
    message:
      "Meridian could not check this file: {tries} tries in a row failed because of a fault in Meridian. Nothing was created.",
    suggestion:
      "Tell the people who run Meridian for you, and quote request {request_id}. Once it is repaired, discard this batch and send the file again.",
    example: "payouts.csv",
  },
} as const satisfies Record<string, Fault>;
