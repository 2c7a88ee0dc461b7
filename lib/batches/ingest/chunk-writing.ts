import type { Tx } from "@/db/client";
import type { RefusedRecord } from "@/lib/batches/rules/cells";
import { authorOf, type Job } from "./job";
import { ingestError } from "@/lib/ingest-errors/table";
import type { AcceptedRow } from "@/lib/batches/rules/judge";
import { repeatedMeanwhile } from "./late-duplicates";
import type { PreparedChunk } from "./prepare";
import { usedReferences } from "@/lib/batches/rules/references";
import { createPrepared, preparePayouts, type BatchCreation } from "@/lib/payouts/creation";

/**
 * Makes the payouts of one chunk of a decided batch. @returns how many, and which of its rows cannot become payouts any
 * more
 */
export async function writeChunk(
  tx: Tx,
  job: Job,
  chunk: PreparedChunk,
  to: BatchCreation,
): Promise<{ created: number; refused: RefusedRecord[] }> {
  const repeated = await repeatedMeanwhile(tx, job, chunk.rows, to);
  const payouts = repeated.size === 0 ? chunk.payouts : preparePayouts(without(chunk, repeated), to);
  const taken = await createPrepared(tx, authorOf(job), payouts);
  return { created: payouts.count - taken.size, refused: lateRefusals(chunk, repeated, taken) };
}

/** The same, but makes nothing. @returns which of its rows still could become payouts, and which cannot any more */
export async function refuseChunk(
  tx: Tx,
  job: Job,
  chunk: PreparedChunk,
  to: BatchCreation,
): Promise<{ still: AcceptedRow[]; refused: RefusedRecord[] }> {
  const repeated = await repeatedMeanwhile(tx, job, chunk.rows, to);
  const rest = without(chunk, repeated);
  const taken = await usedReferences(
    job.claim.organizationId,
    rest.map(({ reference }) => reference),
    tx,
  );
  return {
    still: rest.filter(({ reference }) => !taken.has(reference)),
    refused: lateRefusals(chunk, repeated, taken),
  };
}

const without = ({ rows }: PreparedChunk, repeated: ReadonlyMap<number, string>) =>
  rows.filter(({ line }) => !repeated.has(line));

function lateRefusals(
  chunk: PreparedChunk,
  repeated: ReadonlyMap<number, string>,
  taken: ReadonlySet<string>,
): RefusedRecord[] {
  const refused = chunk.refuse(({ line, recipientEmail, reference }) => {
    if (repeated.has(line))
      return ingestError("repeats_new_payout", {
        line,
        column: "email",
        value: recipientEmail,
        reference: repeated.get(line)!,
      });
    return taken.has(reference)
      ? ingestError("reference_used", { line, column: "reference", value: reference })
      : undefined;
  });
  return [...chunk.late, ...refused];
}
