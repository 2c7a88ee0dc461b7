import { expect } from "vitest";
import { batchErrors, batchReasons } from "@/lib/batches/error-queries";
import { finishBatch } from "@/lib/batches/ingest/work";
import { decideBatch } from "@/lib/batches/mutations";
import { admin, created, file, manyRows, row, rowCounts, validated } from "./batch-files";

/**
 * An all-or-nothing batch; after its review, another payout takes this many of its references: the first ones, and the
 * last.
 */
export async function takesReferences({ rows, taken }: { rows: number; taken: number }): Promise<void> {
  const actor = await admin();
  const { id } = await validated(actor, file(...manyRows(rows)));
  const others = Array.from({ length: taken - 1 }, (_, index) => row(`R${index}`, "1.00", `first${index}@example.com`));
  await created(actor, file(...others, row(`R${rows - 1}`, "1.00", "last@example.com")));
  await decideBatch(actor, id, "all_or_nothing");
  expect(await finishBatch(actor, id)).toMatchObject({
    status: "rejected",
    recordCount: rows,
    acceptedCount: rows - taken,
    refusedCount: taken,
    createdCount: 0,
    totals: [{ currency: "USD", amountMinor: String(1_250 * (rows - taken)), count: rows - taken }],
  });
  expect(await batchReasons(actor, id)).toMatchObject([{ code: "reference_used", rows: taken }]);
  // The errors are listed in the order of the file, from a given line on.
  expect((await batchErrors(actor, id, { afterLine: taken })).rows).toMatchObject([
    { line: rows + 1, errors: [{ stage: "processing" }] },
  ]);
  expect((await rowCounts(actor))[1]).toBe(taken);
}
