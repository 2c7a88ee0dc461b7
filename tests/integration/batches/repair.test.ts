import { and, eq, isNull } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { ingestErrors } from "@/db/schema/ingest_errors";
import type { payouts } from "@/db/schema/payouts";
import { refusedRows } from "@/db/schema/refused_rows";
import { batchErrors } from "@/lib/batches/error-queries";
import { batchesWithErrors, errorTotals } from "@/lib/batches/error-totals";
import { getBatch } from "@/lib/batches/queries";
import { checkRepair, repairAll, repairRow, repairRows } from "@/lib/batches/repair/repair";
import { repairedRows } from "@/lib/batches/repair/queries";
import { databaseNow } from "@/lib/time";
import { admin, created, file, fileOf, header, row, rowCounts } from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import { createOrganization } from "@/tests/support/factories";
import { faultyBatch, good, payoutsOf } from "@/tests/support/faulty-batch";
import { atOnce, refused, twentyAdmins } from "@/tests/support/twenty";

useDatabase();

describe("the repair of a refused row", () => {
  it("creates the payout of its line with event and queued email, and updates row, errors, counts and status", async () => {
    const actor = await admin();
    const { batch, first } = await faultyBatch(actor);
    const result = await repairRow(actor, first.id, good);
    expect(result).toMatchObject({
      payout: {
        batchId: batch.id,
        line: 3,
        reference: "B1",
        amountMinor: 5553n,
        currency: "USD",
        recipientName: "Grace Hopper",
        status: "pending",
      },
    });
    const { payout } = result as { payout: typeof payouts.$inferSelect };
    expect(await db.select().from(emails).where(eq(emails.payoutId, payout.id))).toMatchObject([
      { kind: "payout_sent", ordinal: 0, status: "queued", toEmail: "grace@example.com" },
    ]);
    const [stored] = await db.select().from(refusedRows).where(eq(refusedRows.id, first.id));
    expect(stored).toMatchObject({
      payoutId: payout.id,
      resolvedBy: actor.userId,
      resolvedAt: payout.createdAt,
      values: { amount: "55,53" },
    });
    expect(
      await db.$count(ingestErrors, and(eq(ingestErrors.refusedRowId, first.id), isNull(ingestErrors.resolvedAt))),
    ).toBe(0);
    expect(await getBatch(actor, batch.id)).toMatchObject({
      recordCount: 3,
      acceptedCount: 2,
      createdCount: 2,
      refusedCount: 1,
      status: "partially_processed",
      totals: [{ currency: "USD", count: 2, amountMinor: "6803" }],
    });
  });

  it("is recorded in the timeline and the audit log with who, which line and what changed", async () => {
    const actor = await admin();
    const { batch, first } = await faultyBatch(actor);
    const { payout } = (await repairRow(actor, first.id, good)) as { payout: typeof payouts.$inferSelect };
    const recorded = await db
      .select()
      .from(events)
      .where(eq(events.payoutId, payout.id))
      .orderBy(events.occurredAt, events.id);
    expect(recorded.map(({ name, data, batchId, actorUserId }) => ({ name, data, batchId, actorUserId }))).toEqual([
      { name: "payout.created", data: null, batchId: batch.id, actorUserId: actor.userId },
      {
        name: "batch.row_repaired",
        data: { line: 3, changed: "amount" },
        batchId: batch.id,
        actorUserId: actor.userId,
      },
    ]);
  });

  it("of the last row leaves no error of the batch, which says that all are repaired", async () => {
    const actor = await admin();
    const { batch, first, second } = await faultyBatch(actor);
    const at = { now: new Date((await databaseNow(db)).getTime() + 60_000), timeZone: "UTC" };
    const counts = async () => ({
      ...(await errorTotals(actor, { errors: "last-7d" }, at)),
      listed: (await batchesWithErrors(actor, "last-7d", at, 5)).map(({ errorCount, openCount, repairedCount }) => [
        errorCount,
        openCount,
        repairedCount,
      ]),
    });
    expect(await counts()).toMatchObject({ batchCount: 1, refusedCount: 2, listed: [[2, 2, 0]] });
    await repairRow(actor, first.id, good);
    expect(await counts()).toMatchObject({ batchCount: 1, refusedCount: 1, listed: [[2, 1, 1]] });
    await repairRow(actor, second.id, { ...good, reference: "B2" });
    expect(await counts()).toMatchObject({ batchCount: 1, refusedCount: 0, listed: [[2, 0, 2]] });
    expect(await getBatch(actor, batch.id)).toMatchObject({
      status: "processed",
      acceptedCount: 3,
      createdCount: 3,
      refusedCount: 0,
    });
    expect((await batchErrors(actor, batch.id)).rows).toEqual([]);
    expect(await repairedRows(actor, batch.id)).toMatchObject({
      total: 2,
      rows: [
        { line: 3, reference: "B1", byName: actor.name },
        { line: 4, reference: "B2" },
      ],
    });
  });

  it("of a ragged row is refused until somebody edits it or confirms that its cells are right", async () => {
    const actor = await admin();
    const ragged = (reference: string) => `Ada Byron,ada@example.com,1,USD,${reference},250.00`;
    const { batch } = await created(
      actor,
      fileOf([header, row("R1"), ragged("B1"), ragged("B2"), ragged("B3")].join("\n")),
    );
    const [first, second, third] = (await batchErrors(actor, batch.id)).rows;
    const fault = { faults: [{ code: "too_many_cells" }] };
    expect(await checkRepair(actor, first!.id, first!.values)).toMatchObject(fault);
    expect(await repairRow(actor, first!.id, first!.values)).toMatchObject(fault);
    expect(await repairAll(actor, batch.id)).toMatchObject({ created: 0, refused: 3 });
    expect(await checkRepair(actor, first!.id, first!.values, true)).toMatchObject({ fields: { amountMinor: 100n } });
    expect(await repairRow(actor, first!.id, first!.values, true)).toMatchObject({
      payout: { reference: "B1", amountMinor: 100n },
    });
    expect(await repairRow(actor, second!.id, { ...second!.values, amount: "1250.00" })).toMatchObject({
      payout: { reference: "B2", amountMinor: 125_000n },
    });
    expect(await repairRows(actor, batch.id, new Map([[third!.id, third!.values]]))).toMatchObject([fault]);
    expect(
      await repairRows(actor, batch.id, new Map([[third!.id, third!.values]]), new Set([third!.id])),
    ).toMatchObject([{ fields: { reference: "B3" } }]);
  });

  it("by twenty admins at once creates one payout, counts nothing twice and tells the others", async () => {
    const organization = await createOrganization();
    const admins = await twentyAdmins(organization);
    const { batch, first } = await faultyBatch(admins[0]!.actor);
    const { done, refusals } = await atOnce(admins.map(({ actor }) => repairRow(actor, first.id, good)));
    expect(done).toMatchObject([{ payout: { reference: "B1" } }]);
    expect(refusals.map(({ message }) => message)).toEqual(
      Array.from({ length: 19 }, () => expect.stringContaining("Line 3 was repaired") as string),
    );
    expect(await payoutsOf(batch.id)).toBe(2);
    expect(await db.$count(emails, eq(emails.organizationId, organization.id))).toBe(2);
    expect(await getBatch(admins[0]!.actor, batch.id)).toMatchObject({
      acceptedCount: 2,
      createdCount: 2,
      refusedCount: 1,
    });
  });

  it("is refused with a message when repeated", async () => {
    const actor = await admin();
    const { batch, first } = await faultyBatch(actor);
    await repairRow(actor, first.id, good);
    const before = await rowCounts(actor);
    expect(await refused(repairRow(actor, first.id, { ...good, reference: "B9" }))).toMatchObject({
      code: "conflict",
      message: expect.stringContaining("Line 3 was repaired") as string,
    });
    expect(await refused(checkRepair(actor, first.id, good))).toMatchObject({ code: "conflict" });
    expect(await rowCounts(actor)).toEqual(before);
    expect(await payoutsOf(batch.id)).toBe(2);
  });

  it("of a batch without payouts makes it partially processed", async () => {
    const actor = await admin();
    const { batch } = await created(actor, file(row("B1", "1,5"), row("B2", "-1")));
    expect(batch.status).toBe("rejected");
    await repairRow(actor, (await batchErrors(actor, batch.id)).rows[0]!.id, good);
    expect(await getBatch(actor, batch.id)).toMatchObject({
      status: "partially_processed",
      acceptedCount: 1,
      createdCount: 1,
      refusedCount: 1,
    });
  });
});
