import type { Actor } from "@/lib/actor";
import type { At } from "@/lib/moment";
import { toDecimal } from "@/lib/money";
import { csvFile, type FileColumn } from "@/lib/web/downloads/csv-file";
import { eachResult, type Run, type RunRow } from "./queries";

const columns: readonly FileColumn<RunRow>[] = [
  ["position", "position"],
  ["payout_id", "payoutId"],
  ["payout_reference", "reference"],
  ["amount", (row) => toDecimal(row.amountMinor, row.currency)],
  ["currency", "currency"],
  ["result", "result"],
  ["why", "why"],
  ["new_payout_id", "newPayoutId"],
  ["new_payout_reference", "newReference"],
  ["decided_at", "decidedAt"],
];

/**
 * What became of each payout of a run, in its order, as a CSV file. A payout whose turn has not come has no result.
 */
export const resultsCsv = (actor: Actor, run: Pick<Run, "id">, at: At): ReadableStream<Uint8Array> =>
  csvFile(columns, at.timeZone, async (take, signal) => {
    for await (const rows of eachResult(actor, run)) {
      signal.throwIfAborted();
      await take(rows);
    }
  });
