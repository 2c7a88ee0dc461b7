import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db, type Tx } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { decideBatch } from "@/lib/batches/mutations";
import { processBatch } from "@/lib/batches/ingest/processing";
import { getBatch } from "@/lib/batches/queries";
import { validateBatch } from "@/lib/batches/ingest/validation";
import { finishBatch, workOnDueBatch } from "@/lib/batches/ingest/work";
import { admin, file, manyRows, received, rowCounts, validated } from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import {
  chunks,
  claimOf,
  endLease,
  expected,
  expectWhole,
  faulty,
  inProcessing,
  inValidation,
  lineOf,
  useSmallChunks,
  whileBlocking,
} from "@/tests/support/chunked-batch";
import { endWaiting, untilWaiting } from "@/tests/support/lock-waiters";

useDatabase();
const rowsPerChunk = useSmallChunks();

/** A worker that dies in the middle of a chunk: a locked row blocks it, its connection is cut, and its lease ends. */
async function dies(
  id: string,
  start: () => Promise<unknown>,
  block: (tx: Tx) => Promise<unknown>,
  look: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await whileBlocking(block, async () => {
    let end: unknown;
    const work = start().then(
      () => (end = "done"),
      (error: unknown) => (end = error),
    );
    await Promise.race([untilWaiting(), work]);
    await look();
    // With two chunks in progress it retries one chunk by itself, and is blocked there again.
    while (end === undefined) await endWaiting();
    await work;
    expect(end).toBeInstanceOf(Error);
  });
  await endLease(id);
}

describe("a worker that dies", () => {
  it("during validation leaves its chunks to the next one, which reaches the same counts", async () => {
    const actor = await admin();
    const { batch } = await received(actor, faulty());
    const claim = await claimOf();
    await dies(batch.id, () => validateBatch(claim, "worker-dead"), inValidation(batch, 2));
    expect(await getBatch(actor, batch.id)).toMatchObject({
      status: "validating",
      validatedLine: lineOf(2, -1),
      recordCount: 2 * rowsPerChunk,
      refusedCount: 2,
    });
    await validateBatch(await claimOf(), "worker-next");
    expect(await getBatch(actor, batch.id)).toMatchObject({ ...expected, status: "ready" });
    await decideBatch(actor, batch.id, "valid_rows", { acknowledgedDuplicates: true });
    await expectWhole(actor, await finishBatch(actor, batch.id));
  });

  it("during processing keeps what it committed, and the next one creates each other row once", async () => {
    const actor = await admin();
    const { id } = await validated(actor, faulty());
    await decideBatch(actor, id, "valid_rows", { acknowledgedDuplicates: true });
    const claim = await claimOf();
    await dies(id, () => processBatch(claim, "worker-dead"), inProcessing(actor, 2));
    expect(await getBatch(actor, id)).toMatchObject({
      status: "processing",
      processedLine: lineOf(2, -1),
      createdCount: 2 * rowsPerChunk - 2,
    });
    await processBatch(await claimOf(), "worker-next");
    await expectWhole(actor, await getBatch(actor, id));
  });

  it("in every chunk of validation and processing is replaced until each row exists once", async () => {
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
  });

  it("during an all-or-nothing batch leaves nothing, and the next one starts over and creates all", async () => {
    const actor = await admin();
    const { id } = await validated(actor, file(...manyRows(3 * rowsPerChunk)));
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
    expect(await getBatch(actor, id)).toMatchObject({ status: "processed", createdCount: 3 * rowsPerChunk });
    expect((await rowCounts(actor)).slice(1, 3)).toEqual([3 * rowsPerChunk, 3 * rowsPerChunk]);
  });
});
