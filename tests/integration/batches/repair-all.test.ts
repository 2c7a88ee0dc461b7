import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { refusedRows } from "@/db/schema/refused_rows";
import { getBatch } from "@/lib/batches/queries";
import { repairAll, repairRow } from "@/lib/batches/repair/repair";
import { admin, created, file, fileOf, header, row } from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import { faultyBatch, good, payoutsOf } from "@/tests/support/faulty-batch";

useDatabase();

describe("retrying all refused rows", () => {
  it("creates the rows that are now valid, once, and gives the reasons for the others", async () => {
    const actor = await admin();
    const { batch, first, second } = await faultyBatch(actor);
    await db.update(refusedRows).set({ values: good }).where(eq(refusedRows.id, first.id));
    const tally = await repairAll(actor, batch.id);
    expect(tally).toMatchObject({ created: 1, refused: 1, examples: [{ line: second.line }] });
    expect([...tally.reasons]).toEqual([
      ["email_without_at", 1],
      ["amount_not_positive", 1],
    ]);
    expect(await repairAll(actor, batch.id)).toMatchObject({ created: 0, already: 0, refused: 1 });
    expect(await getBatch(actor, batch.id)).toMatchObject({ acceptedCount: 2, createdCount: 2, refusedCount: 1 });
  });

  it("by two admins at once creates each payout once", async () => {
    const actor = await admin();
    const { batch, first, second } = await faultyBatch(actor);
    await db.update(refusedRows).set({ values: good }).where(eq(refusedRows.id, first.id));
    await db
      .update(refusedRows)
      .set({ values: { ...good, reference: "B2" } })
      .where(eq(refusedRows.id, second.id));
    const tallies = await Promise.all([
      repairAll(actor, batch.id),
      repairAll(actor, batch.id),
      repairRow(actor, first.id, good).catch(() => undefined),
    ]);
    expect(await payoutsOf(batch.id)).toBe(3);
    expect(await getBatch(actor, batch.id)).toMatchObject({
      status: "processed",
      acceptedCount: 3,
      createdCount: 3,
      refusedCount: 0,
    });
    expect(tallies.slice(0, 2).every((tally) => tally !== undefined && "refused" in tally)).toBe(true);
  });

  it("never creates a payout from a ragged row, even when its cells look valid", async () => {
    const actor = await admin();
    const { batch } = await created(actor, fileOf(`${header}\n${row("R1")}\nAda,ada@example.com,10.00,USD,R2,more\n`));
    expect(batch).toMatchObject({ refusedCount: 1 });
    const tally = await repairAll(actor, batch.id);
    expect([...tally.reasons]).toEqual([["too_many_cells", 1]]);
    expect(await payoutsOf(batch.id)).toBe(1);
  });

  it("keeps a shared reference for the first of the rows that have it", async () => {
    const actor = await admin();
    const { batch } = await created(actor, file(row("B1", "-1"), row("B1", "5.00"), row("R9")));
    const tally = await repairAll(actor, batch.id);
    expect(tally).toMatchObject({ created: 0, refused: 2 });
    expect([...tally.reasons]).toEqual([
      ["amount_not_positive", 1],
      ["reference_repeated", 1],
    ]);
  });
});
