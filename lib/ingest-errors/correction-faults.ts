import type { Fault } from "./fault";

/**
 * What can be wrong with a mended file of refused rows, beside what can be wrong with every file. `{line}` is its own
 * line, `{batch_line}` the original's.
 */
export const correctionFaults = {
  correction_without_lines: {
    scope: "file",
    reason: "No column batch_line",
    message: "The file has no column named batch_line, so its rows cannot be matched with the refused ones.",
    suggestion: "Download the refused rows of this batch, mend that file, and leave its column batch_line as it is.",
    example: "recipient_name,email,amount,currency,reference\nAda Byron,ada@example.com,12.50,USD,INV-1",
  },
  correction_line_missing: {
    scope: "row",
    reason: "No line of the batch given",
    message: "The row on line {line} of the mended file does not say in batch_line which refused row it mends.",
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
    reason: "Line mended twice in one file",
    message: "Line {batch_line} of the batch is mended by an earlier row of this file already.",
    suggestion: "Keep one of the rows that name this line.",
    example: "two rows with batch_line 7",
  },
  correction_other_batch: {
    scope: "row",
    reason: "Row of another batch",
    message: "The row on line {line} of the mended file was downloaded from another batch.",
    suggestion: "Open the batch it came from and upload it there.",
    example: "a row of another batch among the mended ones",
  },
} as const satisfies Record<string, Fault>;
