import type { Tx } from "@/db/client";
import type { RefusedRecord } from "./cells";
import { authorOf, type Job } from "./claim";
import { ingestError } from "./ingest-errors";
import { repeatedMeanwhile } from "./meanwhile";
import type { PreparedChunk } from "./preparing";
import { preparePayouts, writePrepared, type Destination } from "./writing";

/** Makes the payouts of one chunk of a decided batch. @returns how many, and which of its rows cannot become payouts any more */
export async function writeChunk(tx: Tx, job: Job, chunk: PreparedChunk, to: Destination): Promise<{ created: number; refused: RefusedRecord[] }> {
  const repeated = await repeatedMeanwhile(tx, job, chunk.rows, to);
  const rows = chunk.rows.filter(({ line }) => !repeated.has(line));
  const payouts = repeated.size === 0 ? chunk.payouts : preparePayouts(rows, to);
  const taken = await writePrepared(tx, authorOf(job), payouts);
  const refused = chunk.refuse(({ line, recipientEmail, reference }) => {
    if (repeated.has(line)) return ingestError("repeats_new_payout", { line, column: "email", value: recipientEmail, reference: repeated.get(line)! });
    return taken.has(reference) ? ingestError("reference_used", { line, column: "reference", value: reference }) : undefined;
  });
  return { created: payouts.count - taken.size, refused: [...chunk.late, ...refused] };
}
