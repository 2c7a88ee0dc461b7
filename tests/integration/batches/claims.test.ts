import { and, eq } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { closeDb, db } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { decideBatch, discardBatch } from "@/lib/batches/mutations";
import { processBatch } from "@/lib/batches/ingest/processing";
import { getBatch } from "@/lib/batches/queries";
import { validateBatch } from "@/lib/batches/ingest/validation";
import { finishBatch, workOnDueBatch } from "@/lib/batches/ingest/work";
import { admin, created, file, manyRows, received, row, rowCounts, validated } from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import { createPayout } from "@/tests/support/factories";
import {
  claimOf,
  endLease,
  expectWhole,
  faulty,
  inValidation,
  useSmallChunks,
  whileBlocking,
} from "@/tests/support/chunked-batch";
import { holding, untilWaiting } from "@/tests/support/lock-waiters";

useDatabase();
const rowsPerChunk = useSmallChunks();

describe("a claim that was lost", () => {
  it("writes nothing more, neither in validation nor in processing", async () => {
    const actor = await admin();
    const { batch } = await received(actor, file(...manyRows(3)));
    const stale = await claimOf();
    await endLease(batch.id);
    const fresh = await claimOf();
    await expect(validateBatch(stale, "worker-stale")).rejects.toThrow("was lost");
    expect(await getBatch(actor, batch.id)).toMatchObject({ status: "received", recordCount: 0 });
    await validateBatch(fresh, "worker-fresh");
    await decideBatch(actor, batch.id, "valid_rows");
    // The decision ends every claim; the next worker claims the batch again.
    await expect(processBatch(fresh, "worker-fresh")).rejects.toThrow("was lost");
    await processBatch(await claimOf(), "worker-next");
    await expect(processBatch(stale, "worker-stale")).rejects.toThrow("was lost");
    expect((await getBatch(actor, batch.id)).createdCount).toBe(3);
  });

  it("ends the work when the batch was discarded, and nothing of the file is created", async () => {
    const actor = await admin();
    const { batch } = await received(actor, faulty());
    const claim = await claimOf();
    let ended: Promise<void> | undefined;
    let discarding: Promise<unknown> | undefined;
    await whileBlocking(inValidation(batch, 2), async () => {
      // Awaited at once, because it may end before the discarding does.
      ended = expect(validateBatch(claim, "worker-test")).rejects.toThrow("was lost");
      await untilWaiting();
      discarding = discardBatch(actor, batch.id);
      await untilWaiting(2);
    });
    await discarding;
    await ended;
    expect((await getBatch(actor, batch.id)).status).toBe("discarded");
    expect(await workOnDueBatch("worker-test")).toBe(0);
    expect((await rowCounts(actor))[1]).toBe(0);
  });
});

describe("several workers", () => {
  it("that share one claim, as after a lost commit answer, refuse no row because of its own payout", async () => {
    const actor = await admin();
    const { id } = await validated(actor, faulty());
    await decideBatch(actor, id, "valid_rows", { acknowledgedDuplicates: true });
    const claim = await claimOf();
    const ends = await Promise.allSettled([processBatch(claim, "worker-test"), processBatch(claim, "worker-test")]);
    expect(ends.map(({ status }) => status)).toContain("rejected");
    await endLease(id);
    await expectWhole(actor, await finishBatch(actor, id));
  });

  it("take turns on one batch, and an import command waits for the one that holds it", async () => {
    const actor = await admin();
    const { batch } = await received(actor, faulty(), { auto: { mode: "valid_rows" } });
    const worker = async () => {
      while ((await getBatch(actor, batch.id)).processedAt === null) await workOnDueBatch("worker-test");
    };
    const [ended] = await Promise.all([finishBatch(actor, batch.id), finishBatch(actor, batch.id), worker(), worker()]);
    await expectWhole(actor, ended);
  });
});

describe("two all-or-nothing batches at once", () => {
  it("finish with the smallest allowed connection pool, though each holds one connection throughout", async () => {
    const actor = await admin();
    const batchIds = await Promise.all(
      ["one", "other"].map(async (name) => {
        const rows = Array.from({ length: 2 * rowsPerChunk + 1 }, (_, index) => row(`${name}${index}`));
        return (await received(actor, file(...rows), { auto: { mode: "all_or_nothing" } })).batch.id;
      }),
    );
    await closeDb();
    vi.stubEnv("DATABASE_POOL_SIZE", "3");
    try {
      const ended = await Promise.all(batchIds.map((id) => finishBatch(actor, id)));
      expect(ended.map(({ status, createdCount }) => [status, createdCount])).toEqual([
        ["processed", 2 * rowsPerChunk + 1],
        ["processed", 2 * rowsPerChunk + 1],
      ]);
    } finally {
      vi.unstubAllEnvs();
      await closeDb();
    }
  });
});

describe("a reference taken while its row is being written", () => {
  it("makes the row a processing error after the writer has waited, and nothing is counted twice", async () => {
    const actor = await admin();
    const { id } = await validated(actor, file(row("R1"), row("R2")));
    await decideBatch(actor, id, "valid_rows");
    let working: Promise<number> | undefined;
    await holding(async (tx) => {
      await createPayout(actor, { reference: "R1" }, tx);
      working = workOnDueBatch("worker-test");
      await untilWaiting();
    });
    await working;
    expect(await getBatch(actor, id)).toMatchObject({
      status: "partially_processed",
      createdCount: 1,
      acceptedCount: 1,
      refusedCount: 1,
    });
  });
});

describe("batch counts", () => {
  it("that do not add up are refused by the database", async () => {
    const actor = await admin();
    const { batch } = await created(actor, file(row("R1")));
    const change = (counts: object) =>
      db
        .update(batches)
        .set(counts)
        .where(and(eq(batches.organizationId, actor.organizationId), eq(batches.id, batch.id)));
    await expect(change({ acceptedCount: 2 })).rejects.toMatchObject({ code: "23514" });
    await expect(change({ createdCount: 0 })).rejects.toMatchObject({ code: "23514" });
    await expect(change({ refusedCount: 1, recordCount: 2 })).rejects.toMatchObject({ code: "23514" });
  });
});
