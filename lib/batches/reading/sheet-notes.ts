/** A row that a sheet does not show, with the texts of its amount and currency. */
type HiddenRow = { line: number; amount: string; currency: string };

/** What of a workbook somebody who looks at it does not see, or is not read. */
export type SheetNotes = {
  /** Rows below the header that are hidden by hand, in a group, or by a filter; and the first of them. */
  hiddenRowCount: number;
  firstHidden: HiddenRow[];
  /** The header cells of hidden columns. */
  hiddenColumns: string[];
  /** A filter is on, so that hidden rows may be hidden by it. */
  isFiltered: boolean;
  /** Names of the other sheets that hold anything. */
  otherSheets: string[];
};

const hiddenRowsKept = 20;

export const noNotes = (): SheetNotes => ({
  hiddenRowCount: 0,
  firstHidden: [],
  hiddenColumns: [],
  isFiltered: false,
  otherSheets: [],
});

export function noteHiddenRow(notes: SheetNotes, row: HiddenRow): void {
  notes.hiddenRowCount++;
  if (notes.firstHidden.length < hiddenRowsKept) notes.firstHidden.push(row);
}
