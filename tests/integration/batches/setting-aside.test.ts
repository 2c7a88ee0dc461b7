import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { eq } from "drizzle-orm";
import { batchErrors, batchReasons } from "@/lib/batches/error-queries";
import { batchesWithErrors } from "@/lib/batches/error-totals";
import { getBatch } from "@/lib/batches/queries";
import { repairAll, repairRow, repairRows } from "@/lib/batches/repair/repair";
import { setAsideRows } from "@/lib/batches/repair/queries";
import { setAside } from "@/lib/batches/repair/setting-aside";
import { admin, created, example, file, row, validated } from "@/tests/support/batch-files";
import { databaseNow } from "@/lib/time";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser } from "@/tests/support/factories";
import { faultyBatch, good, payoutsOf } from "@/tests/support/faulty-batch";
import { twentyAdmins } from "@/tests/support/twenty";

useDatabase();

const withTotals = () => file(row("R1"), "Total,,22.50,,", row("B2", "1,50"), "Sum,,24.00,,");

describe("a refused row that is no payment", () => {
  it("is set aside with its reason, counts as refused no longer, and its batch is processed with the last one", async () => {
    const actor = await admin();
    const { batch } = await created(actor, withTotals());
    const [total, comma, sum] = (await batchErrors(actor, batch.id)).rows;
    expect(await setAside(actor, batch.id, { rowIds: [total!.id, sum!.id] }, "Lines of totals")).toBe(2);
    expect(await getBatch(actor, batch.id)).toMatchObject({
      status: "partially_processed",
      recordCount: 4,
      acceptedCount: 1,
      refusedCount: 1,
      setAsideCount: 2,
    });
    await repairRow(actor, comma!.id, { ...good, reference: "B2", amount: "1.50" });
    expect(await getBatch(actor, batch.id)).toMatchObject({ status: "processed", refusedCount: 0, setAsideCount: 2 });
    expect(await setAsideRows(actor, batch.id)).toMatchObject([
      { line: 3, reason: "Lines of totals" },
      { line: 5, reason: "Lines of totals" },
    ]);
    expect(await batchReasons(actor, batch.id)).toEqual([]);
    const at = { now: await databaseNow(db), timeZone: "UTC" };
    expect(await batchesWithErrors(actor, "last-7d", at, 5)).toMatchObject([
      { errorCount: 3, openCount: 0, repairedCount: 1, topReason: null },
    ]);
    expect(await payoutsOf(batch.id)).toBe(2);
  });

  it("ends its batch as processed when it is the last one, with one event that names the lines and the reason", async () => {
    const actor = await admin();
    const { batch } = await created(actor, file(row("R1"), "Total,,12.50,,"));
    const [total] = (await batchErrors(actor, batch.id)).rows;
    await setAside(actor, batch.id, { rowIds: [total!.id] }, "Line of totals");
    expect(await getBatch(actor, batch.id)).toMatchObject({ status: "processed", setAsideCount: 1 });
    const recorded = await db.select().from(events).where(eq(events.name, "batch.rows_set_aside"));
    expect(recorded).toMatchObject([
      { batchId: batch.id, actorUserId: actor.userId, reason: "Line of totals", data: { rows: 1, lines: "line 3" } },
    ]);
  });

  it("can never become a payout, by no way of repair", async () => {
    const actor = await admin();
    const { batch, first, second } = await faultyBatch(actor);
    await setAside(actor, batch.id, { rowIds: [first.id] }, "A note");
    await expect(repairRow(actor, first.id, good)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("A note") as string,
    });
    expect(await repairRows(actor, batch.id, new Map([[first.id, good]]))).toMatchObject([{ already: true }]);
    expect(await repairAll(actor, batch.id)).toMatchObject({
      created: 0,
      refused: 1,
      examples: [{ line: second.line }],
    });
    expect(await payoutsOf(batch.id)).toBe(1);
  });

  it("is set aside once, however many admins do it and repair it at the same instant", async () => {
    const organization = await createOrganization();
    const admins = await twentyAdmins(organization);
    const { batch, first } = await faultyBatch(admins[0]!.actor);
    const results = await Promise.all(
      admins.map(({ actor }, index) =>
        index % 2 === 0
          ? setAside(actor, batch.id, { rowIds: [first.id] }, "A note")
          : repairRow(actor, first.id, good).then(
              () => 1,
              () => 0,
            ),
      ),
    );
    expect(results.reduce((sum, one) => sum + one, 0)).toBe(1);
    const { acceptedCount, refusedCount, setAsideCount } = await getBatch(admins[0]!.actor, batch.id);
    expect([acceptedCount + setAsideCount, refusedCount]).toEqual([2, 1]);
    expect(await payoutsOf(batch.id)).toBe(acceptedCount);
  });

  it("is set aside with all others of the same reason", async () => {
    const actor = await admin();
    const { batch } = await created(actor, withTotals());
    expect(await setAside(actor, batch.id, { code: "amount_decimal_comma" }, "A note")).toBe(1);
    expect(await setAside(actor, batch.id, { code: "required" }, "Lines of totals")).toBe(2);
    expect(await setAside(actor, batch.id, { code: "required" }, "Lines of totals")).toBe(0);
    expect(await getBatch(actor, batch.id)).toMatchObject({ status: "processed", refusedCount: 0, setAsideCount: 3 });
  });

  it("is left alone by viewers, by other organizations, and while the batch waits for its review", async () => {
    const organization = await createOrganization();
    const { actor } = await createUser(organization);
    const viewer = (await createUser(organization, { role: "viewer" })).actor;
    const stranger = await admin();
    const { batch, first } = await faultyBatch(actor);
    const which = { rowIds: [first.id] };
    await expect(setAside(viewer, batch.id, which, "A note")).rejects.toMatchObject({ code: "forbidden" });
    await expect(setAside(stranger, batch.id, which, "A note")).rejects.toMatchObject({ code: "not_found" });
    const waiting = await validated(actor, example());
    await expect(setAside(actor, waiting.id, { code: "required" }, "A note")).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await getBatch(actor, batch.id)).toMatchObject({ refusedCount: 2, setAsideCount: 0 });
  });
});
