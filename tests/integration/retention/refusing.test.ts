import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db, transaction, type Tx } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { events } from "@/db/schema/events";
import { changeWords } from "@/lib/audit/words";
import { getBatch, listBatches } from "@/lib/batches/queries";
import { setAside } from "@/lib/batches/repair/setting-aside";
import { recordEvents } from "@/lib/events";
import { currentMoment } from "@/lib/moment";
import { retentionMonths } from "@/lib/retention/queries";
import { setRetention } from "@/lib/settings/mutations";
import { useDatabase } from "@/tests/support/database";
import { createPayout } from "@/tests/support/factories";
import { daysAgo, keepingOrganization, moveEverything, oldBatch, rowsIn } from "@/tests/support/old-world";
import { refused } from "@/tests/support/twenty";

useDatabase();

const appendOnly = /append-only/;
const copied = (tx: Tx) => tx.execute(sql`insert into archive.events select * from events`);
const oldOnes = sql`occurred_at < now() - interval '250 days'`;
/** What deleting events comes to, if something is done just before. */
const deletion = (before: (tx: Tx) => Promise<unknown>, which = oldOnes) =>
  transaction(async (tx) => {
    await before(tx);
    await tx.execute(sql`delete from events where ${which}`);
  });
/** The innermost error is the server's. */
async function reasonOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  let innermost: unknown = error;
  while (innermost instanceof Error && innermost.cause) innermost = innermost.cause;
  return innermost instanceof Error ? innermost.message : "it was done";
}

/** An organization that keeps six months, and one event of it that may go. */
async function oneOldEvent() {
  const kept = await keepingOrganization();
  await recordEvents(db, kept.system, [{ name: "user.signed_in", occurredAt: daysAgo(300) }]);
  return kept;
}

describe("the database refuses that an event leaves the log", () => {
  it("without a copy in the archive, however old it is", async () => {
    await oneOldEvent();
    expect(await reasonOf(deletion(() => Promise.resolve()))).toMatch(appendOnly);
    expect(await reasonOf(deletion(copied))).toBe("it was done");
  });

  it("with a copy that tells something else", async () => {
    await oneOldEvent();
    const other = async (tx: Tx) => {
      await copied(tx);
      await tx.execute(sql`set local session_replication_role = replica`);
      await tx.execute(sql`update archive.events set name = 'user.changed'`);
      await tx.execute(sql`set local session_replication_role = default`);
    };
    expect(await reasonOf(deletion(other))).toMatch(appendOnly);
  });

  it("before the retention is over", async () => {
    const { system } = await keepingOrganization();
    await recordEvents(db, system, [{ name: "user.signed_in", occurredAt: daysAgo(170) }]);
    expect(await reasonOf(deletion(copied, sql`name = 'user.signed_in'`))).toMatch(appendOnly);
  });

  it("while the organization keeps everything", async () => {
    const { organization } = await oneOldEvent();
    const keeping = async (tx: Tx) => {
      await copied(tx);
      await tx.execute(sql`update organizations set retention_months = null where id = ${organization.id}`);
    };
    expect(await reasonOf(deletion(keeping))).toMatch(appendOnly);
  });

  it("when its payout is open", async () => {
    const { organization } = await keepingOrganization();
    await createPayout(organization, { createdAt: daysAgo(400), status: "pending" });
    expect(await reasonOf(deletion(copied))).toMatch(appendOnly);
  });

  it("when it says who canceled a payout", async () => {
    const { organization } = await keepingOrganization();
    await createPayout(organization, {
      createdAt: daysAgo(400),
      status: "canceled",
      statusChangedAt: daysAgo(399),
    });
    expect(await reasonOf(deletion(copied, sql`name = 'payout.created'`))).toBe("it was done");
    expect(await reasonOf(deletion(() => Promise.resolve(), sql`name = 'payout.canceled'`))).toMatch(appendOnly);
  });

  it("from the archive, or changes there", async () => {
    await oneOldEvent();
    await moveEverything();
    expect((await rowsIn("archive", "events")).length).toBe(1);
    expect(await reasonOf(db.execute(sql`delete from archive.events`))).toMatch(appendOnly);
    expect(await reasonOf(db.execute(sql`update archive.events set reason = 'other'`))).toMatch(appendOnly);
    expect(await reasonOf(db.execute(sql`update events set reason = 'other'`))).toMatch(appendOnly);
  });
});

describe("a batch whose records have moved", () => {
  it("keeps its numbers, refuses repairs with a sentence, and says when they moved", async () => {
    const { organization, actor } = await keepingOrganization();
    const batch = await oldBatch(organization, 400);
    const [row] = await db.execute<{ id: string }>(
      sql`select id from refused_rows where batch_id = ${batch.id} limit 1`,
    );
    await moveEverything();
    const found = await getBatch(actor, batch.id);
    expect(found).toMatchObject({ refusedCount: 3, acceptedCount: 1, status: "partially_processed" });
    expect(found.recordsMovedAt).not.toBeNull();
    expect((await listBatches(actor, { filter: {}, page: {} }, await currentMoment(actor))).total).toBe(1);
    const refusal = await refused(setAside(actor, batch.id, { rowIds: [row!.id] }, "No payment"));
    expect(refusal).toMatchObject({ code: "conflict", message: expect.stringContaining("in the archive") as string });
    expect((await rowsIn("archive", "refused_rows")).length).toBe(3);
    expect((await rowsIn("archive", "ingest_errors")).length).toBe(3);
    expect((await rowsIn("archive", "batch_file_chunks")).length).toBe(2);
  });

  it.each(["pending", "submitted", "failed_to_send"] as const)(
    "is never one of which a payout is %s",
    async (status) => {
      const { organization } = await keepingOrganization();
      const batch = await oldBatch(organization, 400);
      await createPayout(organization, {
        batchId: batch.id,
        createdAt: daysAgo(399),
        statusChangedAt: daysAgo(399),
        status,
      });
      await moveEverything();
      expect(await rowsIn("archive", "refused_rows")).toEqual([]);
      const [found] = await db.select().from(batches).where(eq(batches.id, batch.id));
      expect(found!.recordsMovedAt).toBeNull();
    },
  );
});

describe("the retention of an organization", () => {
  it("is refused below 3 months, by the command and by the database", async () => {
    const { organization, system } = await keepingOrganization();
    for (const months of [2, 0, -1, 3.5, 1_201])
      expect(await refused(setRetention(system, months))).toMatchObject({ code: "invalid" });
    const direct = db.execute(sql`update organizations set retention_months = 2 where id = ${organization.id}`);
    expect(await reasonOf(direct)).toMatch(/organizations_retention/);
  });

  it("is told in the log once, and stops when it is taken back", async () => {
    const { organization, actor, system } = await keepingOrganization();
    await oldBatch(organization, 400);
    expect(await setRetention(system, 6)).toBe(false);
    expect(await setRetention(system, null)).toBe(true);
    expect(await retentionMonths(actor)).toBeNull();
    await moveEverything();
    expect(await rowsIn("archive", "refused_rows")).toEqual([]);
    const told = await db.select().from(events).where(eq(events.name, "organization.changed"));
    expect(told.map((event) => changeWords({ ...event, fromStatus: null, toStatus: null }, "UTC")).sort()).toEqual([
      "Retention in months: 6 → none",
      "Retention in months: none → 6",
    ]);
  });
});
