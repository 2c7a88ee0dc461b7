import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { batchErrors } from "@/lib/batches/error-queries";
import { decideBatch } from "@/lib/batches/mutations";
import { batchProgress } from "@/lib/batches/progress";
import { finishBatch, workOnDueBatch } from "@/lib/batches/ingest/work";
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
import { useDatabase } from "@/tests/support/database";
import { useSmallChunks } from "@/tests/support/chunked-batch";
import { createPayout } from "@/tests/support/factories";
import { takesReferences } from "@/tests/support/taken-references";

useDatabase();
const rowsPerChunk = useSmallChunks();

describe("between validation and processing", () => {
  it("a reference taken by another payout becomes a processing error, and the counts still add up", async () => {
    const actor = await admin();
    const { id } = await validated(actor, file(...manyRows(3)));
    const taken = await createPayout(actor, { reference: "R1" });
    await decideBatch(actor, id, "valid_rows");
    expect(await finishBatch(actor, id)).toMatchObject({
      status: "partially_processed",
      recordCount: 3,
      acceptedCount: 2,
      createdCount: 2,
      refusedCount: 1,
      totals: [{ currency: "USD", amountMinor: "2500", count: 2 }],
    });
    expect((await batchErrors(actor, id)).rows).toMatchObject([
      {
        line: 3,
        values: { reference: "R1" },
        errors: [{ code: "reference_used", stage: "processing", payoutId: taken.id }],
      },
    ]);
  });

  it("a taken reference rejects an all-or-nothing batch: nothing is created, and the row has the reason", async () => {
    const actor = await admin();
    const { id } = await validated(actor, file(...manyRows(2 * rowsPerChunk)));
    await createPayout(actor, { reference: `R${2 * rowsPerChunk - 3}` });
    await decideBatch(actor, id, "all_or_nothing");
    expect(await finishBatch(actor, id)).toMatchObject({
      status: "rejected",
      recordCount: 2 * rowsPerChunk,
      acceptedCount: 2 * rowsPerChunk - 1,
      refusedCount: 1,
      createdCount: 0,
    });
    expect((await rowCounts(actor)).slice(1, 3)).toEqual([1, 0]);
    expect((await batchErrors(actor, id)).rows).toMatchObject([
      { line: 2 * rowsPerChunk - 1, errors: [{ code: "reference_used", stage: "processing" }] },
    ]);
  });

  it("an all-or-nothing batch counts and lists every row whose reference was taken, and no others", async () => {
    await takesReferences({ rows: 5 * rowsPerChunk, taken: 3 * rowsPerChunk + 1 });
  });

  it("a row whose expiry has passed is refused", async () => {
    const actor = await admin();
    const soon = new Date(Date.now() + 5_000);
    const { id } = await validated(
      actor,
      fileOf([`${header},expires_at`, `${row("R1")},${soon.toISOString()}`, `${row("R2")},`].join("\n")),
    );
    await expect.poll(() => Date.now()).toBeGreaterThan(soon.getTime());
    await decideBatch(actor, id, "valid_rows");
    expect(await finishBatch(actor, id)).toMatchObject({
      status: "partially_processed",
      createdCount: 1,
      refusedCount: 1,
    });
    expect((await batchErrors(actor, id)).rows).toMatchObject([
      { line: 2, errors: [{ code: "expires_at_past", stage: "processing", value: soon.toISOString() }] },
    ]);
  });
});

describe("progress", () => {
  it("never falls within a stage from arrival to end, and survives a restart because it is stored with the batch", async () => {
    const actor = await admin();
    const { batch } = await received(actor, file(...manyRows(3 * rowsPerChunk)));
    expect(await batchProgress(actor, batch.id)).toEqual({
      status: "received",
      share: 0,
      isStalled: false,
      recordCount: 0,
      acceptedCount: 0,
      refusedCount: 0,
      createdCount: 0,
    });
    await workOnDueBatch("worker-test");
    expect(await batchProgress(actor, batch.id)).toMatchObject({
      status: "ready",
      share: 1,
      recordCount: 3 * rowsPerChunk,
    });
    await decideBatch(actor, batch.id, "valid_rows");
    expect(await batchProgress(actor, batch.id)).toMatchObject({ status: "processing", share: 0, createdCount: 0 });
    await workOnDueBatch("worker-test");
    expect(await batchProgress(actor, batch.id)).toMatchObject({
      status: "processed",
      share: 1,
      createdCount: 3 * rowsPerChunk,
    });
    const [row] = await db.select().from(batches).where(eq(batches.id, batch.id));
    expect(row).toMatchObject({
      validatedLine: 3 * rowsPerChunk + 1,
      processedLine: 3 * rowsPerChunk + 1,
      leasedUntil: null,
    });
    await expect(batchProgress(await admin(), batch.id)).rejects.toMatchObject({ code: "not_found" });
  });
});
