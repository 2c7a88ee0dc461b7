import type { Actor } from "@/lib/actor";
import { byteOrderMark, csvRow, csvText, type CsvCell } from "@/lib/csv-text";
import type { At } from "@/lib/moment";
import { toDecimal } from "@/lib/money";
import { toOffsetISO } from "@/lib/time";
import { spooled } from "@/lib/web/downloads/spool";
import { eachResult, type Run, type RunRow } from "./queries";

const columns: readonly [header: string, cell: (row: RunRow, timeZone: string) => CsvCell][] = [
  ["position", (row) => row.position],
  ["payout_id", (row) => row.payoutId],
  ["payout_reference", (row) => row.reference],
  ["amount", (row) => toDecimal(row.amountMinor, row.currency)],
  ["currency", (row) => row.currency],
  ["result", (row) => row.result],
  ["why", (row) => row.why],
  ["new_payout_id", (row) => row.newPayoutId],
  ["new_payout_reference", (row) => row.newReference],
  ["decided_at", (row, timeZone) => row.decidedAt && toOffsetISO(row.decidedAt, timeZone)],
];

/**
 * What became of each payout of a run, in its order, as the bytes of a CSV file in UTF-8, with stamps in ISO 8601 with
 * the organization's offset. A payout whose turn has not come has no result.
 */
export const resultsCsv = (actor: Actor, run: Pick<Run, "id">, at: At): ReadableStream<Uint8Array> =>
  spooled(async (write, signal) => {
    await write(Buffer.from(byteOrderMark + csvRow(columns.map(([header]) => header))));
    for await (const rows of eachResult(actor, run)) {
      signal.throwIfAborted();
      await write(Buffer.from(csvText(rows.map((row) => columns.map(([, cell]) => cell(row, at.timeZone))))));
    }
  });
