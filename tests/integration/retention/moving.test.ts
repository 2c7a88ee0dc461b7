import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { ask } from "@/db/question";
import { emails } from "@/db/schema/emails";
import { Random } from "@/scripts/demo-data/random";
import { payoutsNamed } from "@/lib/batches/rules/references";
import { listBatches } from "@/lib/batches/queries";
import { findByFile } from "@/lib/batches/ingest/receive";
import { errorTotals } from "@/lib/batches/error-totals";
import { tilesBefore, rebuildTileSnapshots } from "@/lib/dashboard/snapshots";
import { payoutEmails } from "@/lib/emails/queries";
import { currentMoment, type At } from "@/lib/moment";
import { payoutContradiction } from "@/lib/payments/contradiction";
import { summarizePayouts } from "@/lib/payouts/counts/summarize";
import { getPayout, listPayouts, payoutOrigins } from "@/lib/payouts/queries";
import { payoutStatuses } from "@/lib/payouts/status";
import { payoutTimeline } from "@/lib/payouts/timeline";
import { openStatuses } from "@/lib/payouts/transitions";
import { movedOut } from "@/lib/retention/queries";
import { moveOldRecords } from "@/lib/retention/moving";
import { useDatabase } from "@/tests/support/database";
import { endWaiting, holding, untilWaiting } from "@/tests/support/lock-waiters";
import { createOldWorld, daysAgo, everywhere, moveEverything, nextPass, rowsIn } from "@/tests/support/old-world";
import { exported } from "@/tests/support/walk-list";

useDatabase();

type World = Awaited<ReturnType<typeof createOldWorld>>;

const isOpen = ({ status, archivedAt }: World["payouts"][number]) =>
  archivedAt === null && openStatuses.includes(status);

/** What staff and the checks of new files read, of the same moment. */
async function readings({ actor, payouts, batches }: World, at: At) {
  const filters = { all: {}, pending: { group: "pending" }, failed: { group: "failed" } } as const;
  await db.execute(sql`delete from tile_snapshots`);
  await rebuildTileSnapshots(actor, at.now);
  return {
    lists: await Promise.all(Object.values(filters).map((filter) => listPayouts(actor, { filter, page: {} }, at))),
    sums: await summarizePayouts(actor, filters, at),
    exported: await exported(actor, {}, at),
    before: await ask(db, tilesBefore(actor, at)),
    errors: await errorTotals(actor, { errors: "last-30d" }, at),
    batches: (await listBatches(actor, { filter: {}, page: {} }, at)).rows.map(({ recordsMovedAt: _, ...row }) => row),
    files: await Promise.all(batches.map(async ({ fileSha256 }) => (await findByFile(actor, fileSha256!))?.id)),
    references: await payoutsNamed(
      actor.organizationId,
      payouts.map(({ reference }) => reference),
    ),
    payouts: await Promise.all(
      payouts.map(async (payout) => ({
        payout: await getPayout(actor, payout.id, at.now),
        origins: await payoutOrigins(actor, payout),
        inDoubt: await payoutContradiction(actor, payout.id),
        ...(isOpen(payout) && {
          timeline: await payoutTimeline(actor, payout.id),
          emails: await payoutEmails(actor, payout.id),
        }),
      })),
    ),
  };
}

describe("what is older than an organization keeps moves to the archive", () => {
  it.each([1, 2, 3, 4])("and no list, count, export, check or open payout reads differently (%i)", async (seed) => {
    const world = await createOldWorld(new Random(`old records ${seed}`));
    const at = await currentMoment(world.actor);
    const before = { rows: await everywhere(), read: await readings(world, at) };
    await moveEverything();
    expect(await readings(world, at)).toEqual(before.read);
    expect(await everywhere()).toEqual(before.rows);
    for (const table of Object.keys(before.rows))
      expect((await rowsIn("archive", table)).length, table).toBeGreaterThan(0);
  });

  it("and what is younger, or of a payout that is open or changed lately, stays", async () => {
    const { organization } = await createOldWorld(new Random("old records 5"));
    await moveEverything();
    const wrong = await db.execute(sql`
      select e.name, p.status from archive.events e left join payouts p on p.organization_id = e.organization_id and p.id = e.payout_id
      where e.occurred_at >= now() - interval '6 months'
        or (p.archived_at is null and p.status = any(${sql.param([...openStatuses])}::payout_status[]))
        or p.status_changed_at >= now() - interval '6 months'`);
    expect(wrong).toEqual([]);
    const [left] = await db.execute<{ left: number }>(sql`
      select count(*)::int as left from events e left join payouts p on p.organization_id = e.organization_id and p.id = e.payout_id
      where e.organization_id = ${organization.id} and e.occurred_at < now() - interval '6 months' and not archive.stays(e.name)
        and (p.id is null or archive.is_closed(p.status, p.status_changed_at, p.archived_at, now() - interval '6 months'))`);
    expect(left).toEqual({ left: 0 });
  });

  it("and a second pass moves nothing twice, and what has closed meanwhile", async () => {
    const world = await createOldWorld(new Random("old records 6"));
    await moveEverything();
    const after = await everywhere();
    const moved = await rowsIn("archive", "events");
    await nextPass(world.organization.id);
    await moveEverything();
    expect(await rowsIn("archive", "events")).toEqual(moved);
    const open = world.payouts.find((one) => one.status === "pending" && one.createdAt < daysAgo(399))!;
    await db.execute(
      sql`update payouts set status = 'canceled', status_changed_at = ${daysAgo(300).toISOString()} where id = ${open.id}`,
    );
    await nextPass(world.organization.id);
    await moveEverything();
    expect((await rowsIn("archive", "events")).length).toBeGreaterThan(moved.length);
    expect(await everywhere()).toEqual(after);
  });

  it("and an organization without a retention keeps everything, whatever its neighbours do", async () => {
    const kept = await createOldWorld(new Random("old records 7"), 10);
    await db.execute(sql`update organizations set retention_months = null where id = ${kept.organization.id}`);
    await createOldWorld(new Random("old records 8"), 10);
    await moveEverything();
    const [found] = await db.execute(
      sql`select count(*)::int as moved from archive.events where organization_id = ${kept.organization.id}`,
    );
    expect(found).toEqual({ moved: 0 });
    expect(await movedOut(kept.actor)).toBeNull();
  });

  it("and an old email to a user goes once it has ended, because no payout keeps it", async () => {
    const { organization, actor } = await createOldWorld(new Random("old records 12"));
    const old = { organizationId: organization.id, userId: actor.userId, aboutId: actor.userId, toEmail: actor.email };
    for (const [ordinal, status] of (["skipped", "queued"] as const).entries())
      await db.insert(emails).values({
        ...old,
        id: uuidv7(),
        kind: "view_digest",
        ordinal,
        status,
        queuedAt: daysAgo(400),
        nextAttemptAt: daysAgo(400),
      });
    await moveEverything();
    const left = await db.select({ status: emails.status }).from(emails).where(eq(emails.userId, actor.userId));
    expect(left).toEqual([{ status: "queued" }]);
  });

  it("and staff are told before when, and on which day", async () => {
    const { actor } = await createOldWorld(new Random("old records 9"));
    await moveEverything();
    const moved = await movedOut(actor);
    expect(moved!.before.getTime()).toBeLessThan(daysAgo(180).getTime());
    expect(Math.abs(moved!.at.getTime() - Date.now())).toBeLessThan(60_000);
  });
});

describe("a record is in its table or in the archive", () => {
  it("when two workers move at once", async () => {
    await createOldWorld(new Random("old records 10"));
    const before = await everywhere();
    await Promise.all([moveEverything(3), moveEverything(3), moveEverything(3)]);
    expect(await everywhere()).toEqual(before);
  });

  it("when a worker is killed in the middle of a step, and the next one goes on", async () => {
    const { organization } = await createOldWorld(new Random("old records 11"));
    const before = await everywhere();
    await moveOldRecords(3);
    const archived = await rowsIn("archive", "events");
    await holding(async (tx) => {
      await tx.execute(sql`select from events where organization_id = ${organization.id} for update`);
      const step = moveOldRecords(1_000).then(
        () => "ended",
        () => "killed",
      );
      await untilWaiting();
      await endWaiting();
      expect(await step).toBe("killed");
    });
    expect(await rowsIn("archive", "events")).toEqual(archived);
    expect(await everywhere()).toEqual(before);
    await moveEverything();
    expect(await everywhere()).toEqual(before);
    expect((await rowsIn("archive", "events")).length).toBeGreaterThan(archived.length);
  });
});

describe("the database knows", () => {
  it.each(payoutStatuses)(
    "that a payout which is %s is closed when the table of transitions says so",
    async (status) => {
      const [found] = await db.execute<Record<string, boolean>>(sql`
      select archive.is_closed(${status}, now() - interval '1 day', null, now()) as closed,
        archive.is_closed(${status}, now() - interval '1 day', now() - interval '1 hour', now()) as replaced,
        archive.is_closed(${status}, now() - interval '1 day', now() + interval '1 hour', now()) as lately`);
      expect(found).toEqual({ closed: !openStatuses.includes(status), replaced: true, lately: false });
    },
  );

  it("in its archive the same columns as in the tables that rows come from", async () => {
    const columns = (schema: string) =>
      db.execute<{ table: string }>(sql`
        select table_name as table, column_name, udt_name, is_nullable from information_schema.columns
        where table_schema = ${schema} order by 1, ordinal_position`);
    const archived = await columns("archive");
    const names = new Set(archived.map(({ table }) => table));
    expect((await columns("public")).filter(({ table }) => names.has(table))).toEqual(archived);
    expect(names.size).toBe(5);
  });
});
