import type { Tx } from "@/db/client";
import { keptIn, type Header } from "@/lib/batches/file-format/header";
import { chunksOf, prefetch, type Chunk } from "@/lib/batches/reading/chunks";
import { openBatchFile } from "@/lib/batches/reading/open-file";
import { lateDuplicates, type AcceptedRow } from "@/lib/batches/rules/duplicates";
import { judgeRecord, refuse, type RefusedRecord } from "@/lib/batches/rules/judge";
import { payoutsNamed, referenceUsed, type Namesake } from "@/lib/batches/rules/references";
import { accountableFor } from "@/lib/batches/transition";
import { incoming } from "@/lib/incoming-text";
import { ingestError, type IngestError } from "@/lib/ingest-errors/table";
import { createPrepared, preparePayouts, type BatchCreation, type PreparedPayouts } from "@/lib/payouts/creation";
import { mappingRead } from "./columns";
import { keepClaim, refusedLines, type Job } from "./job";
import { storedFile } from "./stored-file";

/**
 * A chunk on its way to become payouts. `refused` are rows that were accepted and no longer can be; `refuse` makes
 * refused ones of those `rows` that turn out to have a fault.
 */
export type PreparedChunk = {
  lastLine: number;
  rows: AcceptedRow[];
  payouts: PreparedPayouts;
  refused: RefusedRecord[];
  refuse: (faultOf: (row: AcceptedRow) => IngestError | undefined) => RefusedRecord[];
};

/**
 * Reads a validated file again, from behind line `after` on, and prepares its accepted rows for writing.
 * @throws ClaimLost
 */
export async function* preparedChunks(job: Job, after: number, to: BatchCreation): AsyncGenerator<PreparedChunk> {
  const opened = await openBatchFile({ ...storedFile(job.batch), mapping: mappingRead(job.batch) });
  if ("faults" in opened) throw new Error("a file that was validated cannot be read again");
  const header = keptIn(job.batch, opened.header);
  for await (const chunk of prefetch(chunksOf(opened.records))) {
    await keepClaim(job.claim);
    if (chunk.lastLine <= after) continue;
    const settled = await refusedLines(job.claim, chunk.firstLine, chunk.lastLine);
    const open = chunk.records.filter(({ line }) => line > after && !settled.has(line));
    yield prepare(job, header, { ...chunk, records: open }, to);
  }
}

function prepare({ context }: Job, header: Header, { records, lastLine }: Chunk, to: BatchCreation): PreparedChunk {
  const rows: AcceptedRow[] = [];
  const refused: RefusedRecord[] = [];
  for (const record of records) {
    const judged = judgeRecord(header, record, context);
    if ("refused" in judged) refused.push(judged.refused);
    else if (judged.accepted.expiresAt && judged.accepted.expiresAt <= to.now)
      refused.push(refuse(header, record, [expiryPassed(header, record)]));
    else rows.push(judged.accepted);
  }
  const refuseFaulty: PreparedChunk["refuse"] = (faultOf) => {
    const faults = new Map(rows.map((row) => [row.line, faultOf(row)]));
    return records.flatMap((record) => {
      const fault = faults.get(record.line);
      return fault ? [refuse(header, record, [fault])] : [];
    });
  };
  return { lastLine, rows, payouts: preparePayouts(rows, to), refused, refuse: refuseFaulty };
}

/** Between the validation and an admin's decision, days may pass. */
const expiryPassed = ({ positions }: Header, { line, cells }: Chunk["records"][number]) =>
  ingestError("expires_at_past", {
    line,
    column: "expires_at",
    value: incoming(cells[positions.get("expires_at")!] ?? ""),
  });

/**
 * Creates the payouts of one chunk of a decided batch. @returns how many, and which of its rows cannot become payouts
 * any more
 */
export async function createChunk(
  tx: Tx,
  { batch, requestId }: Job,
  chunk: PreparedChunk,
  to: BatchCreation,
): Promise<{ created: number; refused: RefusedRecord[] }> {
  const repeated = await lateDuplicates(tx, batch, chunk.rows, to.now);
  const payouts = repeated.size === 0 ? chunk.payouts : preparePayouts(without(chunk, repeated), to);
  const used = await createPrepared(tx, accountableFor(batch, requestId), payouts);
  const named = await payoutsNamed(batch.organizationId, [...used], tx);
  return { created: payouts.count - used.size, refused: allRefused(chunk, repeated, named) };
}

/** The same without creating any. @returns which of its rows could become payouts, and which cannot any more */
export async function checkChunk(
  tx: Tx,
  { batch }: Job,
  chunk: PreparedChunk,
  to: BatchCreation,
): Promise<{ accepted: AcceptedRow[]; refused: RefusedRecord[] }> {
  const repeated = await lateDuplicates(tx, batch, chunk.rows, to.now);
  const rest = without(chunk, repeated);
  const named = await payoutsNamed(
    batch.organizationId,
    rest.map(({ reference }) => reference),
    tx,
  );
  return {
    accepted: rest.filter(({ reference }) => !named.has(reference)),
    refused: allRefused(chunk, repeated, named),
  };
}

const without = ({ rows }: PreparedChunk, repeated: ReadonlyMap<number, string>) =>
  rows.filter(({ line }) => !repeated.has(line));

function allRefused(
  chunk: PreparedChunk,
  repeated: ReadonlyMap<number, string>,
  named: ReadonlyMap<string, Namesake>,
): RefusedRecord[] {
  const refused = chunk.refuse((row) => {
    const { line, recipientEmail, reference } = row;
    const other = repeated.get(line);
    if (other !== undefined)
      return ingestError("repeats_new_payout", { line, column: "email", value: recipientEmail, reference: other });
    const payout = named.get(reference);
    return payout && referenceUsed(line, reference, payout, row);
  });
  return [...chunk.refused, ...refused];
}
