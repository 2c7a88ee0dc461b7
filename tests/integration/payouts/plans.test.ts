import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDb, db } from "@/db/client";
import type { Cluster } from "@/db/embedded/cluster";
import { migrate } from "@/db/migrate";
import type { UserActor } from "@/lib/actor";
import { dashboard } from "@/lib/dashboard/queries";
import { tabKeys } from "@/lib/dashboard/sections";
import { listEmails } from "@/lib/emails/queries";
import type { At } from "@/lib/moment";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { servedSorts, type Sort } from "@/lib/payouts/list/view";
import { payoutRows } from "@/lib/payouts/queries";
import { databaseNow } from "@/lib/time";
import { seedBig } from "@/scripts/big-seed/load";
import { startThrowAwayCluster } from "@/tests/support/cluster";
import { blocksOf, explaining, mostSorted, scannedTables } from "@/tests/support/explained";
import "@/tests/support/own-environment";

/** Of a page of 50 rows, whatever the length of its list. */
const mostBlocks = 500;
const rowsOfPage = 51;
const statuses = 7;

// A server of its own, whose statistics are those of a large database.
let cluster: Cluster;
let actor: UserActor;
let at: At;
beforeAll(async () => {
  cluster = await startThrowAwayCluster();
  process.env.DATABASE_URL = cluster.url;
  await closeDb();
  await migrate(cluster.url);
  await seedBig({ payouts: 40_000, hard: false }, () => {});
  const [large] = await db.execute<Record<"id" | "userId" | "name" | "timeZone", string>>(sql`
    select o.id, o.name, o.time_zone as "timeZone", u.id as "userId" from organizations o join users u on u.organization_id = o.id
    where o.slug = 'large'`);
  const { id, userId, name, timeZone } = large!;
  actor = {
    type: "user",
    organizationId: id,
    userId,
    role: "admin",
    name: "",
    email: "",
    organizationName: name,
    timeZone,
    requestId: "plans",
  };
  at = { now: await databaseNow(db), timeZone };
}, 120_000);
afterAll(async () => {
  await closeDb();
  await cluster.stop();
});

/** Values of each key of the filter: a common one and a rare one. */
async function values(): Promise<PayoutFilter[]> {
  const [batches] = await db.execute<{ large: string; small: string }>(sql`
    select (array_agg(batch_id order by count desc))[1] as large, (array_agg(batch_id order by count))[1] as small from (
      select batch_id, count(*) as count from payouts where organization_id = ${actor.organizationId} and batch_id is not null group by 1) sizes`);
  const [rare] = await db.execute<{ currency: string }>(
    sql`select currency from payouts where organization_id = ${actor.organizationId} group by 1 order by count(*) limit 1`,
  );
  return [
    { group: "completed" },
    { group: "pending" },
    { group: "failed" },
    { status: ["completed"] },
    { status: ["failed_to_process"] },
    { status: ["pending"] },
    { status: ["expired", "canceled"] },
    { changed: "last-30d" },
    { changed: "last-24h" },
    { created: "last-30d" },
    { created: "last-24h" },
    { expires: "next-7d" },
    { expired: "last-7d" },
    { replaced: "yes" },
    { replaced: "no" },
    { currency: "USD" },
    { currency: rare!.currency as "USD" },
    { currency: "USD", amount_min: "10" },
    { currency: "USD", amount_min: "4000" },
    { batch: batches!.large },
    { batch: batches!.small },
  ];
}

async function planOf(filter: PayoutFilter, sort?: Sort) {
  const { executor, plans } = explaining();
  await payoutRows(actor, { filter, page: { sort } }, at, rowsOfPage - 1, executor);
  return plans.at(-1)!;
}

test("a page of a list reads few blocks and sorts a page at most, in each order that is offered, by each filter", async () => {
  for (const filter of [{}, ...(await values())]) {
    for (const key of servedSorts(filter)) {
      for (const sort of [key, `-${key}`] as const) {
        const plan = await planOf(filter, sort);
        expect({ filter, sort, scanned: scannedTables(plan) }).toEqual({ filter, sort, scanned: [] });
        expect({ filter, sort, sorted: mostSorted(plan) <= statuses * rowsOfPage }).toEqual({
          filter,
          sort,
          sorted: true,
        });
        expect(blocksOf(plan), JSON.stringify({ filter, sort })).toBeLessThanOrEqual(mostBlocks);
      }
    }
  }
});

test("page 2,000 of a list reads no more than one and a half times what page 1 reads", async () => {
  const [far] = await db.execute<{ place: string }>(sql`
    select (extract(epoch from status_changed_at) * 1000)::bigint || '_' || id as place from payouts
    where organization_id = ${actor.organizationId} order by status_changed_at desc, id desc offset 15000 limit 1`);
  const { executor, plans } = explaining();
  await payoutRows(actor, { filter: {}, page: {} }, at, 50, executor);
  await payoutRows(actor, { filter: {}, page: { after: far!.place } }, at, 50, executor);
  const [first, last] = plans.map(blocksOf);
  expect(last).toBeLessThanOrEqual(1.5 * first!);
});

test("two filters at once read no table from end to end", async () => {
  const all = await values();
  for (const [index, one] of all.entries()) {
    for (const other of all.slice(index + 1)) {
      if (Object.keys(one).some((key) => key in other)) continue;
      const filter = { ...one, ...other };
      expect({ filter, scanned: scannedTables(await planOf(filter)) }).toEqual({ filter, scanned: [] });
    }
  }
});

test("the email log by a rare status reads few blocks", async () => {
  for (const status of ["failed", "bounced"] as const) {
    const { executor, plans } = explaining();
    await listEmails(actor, { filter: { status }, page: {} }, at, 50, executor);
    expect({ status, scanned: plans.flatMap(scannedTables) }).toEqual({ status, scanned: [] });
    expect(blocksOf(plans[0]!)).toBeLessThanOrEqual(mostBlocks);
  }
});

test("the Dashboard reads few blocks, and no table of payouts, events or errors from end to end", async () => {
  for (const tab of tabKeys) {
    const { executor, plans } = explaining();
    await dashboard(actor, at, tab, undefined, executor);
    const grown = plans
      .flatMap(scannedTables)
      .filter((table) => !["organizations", "payout_deltas", "batches"].includes(table));
    expect({ tab, grown }).toEqual({ tab, grown: [] });
    const blocks = plans.map(blocksOf).reduce((sum, one) => sum + one, 0);
    expect(blocks).toBeLessThanOrEqual(2 * mostBlocks);
  }
});
