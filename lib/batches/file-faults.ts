import type { Fault } from "./fault";

/** What can be wrong with a file as a whole; such a file creates nothing. */
export const fileFaults = {
  file_empty: {
    scope: "file",
    reason: "Empty file",
    message: "The file is empty.",
    suggestion: "Upload a file with a header line and one line for each payout.",
  },
  file_without_rows: {
    scope: "file",
    reason: "No rows",
    message: "The file has a header line and no rows below it.",
    suggestion: "Add one line for each payout below the header.",
  },
  file_too_large: {
    scope: "file",
    reason: "File too large",
    message: "The file is larger than {limit}.",
    suggestion: "Split it into smaller files and upload them one by one.",
  },
  too_many_records: {
    scope: "file",
    reason: "Too many rows",
    message: "The file has more than {limit} rows.",
    suggestion: "Split it into files of at most {limit} rows, each with the header line.",
  },
  file_is_excel: {
    scope: "file",
    reason: "Excel workbook or zip archive",
    message: "This is an Excel workbook or a zip archive, not a CSV file.",
    suggestion: "Open it, choose Save As and the type “CSV UTF-8”, and upload that file.",
  },
  file_is_encrypted: {
    scope: "file",
    reason: "Workbook with a password",
    message: "This workbook is protected by a password, so it cannot be opened here.",
    suggestion: "Save it without a password and upload that file.",
  },
  file_is_old_excel: {
    scope: "file",
    reason: "Old Excel workbook",
    message: "This is a workbook of an old Excel (.xls), not a CSV file.",
    suggestion: "Open it in a spreadsheet program, save the sheet as CSV in UTF-8, and upload that.",
  },
  file_is_gzip: {
    scope: "file",
    reason: "Compressed file",
    message: "This file is compressed (gzip).",
    suggestion: "Unpack it first and upload the CSV file inside.",
  },
  file_is_pdf: {
    scope: "file",
    reason: "PDF document",
    message: "This is a PDF document; its rows cannot be read reliably.",
    suggestion: "Export the data as CSV where the document came from.",
  },
  file_is_html: {
    scope: "file",
    reason: "Web page",
    message: "This is a web page or XML, not a CSV file.",
    suggestion: "Some systems name a web page “.csv” or “.xls”. Choose their CSV export, or open it in a spreadsheet program and save it as CSV in UTF-8.",
  },
  file_is_json: {
    scope: "file",
    reason: "JSON file",
    message: "This is a JSON file, not a CSV file.",
    suggestion: "Export the same data as CSV, one line for each payout.",
  },
  encoding_unknown: {
    scope: "file",
    reason: "Not UTF-8",
    message: "Line {line} is not UTF-8 text, so letters outside English would be guessed.",
    suggestion: "Save the file again with the encoding UTF-8 (in Excel: “CSV UTF-8”).",
  },
  utf16_damaged: {
    scope: "file",
    reason: "Damaged UTF-16",
    message: "The file says that it is UTF-16 text, and parts of it are not.",
    suggestion: "It was probably cut off on its way. Export it again, best as UTF-8.",
  },
  utf16_without_mark: {
    scope: "file",
    reason: "UTF-16 without its mark",
    message: "The file looks like UTF-16 text without the mark that says so.",
    suggestion: "Save the file as UTF-8, or as UTF-16 with a byte order mark.",
  },
  no_header: {
    scope: "file",
    reason: "No header line",
    message: "The first line names none of the columns. It reads: {value}",
    suggestion: "Put a header above the rows: {columns}",
  },
  missing_column: {
    scope: "file",
    reason: "Missing column",
    message: "There is no column named {column}.",
    suggestion: "Add it to the header, and its cells to every row.",
  },
  misspelled_column: {
    scope: "file",
    reason: "Misspelled column",
    message: "The column “{value}” is not known. Did you mean {column}?",
    suggestion: "Rename it to {column}. If it means something else, give it a name that is less alike, and it will be ignored.",
  },
  duplicate_column: {
    scope: "file",
    reason: "Column twice",
    message: "The header names {column} more than once, so it is not clear which one counts.",
    suggestion: "Remove or rename all but one of them.",
  },
  separator_unknown: {
    scope: "file",
    reason: "Separator not supported",
    message: "Line {line} says that cells are separated by “{value}”.",
    suggestion: "Separate them by comma, semicolon, tab or |, and let the first line say so, or remove that line.",
  },
  record_too_long: {
    scope: "file",
    reason: "Row without an end",
    message: "The row that begins on line {line} has more than {limit} characters, so it is probably many rows in one.",
    suggestion: "Look for a quotation mark on line {line} that is not closed, and for line breaks that got lost.",
  },
  unclosed_quote: {
    scope: "file",
    reason: "Quotation mark never closed",
    message: "A quotation mark opens on line {line} and is never closed, so everything below it would become one cell.",
    suggestion: "Close the quotation mark on line {line}, or remove it.",
  },
  text_after_quote: {
    scope: "file",
    reason: "Text after a closing quotation mark",
    message: "In the cell that opens with a quotation mark on line {line}, text follows the closing mark.",
    suggestion: "Close the mark at the end of the cell, and write a mark inside the cell twice (\"\").",
  },
  stray_quote: {
    scope: "file",
    reason: "Quotation mark inside a cell",
    message: "On line {line} a quotation mark stands in the middle of a cell that does not begin with one.",
    suggestion: "Put the whole cell in quotation marks and write the marks inside it twice: \"Robert \"\"Bob\"\" Smith\".",
  },
} as const satisfies Record<string, Fault>;
