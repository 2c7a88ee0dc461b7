import type { Fault } from "./fault";

/** What can be wrong with one row as a whole. */
export const rowFaults = {
  too_few_cells: {
    scope: "row",
    reason: "Too few cells",
    message:
      "The row has {found} cells, the header has {expected}. Which ones are missing cannot be known, so nothing was shifted.",
    suggestion: "Write every cell of the row, an empty one where there is no value.",
    example: "Ada Byron,12.50,USD,INV-1",
  },
  too_many_cells: {
    scope: "row",
    reason: "Too many cells",
    message: "The row has {found} cells, the header has only {expected}, so a value may stand under the wrong name.",
    suggestion: "Put a cell that contains the separator itself in quotation marks, and remove cells beyond the header.",
    example: "Byron, Ada,ada@example.com,12.50,USD,INV-1",
  },
  unnamed_cell: {
    scope: "row",
    reason: "Value in a column without a name",
    message: "“{value}” stands in a column that has no name in the header.",
    suggestion: "Name the column in the header, or empty the cell.",
    example: "a sixth cell below a header with an empty sixth name",
  },
  row_stray_quote: {
    scope: "row",
    reason: "Quotation mark inside a cell of one row",
    message:
      "In the row of line {line}, a quotation mark stands in the middle of a cell that does not begin with one, so its cells may be cut in the wrong places.",
    suggestion:
      "Look whether each value stands in its own field. In the file, put the whole cell in quotation marks and write each mark inside it twice.",
    example: 'Ada "Countess" Byron,ada@example.com,12.50,USD,INV-1',
  },
  row_text_after_quote: {
    scope: "row",
    reason: "Text after a closing quotation mark in one row",
    message:
      "In the row of line {line}, text follows the closing quotation mark of a cell, so its cells may be cut in the wrong places.",
    suggestion:
      "Look whether each value stands in its own field. In the file, close the mark at the end of the cell, and write a mark inside it twice.",
    example: '"Ada" Byron,ada@example.com,12.50,USD,INV-1',
  },
  spans_lines: {
    scope: "row",
    reason: "Cell over several lines",
    message:
      "A cell of this row runs from line {line} to line {last_line}, so rows between them may have been swallowed by it.",
    suggestion: "Close the quotation mark that opens on line {line}, or remove the line breaks from the cell.",
    example: '"Ada Byron\nada@example.com",12.50,USD,INV-1',
  },
} as const satisfies Record<string, Fault>;

/**
 * What can be wrong with a correction file of refused rows, beside what can be wrong with every file. `{line}` is its own
 * line, `{batch_line}` the first file's.
 */
export const correctionFaults = {
  correction_without_lines: {
    scope: "file",
    reason: "No column batch_line",
    message: "The file has no column named batch_line, so its rows cannot be matched with the refused ones.",
    suggestion: "Download the refused rows of this batch, correct that file, and leave its column batch_line as it is.",
    example: "recipient_name,email,amount,currency,reference\nAda Byron,ada@example.com,12.50,USD,INV-1",
  },
  correction_line_missing: {
    scope: "row",
    reason: "No line of the batch given",
    message: "The row on line {line} of the correction file does not say in batch_line which refused row it repairs.",
    suggestion:
      "Write the line that the refused row has in the first file. A payout that is new belongs in a file of its own.",
    example: "an empty batch_line",
  },
  correction_line_unknown: {
    scope: "row",
    reason: "Line that was not refused",
    message: "No refused row of this batch stands on line “{value}”.",
    suggestion: "Leave batch_line as it was downloaded, and remove rows that were not refused.",
    example: "batch_line 7, a row that became a payout",
  },
  correction_line_repeated: {
    scope: "row",
    reason: "Line corrected twice in one file",
    message: "Line {batch_line} of the batch is corrected by an earlier row of this file already.",
    suggestion: "Keep one of the rows that name this line.",
    example: "two rows with batch_line 7",
  },
  correction_other_batch: {
    scope: "row",
    reason: "Row of another batch",
    message: "The row on line {line} of the correction file was downloaded from another batch.",
    suggestion: "Open the batch it came from and upload it there.",
    example: "a row of another batch among the corrected ones",
  },
} as const satisfies Record<string, Fault>;
