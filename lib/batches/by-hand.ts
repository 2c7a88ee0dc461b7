import { assertAdmin, type Actor } from "@/lib/actor";
import { csvText } from "@/lib/csv-text";
import { DomainError } from "@/lib/errors";
import type { IngestError } from "@/lib/ingest-errors/table";
import { columnNames, type RowValues } from "@/lib/payouts/fields/table";
import { receiveFile } from "./ingest/receive";
import type { Batch } from "./queries";
import { repairContext } from "./repair/attempts";
import { judgeRow, plainValue } from "./rules/judge";
import { payoutsNamed } from "./rules/references";

/** The line of the only row, below the header. */
const line = 2;

/** What the file of a payout that was written by hand is called. */
const fileNameOf = (reference: string): string => `By hand: ${reference.replaceAll(/[/\\]/g, "-")}.csv`;

/**
 * Makes a batch of one row, which goes through validation, the search for repetitions and the review as the row of any
 * file does. The same values again, also at the same instant, lead to the same batch.
 * @returns the batch, or the faults that a file's row would have; then nothing was stored
 * @throws DomainError `forbidden` for everyone but admins and the system
 */
export async function writeByHand(
  actor: Actor,
  values: RowValues,
): Promise<{ batch: Batch; alreadyThere: boolean } | { faults: IngestError[] }> {
  assertAdmin(actor);
  const reference = plainValue(values.reference);
  const named = await payoutsNamed(actor.organizationId, [reference]);
  const at = await repairContext(actor);
  const judged = judgeRow(values, line, { ...at, references: { named: (one) => named.get(one) } });
  if ("faults" in judged) return { faults: judged.faults };
  const file = csvText([columnNames, columnNames.map((name) => values[name] ?? "")]);
  const received = await receiveFile(actor, { fileName: fileNameOf(reference), bytes: inOnePiece(file) });
  if ("fileFaults" in received) throw new DomainError("invalid", received.fileFaults[0]!.message);
  return received;
}

async function* inOnePiece(text: string): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode(text);
}
