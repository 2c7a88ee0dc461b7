import { stringify } from "csv-stringify/sync";
import type { Actor } from "../actor";
import { columnNames } from "./columns";
import { getBatch } from "./queries";
import type { StoredRow } from "./repair-attempts";
import { openErrorsOf, openRowKeys, openRows } from "./repair-queries";

/** Columns of a downloaded file that say which refused row each line is, and why it is one. */
export const lineColumn = "batch_line";
export const batchColumn = "batch_id";
const added = [lineColumn, batchColumn, "error_code", "error_message"];

/** What one mended file may weigh; more is sent in parts, because rows are matched by their line. */
export const maxCorrectionBytes = 10 * 1024 * 1024;

const rowsAtOnce = 500;

/** What a spreadsheet would run as a formula, also behind apostrophes that were there before. */
const formula = /^'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** Text that a spreadsheet takes for text, by an apostrophe in front of what it would run. */
export const guarded = (text: string): string => (formula.test(text) ? `'${text}` : text);

/** Takes back what `guarded` did; any other text stays as it is. */
export const unguarded = (text: string): string => (text.startsWith("'") && formula.test(text) ? text.slice(1) : text);

/**
 * The rows of a batch that are refused still, as a CSV file to mend and send back: every cell of theirs, the line that ties each to the
 * batch, and what is wrong. Written as it is read: UTF-8 with a byte order mark, nothing in it that a spreadsheet would run.
 * @throws DomainError `not_found`
 */
export async function refusedRowsFile(actor: Actor, batchId: string): Promise<ReadableStream<Uint8Array>> {
  const { ignoredColumns } = await getBatch(actor, batchId);
  const columns = columnsOf(await openRowKeys(actor, batchId), ignoredColumns);
  const pages = openRows(actor, batchId, rowsAtOnce);
  const encoder = new TextEncoder();
  const write = (rows: string[][], first: boolean) => encoder.encode(stringify(rows.map((row) => row.map(guarded)), { bom: first, record_delimiter: "windows" }));
  return new ReadableStream({
    start: (controller) => controller.enqueue(write([[...columns, ...added]], true)),
    async pull(controller) {
      const { value, done } = await pages.next();
      if (done) controller.close();
      else controller.enqueue(write(await recordsOf(actor, value, columns), false));
    },
    async cancel() {
      await pages.return(undefined);
    },
  });
}

/** What Meridian reads, then the file's other columns in its order, then cells that had no column. A file that was itself a download has ours already. */
function columnsOf(keys: readonly string[], ignored: readonly string[]): string[] {
  const others = keys.filter((key) => !ignored.includes(key)).sort((one, other) => one.localeCompare(other, "en", { numeric: true }));
  return [...new Set([...columnNames, ...ignored, ...others])].filter((column) => !added.includes(column));
}

async function recordsOf(actor: Actor, rows: readonly StoredRow[], columns: readonly string[]): Promise<string[][]> {
  const errors = await openErrorsOf(actor, rows);
  return rows.map((row) => {
    const faults = errors.get(row.id) ?? [];
    const cells = columns.map((column) => (Object.hasOwn(row.values, column) ? (row.values[column] ?? "") : ""));
    const message = faults.map((fault) => [fault.message, fault.suggestion].filter(Boolean).join(" ")).join(" ");
    return [...cells, String(row.line), row.batchId, faults.map(({ code }) => code).join("; "), message];
  });
}
