import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { batchFileChunks } from "@/db/schema/batch_file_chunks";
import { batches } from "@/db/schema/batches";
import type { Actor } from "@/lib/actor";
import { fileErrors } from "@/lib/batches/error-queries";
import { discardBatch, decideBatch } from "@/lib/batches/mutations";
import { batchProgress } from "@/lib/batches/progress";
import { getBatch } from "@/lib/batches/queries";
import { rowResults } from "@/lib/batches/row-results";
import { attemptsToValidate, deathsToValidate, stalled } from "@/lib/batches/progress";
import { finishBatch, workOnDueBatch } from "@/lib/batches/ingest/work";
import { claimDue } from "@/lib/queue";
import {
  admin,
  file,
  fileOf,
  header,
  manyRows,
  received,
  row,
  rowCounts,
  validated,
} from "@/tests/support/batch-files";
import { useSmallChunks } from "@/tests/support/chunked-batch";
import { useDatabase } from "@/tests/support/database";

useDatabase();
useSmallChunks(500);

const makeDue = (id: string) =>
  db.update(batches).set({ nextAttemptAt: sql`now() - interval '1 second'` }).where(eq(batches.id, id));

/** A fault of the host: a piece of the stored file is missing. */
const breakPiece = (id: string, seq = 0) =>
  db
    .update(batchFileChunks)
    .set({ seq: sql`${batchFileChunks.seq} + 100` })
    .where(sql`${batchFileChunks.batchId} = ${id} and ${batchFileChunks.seq} = ${seq}`);
const repairPieces = (id: string) =>
  db
    .update(batchFileChunks)
    .set({ seq: sql`${batchFileChunks.seq} % 100` })
    .where(eq(batchFileChunks.batchId, id));

async function failTimes(id: string, times: number): Promise<void> {
  for (let time = 1; time <= times; time++) {
    await makeDue(id);
    await expect(workOnDueBatch(`worker-try-${time}`)).rejects.toThrow("a piece of a stored file is missing");
  }
}

const dieTimes = async (id: string, times: number) => {
  for (let time = 0; time < times; time++) {
    await makeDue(id);
    expect(await claimDue(batches, [{ open: sql`true`, order: "longest" }])).not.toBeNull();
  }
  await makeDue(id);
};

const stateOf = async (actor: Actor, id: string) => ({
  ...(await getBatch(actor, id)),
  ...(await batchProgress(actor, id)),
});

describe("a file that cannot be checked", () => {
  it("is rejected after eight failures in a row, with a message that blames no file and quotes the request", async () => {
    const actor = await admin();
    const { batch } = await received(actor, file(row("R1")));
    await breakPiece(batch.id);
    await failTimes(batch.id, attemptsToValidate - 1);
    expect(await stateOf(actor, batch.id)).toMatchObject({
      status: "received",
      failures: 7,
      isStalled: true,
      failingRequestId: "worker-try-7",
    });
    await failTimes(batch.id, 1);
    expect(await stateOf(actor, batch.id)).toMatchObject({
      status: "rejected",
      recordCount: 0,
      createdCount: 0,
      isStalled: false,
    });
    expect(await fileErrors(actor, batch.id)).toMatchObject([
      {
        code: "checking_failed",
        message: expect.stringContaining("8 tries in a row"),
        suggestion: expect.stringContaining("worker-try-1"),
      },
    ]);
    for await (const page of rowResults(actor, batch.id))
      expect(page).toMatchObject([{ line: null, result: "refused", errorCode: "checking_failed" }]);
    await makeDue(batch.id);
    expect(await workOnDueBatch("worker-test")).toBe(0);
  });

  it("can be discarded and sent again once the fault is repaired", async () => {
    const actor = await admin();
    const { batch } = await received(actor, file(row("R1")));
    await breakPiece(batch.id);
    await failTimes(batch.id, attemptsToValidate);
    await discardBatch(actor, batch.id);
    expect(await validated(actor, file(row("R1")))).toMatchObject({ status: "ready", acceptedCount: 1 });
  });

  it("continues normally after fewer failures, and the first one gives no notice", async () => {
    const actor = await admin();
    const { batch } = await received(actor, file(row("R1")));
    await breakPiece(batch.id);
    await failTimes(batch.id, 1);
    expect(await stateOf(actor, batch.id)).toMatchObject({ failures: 1, isStalled: false });
    await failTimes(batch.id, attemptsToValidate - 2);
    await repairPieces(batch.id);
    await makeDue(batch.id);
    expect(await finishBatch(actor, batch.id)).toMatchObject({
      status: "ready",
      acceptedCount: 1,
      failures: 0,
      attempts: 0,
      failingSince: null,
      failingRequestId: null,
    });
  });

  it("starts a new count of failures each time it gets further", async () => {
    const actor = await admin();
    // Longer than the first megabyte, with several chunks in it.
    const long = manyRows(3_000).map((one) => `${one},${"x".repeat(450)}`);
    const { batch } = await received(actor, fileOf([`${header},note`, ...long].join("\n")));
    await breakPiece(batch.id);
    await failTimes(batch.id, attemptsToValidate - 1);
    await repairPieces(batch.id);
    await breakPiece(batch.id, 1);
    // The second try gets to the end of the first piece again, and no further.
    await failTimes(batch.id, 2);
    const halfway = await getBatch(actor, batch.id);
    expect(halfway.validatedLine).toBeGreaterThan(0);
    expect(halfway).toMatchObject({ status: "validating", failures: 2 });
    await repairPieces(batch.id);
    await makeDue(batch.id);
    expect(await finishBatch(actor, batch.id)).toMatchObject({ status: "ready", acceptedCount: 3_000 });
  });
});

describe("workers that crash", () => {
  it("almost thirty times on a file do not use up its tries", async () => {
    const actor = await admin();
    const { batch } = await received(actor, file(row("R1")));
    await dieTimes(batch.id, deathsToValidate - 1);
    expect(await finishBatch(actor, batch.id)).toMatchObject({
      status: "ready",
      acceptedCount: 1,
      failures: 0,
      failingSince: null,
    });
  });

  it("thirty times on a file cause it to be rejected", async () => {
    const actor = await admin();
    const { batch } = await received(actor, file(row("R1")));
    await dieTimes(batch.id, deathsToValidate);
    expect(await workOnDueBatch("worker-last")).toBe(1);
    expect((await getBatch(actor, batch.id)).status).toBe("rejected");
    expect(await fileErrors(actor, batch.id)).toMatchObject([
      {
        code: "checking_failed",
        message: expect.stringContaining("30 tries in a row"),
        suggestion: expect.stringContaining("worker-last"),
      },
    ]);
  });
});

describe("a batch whose processing fails", () => {
  it("is retried without end, is shown as stalled, and creates each payout once after the fault is repaired", async () => {
    const actor = await admin();
    const { id } = await validated(actor, file(...manyRows(3)));
    await decideBatch(actor, id, "valid_rows");
    await breakPiece(id);
    await failTimes(id, attemptsToValidate + 2);
    const stuck = await stateOf(actor, id);
    expect(stuck).toMatchObject({ status: "processing", createdCount: 0, isStalled: true });
    expect(stalled(stuck)).toEqual({ since: stuck.failingSince, requestId: "worker-try-10" });
    await repairPieces(id);
    await makeDue(id);
    expect(await finishBatch(actor, id)).toMatchObject({ status: "processed", createdCount: 3, failures: 0 });
    expect((await rowCounts(actor)).slice(0, 3)).toEqual([1, 3, 3]);
  });
});
