import type { Actor } from "@/lib/actor";
import { csvText } from "@/lib/csv-text";
import { headerName } from "@/lib/batches/file-format/columns";
import type { OwnFileName } from "@/lib/payouts/export/names";
import { columnNames } from "@/lib/payouts/fields/table";
import { getBatch } from "@/lib/batches/queries";
import type { StoredRow } from "./attempts";
import { openErrorsOf, openRowKeys, openRows } from "./queries";

/** Columns of a downloaded file that say which refused row each line is, and why it is one. */
export const lineColumn = "batch_line";
export const batchColumn = "batch_id";
const added: readonly OwnFileName[] = [lineColumn, batchColumn, "error_code", "error_message"];
const addedNames = new Set(added.map(headerName));

/** How large one correction file may be; more is sent in parts, because rows are matched by their line. */
export const maxCorrectionBytes = 10 * 1024 * 1024;

const rowsAtOnce = 500;

/**
 * The rows of a batch that are still refused, as a CSV file to correct and upload: every cell of theirs, the line that
 * ties each to the batch, and what is wrong. Written as it is read: UTF-8 with a byte order mark, nothing in it that a
 * spreadsheet would run.
 * @throws DomainError `not_found`
 */
export async function refusedRowsFile(actor: Actor, batchId: string): Promise<ReadableStream<Uint8Array>> {
  const { extraColumns, ignoredColumns } = await getBatch(actor, batchId);
  const others = [...extraColumns.map(({ name }) => name), ...ignoredColumns];
  const columns = columnsOf(await openRowKeys(actor, batchId), others);
  const pages = openRows(actor, batchId, rowsAtOnce);
  const encoder = new TextEncoder();
  const write = (rows: string[][], first: boolean) => encoder.encode(csvText(rows, { bom: first }));
  return new ReadableStream({
    start: (controller) => controller.enqueue(write([[...titlesOf(columns), ...added]], true)),
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

/** What Meridian reads, then the file's other columns in its order, then cells that had no column. */
function columnsOf(keys: readonly string[], named: readonly string[]): string[] {
  const others = keys
    .filter((key) => !named.includes(key))
    .sort((one, other) => one.localeCompare(other, "en", { numeric: true }));
  return [...new Set([...columnNames, ...named, ...others])];
}

/**
 * The names of these columns in the download. One that could be taken for an added column is renamed; a file that was
 * itself a download has such.
 */
function titlesOf(columns: readonly string[]): string[] {
  return columns.map((column) => {
    let title = column;
    while (addedNames.has(headerName(title)) || (title !== column && columns.includes(title))) title += " (source)";
    return title;
  });
}

async function recordsOf(actor: Actor, rows: readonly StoredRow[], columns: readonly string[]): Promise<string[][]> {
  const errors = await openErrorsOf(actor, rows);
  return rows.map((row) => {
    const faults = errors.get(row.id) ?? [];
    const cells = columns.map((column) => (Object.hasOwn(row.values, column) ? (row.values[column] ?? "") : ""));
    // On one line, or what it quotes could make the corrected row look like several.
    const message = faults
      .map((fault) => [fault.message, fault.suggestion].filter(Boolean).join(" "))
      .join(" ")
      .replace(/\s*[\r\n]\s*/g, " ");
    return [...cells, String(row.line), row.batchId, faults.map(({ code }) => code).join("; "), message];
  });
}
