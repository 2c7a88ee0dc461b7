import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { batchErrors, batchReasons } from "@/lib/batches/error-queries";
import { decideBatch } from "@/lib/batches/mutations";
import { batchProgress } from "@/lib/batches/progress";
import { finishBatch, workOnDueBatch } from "@/lib/batches/ingest/work";
import {
  admin,
  created,
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
import { createPayout } from "@/tests/support/factories";

useDatabase();

describe("between validation and processing", () => {
  it("a reference that another payout takes becomes an error of processing, and the counts still add up", async () => {
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

  it("such a reference rejects a file that is all or nothing: nothing is created, and the row says why", async () => {
    const actor = await admin();
    const { id } = await validated(actor, file(...manyRows(6_000)));
    await createPayout(actor, { reference: "R5500" });
    await decideBatch(actor, id, "all_or_nothing");
    expect(await finishBatch(actor, id)).toMatchObject({
      status: "rejected",
      recordCount: 6_000,
      acceptedCount: 5_999,
      refusedCount: 1,
      createdCount: 0,
    });
    expect((await rowCounts(actor)).slice(1, 3)).toEqual([1, 0]);
    expect((await batchErrors(actor, id)).rows).toMatchObject([
      { line: 5_502, errors: [{ code: "reference_used", stage: "processing" }] },
    ]);
  });

  it("however many references are taken, a file that is all or nothing counts and shows every row that is refused for it, and no other", async () => {
    const actor = await admin();
    const { id } = await validated(actor, file(...manyRows(18_000)));
    await created(
      actor,
      file(
        ...Array.from({ length: 11_000 }, (_, index) => row(`R${index}`, "1.00", `first${index}@example.com`)),
        row("R17999", "1.00", "last@example.com"),
      ),
    );
    await decideBatch(actor, id, "all_or_nothing");
    expect(await finishBatch(actor, id)).toMatchObject({
      status: "rejected",
      recordCount: 18_000,
      acceptedCount: 6_999,
      refusedCount: 11_001,
      createdCount: 0,
      totals: [{ currency: "USD", amountMinor: "8748750", count: 6_999 }],
    });
    expect(await batchReasons(actor, id)).toMatchObject([{ code: "reference_used", rows: 11_001 }]);
    expect((await batchErrors(actor, id, 11_001)).rows).toMatchObject([
      { line: 18_001, errors: [{ stage: "processing" }] },
    ]);
    expect((await rowCounts(actor))[1]).toBe(11_001);
  }, 60_000);

  it("an expiry that passes refuses its row, because its recipient could never be paid", async () => {
    const actor = await admin();
    const soon = new Date(Date.now() + 1_500);
    const { id } = await validated(
      actor,
      fileOf([`${header},expires_at`, `${row("R1")},${soon.toISOString()}`, `${row("R2")},`].join("\n")),
    );
    while (new Date() < soon);
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
  it("is told from arrival to end, never falling within a stage, and is the same after a restart because the batch's row carries it", async () => {
    const actor = await admin();
    const { batch } = await received(actor, file(...manyRows(12_000)));
    expect(await batchProgress(actor, batch.id)).toEqual({
      status: "received",
      share: 0,
      standsStill: false,
      held: false,
      recordCount: 0,
      acceptedCount: 0,
      refusedCount: 0,
      createdCount: 0,
    });
    await workOnDueBatch("worker-test");
    expect(await batchProgress(actor, batch.id)).toMatchObject({ status: "ready", share: 1, recordCount: 12_000 });
    await decideBatch(actor, batch.id, "valid_rows");
    expect(await batchProgress(actor, batch.id)).toMatchObject({ status: "processing", share: 0, createdCount: 0 });
    await workOnDueBatch("worker-test");
    expect(await batchProgress(actor, batch.id)).toMatchObject({ status: "processed", share: 1, createdCount: 12_000 });
    const [row] = await db.select().from(batches).where(eq(batches.id, batch.id));
    expect(row).toMatchObject({ validatedLine: 12_001, processedLine: 12_001, leasedUntil: null });
    await expect(batchProgress(await admin(), batch.id)).rejects.toMatchObject({ code: "not_found" });
  });
});
