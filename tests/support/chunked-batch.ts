import { eq, sql } from "drizzle-orm";
import { expect } from "vitest";
import { db, type Tx } from "@/db/client";
import { batches } from "@/db/schema/batches";
import type { Actor } from "@/lib/actor";
import type { Batch } from "@/lib/batches/queries";
import { claimDue, type Claim } from "@/lib/queue";
import { file, manyRows, row } from "./batch-files";
import { createPayout, createRefusedRow } from "./factories";
import { holding } from "./lock-waiters";

/** So few rows that a small file has several chunks. */
const rowsPerChunk = 15;
export const chunks = 4;
const recordCount = chunks * rowsPerChunk;
const acceptedCount = recordCount - 5;

/**
 * Call once at the top of a test file: the worker then processes a file in chunks of this few rows.
 * @returns how many
 */
export function useSmallChunks(rows = rowsPerChunk): number {
  process.env.INGEST_CHUNK_ROWS = String(rows);
  return rows;
}

/**
 * Good rows with a refused one in each chunk, a reference of the first chunk again in the last, and one recipient paid
 * twice.
 */
export const faulty = () => {
  const rows = manyRows(recordCount);
  for (let chunk = 0; chunk < chunks; chunk++) rows[chunk * rowsPerChunk + 7] = row(`bad${chunk}`, "1,234");
  rows[3 * rowsPerChunk + 11] = row("R5", "9", "twin@example.com");
  rows[3 * rowsPerChunk + 12] = row("twin", "12.50", "ada5@example.com");
  return file(...rows);
};
export const expected = {
  recordCount,
  acceptedCount,
  refusedCount: 5,
  duplicateCount: 1,
  totals: [{ currency: "USD", amountMinor: String(1_250 * acceptedCount), count: acceptedCount }],
};

export const claimOf = async (): Promise<Claim> => (await claimDue(batches, [{ open: sql`true`, order: "longest" }]))!;
// One second ago, because a column of milliseconds rounds now up, and what is due in half a millisecond is not due.
export const endLease = (id: string) =>
  db.update(batches).set({ nextAttemptAt: sql`now() - interval '1 second'` }).where(eq(batches.id, id));

export const lineOf = (chunk: number, index: number) => 2 + chunk * rowsPerChunk + index;

/** Calls `act` while an uncommitted row blocks others; the row is rolled back afterwards. */
export async function whileBlocking(write: (tx: Tx) => Promise<unknown>, act: () => Promise<unknown>): Promise<void> {
  const rolledBack = new Error("rolled back");
  const blocker = holding(async (tx) => {
    await write(tx);
    await act();
    throw rolledBack;
  });
  await expect(blocker).rejects.toBe(rolledBack);
}

/** Blocks the validation: the place where it stores the refused row of a chunk. */
export const inValidation = (batch: Batch, chunk: number) => (tx: Tx) =>
  createRefusedRow(batch, { line: lineOf(chunk, 7) }, tx);
/** Blocks the processing: the place where it creates a payout of a chunk. */
export const inProcessing = (actor: Actor, chunk: number) => (tx: Tx) =>
  createPayout(actor, { reference: `R${chunk * rowsPerChunk + 4}` }, tx);

/** Every row exactly once: as many payouts, emails and events as accepted rows, and each line once. */
export async function expectWhole(actor: Actor, batch: Batch) {
  expect(batch).toMatchObject({ ...expected, status: "partially_processed", createdCount: acceptedCount });
  const [found] = await db.execute(sql`
    select count(*)::int as payouts, count(distinct line)::int as lines, count(distinct reference)::int as "references",
      (select count(*)::int from emails where organization_id = ${actor.organizationId}) as emails,
      (select count(*)::int from events where organization_id = ${actor.organizationId} and name = 'payout.created') as events,
      (select count(*)::int from refused_rows where batch_id = ${batch.id}) as refused,
      (select count(*)::int from ingest_errors where batch_id = ${batch.id}) as errors
    from payouts where batch_id = ${batch.id}`);
  expect(found).toEqual({
    payouts: acceptedCount,
    lines: acceptedCount,
    references: acceptedCount,
    emails: acceptedCount,
    events: acceptedCount,
    refused: 5,
    errors: 5,
  });
}
