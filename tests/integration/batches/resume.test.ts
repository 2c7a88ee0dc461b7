import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db, transaction, type Tx } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { recordsPerChunk } from "@/lib/batches/reading/chunks";
import { decideBatch } from "@/lib/batches/mutations";
import { processBatch } from "@/lib/batches/ingest/processing";
import { getBatch, type Batch } from "@/lib/batches/queries";
import { validateBatch } from "@/lib/batches/ingest/validation";
import { finishBatch, workOnDueBatch } from "@/lib/batches/ingest/work";
import { admin, file, manyRows, received, rowCounts, validated } from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import { createPayout, createRefusedRow } from "@/tests/support/factories";
import { faulty, claimOf, lineOf, expected, expectWhole, chunks, endLease } from "@/tests/support/chunked-batch";

useDatabase();
/** Held up where the validation of a chunk keeps its refused row. */
const inValidation = (batch: Batch, chunk: number) => (tx: Tx) =>
  createRefusedRow(batch, { line: lineOf(chunk, 7) }, tx);
/** Held up where the processing of a chunk makes one of its payouts. */
const inProcessing = (actor: Actor, chunk: number) => (tx: Tx) =>
  createPayout(actor, { reference: `R${chunk * recordsPerChunk + 4}` }, tx);

/**
 * The death of a worker in the middle of a chunk: a transaction of another's holds it up there by a row that is not
 * committed, its connection is cut, the row is taken back, and its lease ends.
 */
async function dies(
  id: string,
  start: () => Promise<unknown>,
  holdUp: (tx: Tx) => Promise<unknown>,
  look: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const takenBack = new Error("taken back");
  const life = transaction(
    async (tx) => {
      await holdUp(tx);
      let end: unknown;
      const work = start().then(
        () => (end = "done"),
        (error: unknown) => (end = error),
      );
      while (end === undefined && (await db.execute(sql`select 1 from ${heldUp}`)).length === 0);
      await look();
      // It tries a chunk again by itself where two were under way, and is held up there again.
      while (end === undefined) await db.execute(sql`select pg_terminate_backend(pid) from ${heldUp}`);
      await work;
      expect(end).toBeInstanceOf(Error);
      throw takenBack;
    },
    { deadlineMs: 60_000 },
  );
  await expect(life).rejects.toBe(takenBack);
  await endLease(id);
}
const heldUp = sql`pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

describe("a worker that dies in the middle", () => {
  it("of the validation leaves its chunks to the next one, who comes to the same counts as if nothing had happened", async () => {
    const actor = await admin();
    const { batch } = await received(actor, faulty());
    const claim = await claimOf();
    await dies(batch.id, () => validateBatch(claim, "worker-dead"), inValidation(batch, 2));
    expect(await getBatch(actor, batch.id)).toMatchObject({
      status: "validating",
      validatedLine: lineOf(2, -1),
      recordCount: 2 * recordsPerChunk,
      refusedCount: 2,
    });
    await validateBatch(await claimOf(), "worker-next");
    expect(await getBatch(actor, batch.id)).toMatchObject({ ...expected, status: "ready" });
    await decideBatch(actor, batch.id, "valid_rows", { acknowledgedDuplicates: true });
    await expectWhole(actor, await finishBatch(actor, batch.id));
  }, 90_000);

  it("of the processing leaves what it committed, and the next one makes each other row once", async () => {
    const actor = await admin();
    const { id } = await validated(actor, faulty());
    await decideBatch(actor, id, "valid_rows", { acknowledgedDuplicates: true });
    const claim = await claimOf();
    await dies(id, () => processBatch(claim, "worker-dead"), inProcessing(actor, 2));
    expect(await getBatch(actor, id)).toMatchObject({
      status: "processing",
      processedLine: lineOf(2, -1),
      createdCount: 2 * recordsPerChunk - 2,
    });
    await processBatch(await claimOf(), "worker-next");
    await expectWhole(actor, await getBatch(actor, id));
  }, 90_000);

  it("of each chunk, in the validation and again in the processing, is followed by others until each row is there once", async () => {
    const actor = await admin();
    const { batch } = await received(actor, faulty(), { auto: { mode: "valid_rows" } });
    for (let chunk = 0; chunk < chunks; chunk++) {
      const claim = await claimOf();
      await dies(batch.id, () => validateBatch(claim, "worker-dead"), inValidation(batch, chunk));
    }
    await validateBatch(await claimOf(), "worker-next");
    const work = () => workOnDueBatch("worker-test");
    await endLease(batch.id);
    expect((await getBatch(actor, batch.id)).status).toBe("processing");
    for (let chunk = 0; chunk < chunks; chunk++) await dies(batch.id, work, inProcessing(actor, chunk));
    await work();
    await expectWhole(actor, await getBatch(actor, batch.id));
  }, 120_000);

  it("of an all-or-nothing batch leaves nothing, and the next one starts anew and makes all", async () => {
    const actor = await admin();
    const { id } = await validated(actor, file(...manyRows(15_000)));
    await decideBatch(actor, id, "all_or_nothing");
    const claim = await claimOf();
    await dies(
      id,
      () => processBatch(claim, "worker-dead"),
      inProcessing(actor, 2),
      async () => {
        expect(await getBatch(actor, id)).toMatchObject({ processedLine: lineOf(2, -1), createdCount: 0 });
      },
    );
    expect(await db.$count(payouts, eq(payouts.batchId, id))).toBe(0);
    await processBatch(await claimOf(), "worker-next");
    expect(await getBatch(actor, id)).toMatchObject({ status: "processed", createdCount: 15_000 });
    expect((await rowCounts(actor)).slice(1, 3)).toEqual([15_000, 15_000]);
  }, 90_000);
});
