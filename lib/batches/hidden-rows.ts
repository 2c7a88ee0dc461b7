import { ingestError, type IngestError } from "@/lib/ingest-errors/table";
import { formatMoney, parseAmount } from "@/lib/money";
import type { Batch } from "./queries";
import type { SheetNotes } from "./reading/sheet-notes";
import { isRejected } from "./status";
import { counted } from "@/lib/plain-words";

/** What becomes of the rows that a worksheet does not show. */
export type HiddenRowsChoice = NonNullable<Batch["hiddenRows"]>;
export const hiddenRowsChoices = ["include", "skip"] as const satisfies readonly HiddenRowsChoice[];

/** Whether rows are hidden, and nobody has said yet whether they are meant: nothing may be created until then. */
export const isUnanswered = ({ hiddenRowCount, hiddenRows }: Pick<Batch, "hiddenRowCount" | "hiddenRows">): boolean =>
  hiddenRowCount > 0 && hiddenRows === null;

/** Whether a file ended because it came without a review, had hidden rows, and nobody had said what they mean. */
export const endedUnanswered = (batch: Pick<Batch, "status" | "hiddenRowCount" | "hiddenRows">): boolean =>
  isRejected(batch) && isUnanswered(batch);

type Hidden = Pick<SheetNotes, "hiddenRowCount" | "firstHidden">;
const namedRows = 3;

/** "1 row is hidden in the sheet: line 3, 9,999.00 USD" */
export function hiddenRowsWords({ hiddenRowCount, firstHidden }: Hidden): string {
  const rows = counted(hiddenRowCount, "row is", "rows are");
  const named = firstHidden.slice(0, namedRows).map(({ line, ...money }) => {
    const words = moneyWords(money);
    return words === "" ? `line ${line}` : `line ${line}, ${words}`;
  });
  const more = hiddenRowCount - named.length;
  return `${rows} hidden in the sheet: ${[...named, ...(more > 0 ? [`and ${more.toLocaleString("en-US")} more`] : [])].join("; ")}`;
}

/** As money where it can be read, else as it is written. */
function moneyWords({ amount, currency }: { amount: string; currency: string }): string {
  const code = currency.trim().toUpperCase();
  const parsed = /^[A-Z]{3}$/.test(code) ? parseAmount(amount, code) : { problem: "currency" };
  return "amountMinor" in parsed ? formatMoney(parsed.amountMinor, code) : `${amount} ${currency}`.trim();
}

/** The fault of a file that comes where nobody can be asked. */
export const hiddenRowsFault = (notes: Hidden): IngestError =>
  ingestError("hidden_rows", { rows: hiddenRowsWords(notes) });

/** What somebody who looks at the sheet does not see, or what is not read of its workbook: a sentence for each. */
export function sheetNoteWords({ hiddenRowCount, hiddenRows, sheetNotes }: Batch): string[] {
  if (!sheetNotes) return [];
  const { firstHidden, hiddenColumns, isFiltered, otherSheets } = sheetNotes;
  const meant = { include: " They are included.", skip: " They are skipped." };
  return [
    ...(hiddenRowCount > 0
      ? [`${hiddenRowsWords({ hiddenRowCount, firstHidden })}.${hiddenRows ? meant[hiddenRows] : ""}`]
      : []),
    ...(isFiltered ? ["A filter is on in the sheet."] : []),
    ...(hiddenColumns.length > 0
      ? [`Hidden columns, which are read like all others: ${hiddenColumns.join(", ")}.`]
      : []),
    ...(otherSheets.length > 0
      ? [`Other sheets of the workbook hold data and are not read: ${otherSheets.join(", ")}.`]
      : []),
  ];
}
