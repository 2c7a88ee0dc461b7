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
  spans_lines: {
    scope: "row",
    reason: "Cell over several lines",
    message:
      "A cell of this row runs from line {line} to line {last_line}, so rows between them may have been swallowed by it.",
    suggestion: "Close the quotation mark that opens on line {line}, or remove the line breaks from the cell.",
    example: '"Ada Byron\nada@example.com",12.50,USD,INV-1',
  },
} as const satisfies Record<string, Fault>;
