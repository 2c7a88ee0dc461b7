import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { decideBatch, discardBatch } from "@/lib/batches/mutations";
import { batchesWithErrors, errorTotals } from "@/lib/batches/error-totals";
import { countBatches } from "@/lib/batches/queries";
import { finishBatch } from "@/lib/batches/ingest/work";
import { admin, example, file, row, validated } from "@/tests/support/batch-files";
import { countPayouts } from "@/tests/support/count-payouts";
import { useDatabase } from "@/tests/support/database";

useDatabase();

describe("errors of a file", () => {
  const at = { now: new Date(Date.now() + 1_000), timeZone: "UTC" };
  const shown = async (actor: Awaited<ReturnType<typeof admin>>) => [
    await countBatches(actor, { errors: "last-7d" }, at),
    (await batchesWithErrors(actor, "last-7d", at, 5)).length,
    (await errorTotals(actor, {}, at)).refusedCount,
    await countPayouts(actor, { batch_errors: "last-7d" }, at),
  ];

  it("count on the Dashboard once the batch has ended, but not during its review or after it was discarded", async () => {
    const actor = await admin();
    const { id } = await validated(actor, example());
    expect(await shown(actor)).toEqual([0, 0, 0, 0]);
    await decideBatch(actor, id, "valid_rows");
    expect(await shown(actor)).toEqual([0, 0, 0, 0]);
    await finishBatch(actor, id);
    expect(await shown(actor)).toEqual([1, 1, 7, 293]);
    const bad = await validated(actor, file(row("X1", "-1")));
    expect(bad.status).toBe("rejected");
    expect(await shown(actor)).toEqual([2, 2, 8, 293]);
    await discardBatch(actor, bad.id);
    expect(await shown(actor)).toEqual([1, 1, 7, 293]);
    await expect(discardBatch(actor, id)).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("a batch decided more than a week after its upload", () => {
  it("shows its errors on the Dashboard from the decision on, for as long as any other batch", async () => {
    const actor = await admin();
    const { id } = await validated(actor, example());
    const ago = sql`now() - interval '9 days'`;
    await db.update(batches).set({ createdAt: ago, validatedAt: ago }).where(eq(batches.id, id));
    await db.update(ingestErrors).set({ occurredAt: ago }).where(eq(ingestErrors.batchId, id));
    await decideBatch(actor, id, "valid_rows");
    const { processedAt } = await finishBatch(actor, id);
    const shown = (days: number) =>
      countBatches(
        actor,
        { errors: "last-7d" },
        { now: new Date(processedAt!.getTime() + days * 86_400_000), timeZone: "UTC" },
      );
    expect([await shown(0), await shown(7), await shown(7.001)]).toEqual([1, 1, 0]);
  });
});
