import { and, eq, isNull } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db, transaction } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { ingestErrors } from "@/db/schema/ingest_errors";
import type { payouts } from "@/db/schema/payouts";
import { refusedRows } from "@/db/schema/refused_rows";
import { systemActor } from "@/lib/actor";
import { batchErrors } from "@/lib/batches/error-queries";
import { batchesWithErrors, errorTotals } from "@/lib/batches/error-totals";
import { getBatch } from "@/lib/batches/queries";
import { checkRepair, repairAll, repairRow, repairRows } from "@/lib/batches/repair/repair";
import { repairedRows } from "@/lib/batches/repair/queries";
import { databaseNow } from "@/lib/time";
import { admin, created, file, fileOf, header, row, rowCounts, validated } from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import { createBatch, createOrganization, createPayout, createRefusedRow, createUser } from "@/tests/support/factories";
import { faulty, faultyBatch, good, payoutsOf } from "@/tests/support/faulty-batch";
import { atOnce, refused, twentyAdmins } from "@/tests/support/twenty";

useDatabase();

describe("a refused row that is repaired", () => {
  it("becomes the payout of its line, with its event and its owed email, and row, errors, counts and status follow", async () => {
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

  it("is told in the timeline and the audit log: who repaired which line, and what was changed", async () => {
    const actor = await admin();
    const { batch, first } = await faultyBatch(actor);
    const { payout } = (await repairRow(actor, first.id, good)) as { payout: typeof payouts.$inferSelect };
    const told = await db
      .select()
      .from(events)
      .where(eq(events.payoutId, payout.id))
      .orderBy(events.occurredAt, events.id);
    expect(told.map(({ name, data, batchId, actorUserId }) => ({ name, data, batchId, actorUserId }))).toEqual([
      { name: "payout.created", data: null, batchId: batch.id, actorUserId: actor.userId },
      {
        name: "batch.row_repaired",
        data: { line: 3, changed: "amount" },
        batchId: batch.id,
        actorUserId: actor.userId,
      },
    ]);
  });

  it("takes its batch off those with errors once it was the last, and shows as repaired", async () => {
    const actor = await admin();
    const { batch, first, second } = await faultyBatch(actor);
    const at = { now: new Date((await databaseNow(db)).getTime() + 60_000), timeZone: "UTC" };
    const counts = async () => ({
      ...(await errorTotals(actor, { errors: "last-7d" }, at)),
      listed: (await batchesWithErrors(actor, "last-7d", at, 5)).map(({ refusedCount }) => refusedCount),
    });
    expect(await counts()).toMatchObject({ batchCount: 1, refusedCount: 2, listed: [2] });
    await repairRow(actor, first.id, good);
    expect(await counts()).toMatchObject({ batchCount: 1, refusedCount: 1, listed: [1] });
    await repairRow(actor, second.id, { ...good, reference: "B2" });
    expect(await counts()).toMatchObject({ batchCount: 0, refusedCount: 0, listed: [] });
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

  it("and is ragged stays refused as it stands, though its cells make sense where they are, until somebody has edited it or says that they are right", async () => {
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

  it("by twenty admins at once makes one payout; the others are told, and nothing is counted twice", async () => {
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

  it("a second time is refused in words", async () => {
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

  it("of a batch that had no payout makes it one that has some", async () => {
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

describe("values that are still wrong", () => {
  it("are told by every fault, as they are typed and when they are sent, and create nothing", async () => {
    const actor = await admin();
    const { second } = await faultyBatch(actor);
    const before = await rowCounts(actor);
    const values = { ...good, email: "nobody", amount: "1.234,50", reference: "R1" };
    for (const attempt of [checkRepair, repairRow]) {
      const result = await attempt(actor, second.id, values);
      expect(
        "faults" in result && result.faults.map(({ code, column, suggestedValues }) => [code, column, suggestedValues]),
      ).toEqual([
        ["email_invalid", "email", []],
        ["amount_decimal_comma", "amount", ["1234.50"]],
        ["reference_used", "reference", []],
      ]);
    }
    expect(await rowCounts(actor)).toEqual(before);
  });

  it("are judged by the same rules as a file: what a check lets pass, the repair creates", async () => {
    const actor = await admin();
    const { first } = await faultyBatch(actor);
    expect(await checkRepair(actor, first.id, good)).toMatchObject({
      fields: { amountMinor: 5553n, reference: "B1" },
      duplicate: false,
    });
    expect(await repairRow(actor, first.id, good)).toHaveProperty("payout");
  });

  it("that repeat a payout of the last weeks are good, with a warning", async () => {
    const actor = await admin();
    const { first } = await faultyBatch(actor);
    await createPayout(actor, { recipientEmail: "Grace@Example.com", amountMinor: 5553n });
    expect(await checkRepair(actor, first.id, good)).toMatchObject({ duplicate: true });
  });

  it("because another payout took the reference meanwhile create nothing, and leave the row as it was", async () => {
    const actor = await admin();
    const { batch, first } = await faultyBatch(actor);
    let repairing: ReturnType<typeof repairRow> | undefined;
    await transaction(async (tx) => {
      await createPayout(actor, { reference: "B1" }, tx);
      repairing = repairRow(actor, first.id, good);
      // Not seen by its check, the reference is waited for by its write.
      for (let waiting = "0"; waiting === "0"; ) waiting = await lockWaiters();
    });
    expect(await repairing).toMatchObject({ faults: [{ code: "reference_used", column: "reference", line: 3 }] });
    expect(await getBatch(actor, batch.id)).toMatchObject({ acceptedCount: 1, createdCount: 1, refusedCount: 2 });
    expect((await batchErrors(actor, batch.id)).rows).toHaveLength(2);
  });
});

async function lockWaiters(): Promise<string> {
  const [found] = await db.execute<{ count: string }>(
    "select count(*)::text as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  );
  return found?.count ?? "0";
}

describe("who may repair", () => {
  it("is an admin of the organization or the system; for others nothing is written, and another organization's row does not exist", async () => {
    const organization = await createOrganization();
    const { actor } = await createUser(organization);
    const { actor: viewer } = await createUser(organization, { role: "viewer" });
    const { batch, first, second } = await faultyBatch(actor);
    const before = await rowCounts(actor);
    for (const [who, code] of [
      [viewer, "forbidden"],
      [await admin(), "not_found"],
    ] as const) {
      expect(await refused(checkRepair(who, first.id, good))).toMatchObject({ code });
      expect(await refused(repairRow(who, first.id, good))).toMatchObject({ code });
      expect(await refused(repairAll(who, batch.id))).toMatchObject({ code });
    }
    expect(await refused(repairRow(actor, "not-an-id", good))).toMatchObject({ code: "not_found" });
    expect(await rowCounts(actor)).toEqual(before);
    await repairRow(systemActor(organization.id, "command"), second.id, { ...good, reference: "B2" });
    expect((await repairedRows(actor, batch.id)).rows).toMatchObject([{ line: 4, byName: null }]);
  });

  it("is nobody while the batch waits for its review, or after it was given up whole", async () => {
    const actor = await admin();
    const waiting = await validated(actor, faulty());
    const { rows } = await batchErrors(actor, waiting.id);
    expect(await refused(repairRow(actor, rows[0]!.id, good))).toMatchObject({
      code: "conflict",
      message: expect.stringContaining("not finished") as string,
    });
    const organization = await createOrganization();
    const { actor: other } = await createUser(organization);
    const whole = await createBatch(organization, {
      status: "rejected",
      acceptedCount: 3,
      createdCount: 0,
      refusedCount: 1,
      recordCount: 4,
    });
    expect(await refused(repairRow(other, (await createRefusedRow(whole)).id, good))).toMatchObject({
      code: "conflict",
      message: expect.stringContaining("new one") as string,
    });
  });
});

describe("all rows tried again", () => {
  it("as they stand become payouts where nothing is wrong any more, once, and say why the others do not", async () => {
    const actor = await admin();
    const { batch, first, second } = await faultyBatch(actor);
    await db.update(refusedRows).set({ values: good }).where(eq(refusedRows.id, first.id));
    const tally = await repairAll(actor, batch.id);
    expect(tally).toMatchObject({ created: 1, refused: 1, examples: [{ line: second.line }] });
    expect([...tally.reasons]).toEqual([
      ["email_invalid", 1],
      ["amount_not_positive", 1],
    ]);
    expect(await repairAll(actor, batch.id)).toMatchObject({ created: 0, already: 0, refused: 1 });
    expect(await getBatch(actor, batch.id)).toMatchObject({ acceptedCount: 2, createdCount: 2, refusedCount: 1 });
  });

  it("by two admins at once make each payout once", async () => {
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

  it("never make a payout of a ragged row by accident, however sensible its cells look", async () => {
    const actor = await admin();
    const { batch } = await created(actor, fileOf(`${header}\n${row("R1")}\nAda,ada@example.com,10.00,USD,R2,more\n`));
    expect(batch).toMatchObject({ refusedCount: 1 });
    const tally = await repairAll(actor, batch.id);
    expect([...tally.reasons]).toEqual([["too_many_cells", 1]]);
    expect(await payoutsOf(batch.id)).toBe(1);
  });

  it("of which several share a reference leave it to the first of them", async () => {
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
