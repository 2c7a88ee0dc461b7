import { sql, type SQL } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import type { UserActor } from "@/lib/actor";
import { listPayouts } from "@/lib/payouts/queries";
import { enterIntoSearch } from "@/lib/payouts/search/entering";
import { findPayouts } from "@/lib/payouts/search/found";
import { useFilledDatabase } from "@/tests/support/database";
import { explaining, nodesOf } from "@/tests/support/explained";
import { createOrganization, createUser } from "@/tests/support/factories";

const size = 14_000;
/** What was entered last may lie in front of the index, at most 1 MB of it. */
const pendingList = 128;
let actor: UserActor;

/** Payouts of everybody called Ann, of every seventh called Bea, and of one called Quackenbush; each with its own reference. */
const load = (organizationId: string, count: number) =>
  db.execute(sql`
    insert into payouts (organization_id, id, reference, recipient_name, recipient_email, amount_minor, currency, status,
      status_changed_at, created_at, expires_at)
    select ${organizationId}::uuid, (lpad(to_hex(1764000000000 + n), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid,
      'CLM-' || lpad(n::text, 9, '0'),
      case when n = 77 then 'Ann Quackenbush' when n % 7 = 0 then 'Ann Béa' else 'Ann Person' end, 'p' || n || '@example.com', 100, 'USD', 'completed',
      now() - n * interval '1 second', now() - interval '60 days' - n * interval '1 second', now() + interval '60 days'
    from generate_series(1, ${count}) as n`);

useFilledDatabase(async () => {
  ({ actor } = await createUser(await createOrganization()));
  await load(actor.organizationId, size);
  await load((await createOrganization()).id, 3_000);
  while ((await enterIntoSearch(5_000)) > 0);
});

/** The tests after this one have tables that the server knows nothing of. */
afterEach(async () => {
  await db.execute(
    sql`delete from pg_statistic where starelid in ('payouts'::regclass, 'payout_search'::regclass, 'payout_search_grams'::regclass)`,
  );
  await db.execute(sql`update pg_class set reltuples = -1, relpages = 0 where relname in ('payouts', 'payout_search')`);
});

/** Blocks that a statement reads, from memory or from the disk. */
async function blocksOf(statement: SQL): Promise<number> {
  const explain = () =>
    db.execute<{ "QUERY PLAN": unknown }>(sql`explain (analyze, buffers, format json) ${statement}`);
  // The first run in a connection reads the catalog too, and so does one after a change of the catalog by others.
  const blocks: number[] = [];
  for (let run = 0; run < 3; run++) {
    const [row] = await explain();
    const [{ Plan: plan }] = row!["QUERY PLAN"] as [{ Plan: Record<string, number> }];
    blocks.push(plan["Shared Hit Blocks"]! + plan["Shared Read Blocks"]!);
  }
  return Math.min(...blocks);
}

const probe = (q: string) => blocksOf(sql`select payout_search_found(${actor.organizationId}, ${q}, 10000, 10000)`);

/** What the server believes of the tables' sizes: nothing yet, the truth, or that they are as large or small as can be. */
const beliefs: Record<string, SQL[]> = {
  "knows nothing": [],
  "has looked": [sql`analyze payouts`, sql`analyze payout_search`],
  "believes the tables huge": [
    sql`update pg_class set reltuples = 1e7, relpages = 300000 where relname in ('payouts', 'payout_search')`,
  ],
  "believes the tables empty": [
    sql`delete from pg_statistic where starelid in ('payouts'::regclass, 'payout_search'::regclass)`,
    sql`update pg_class set reltuples = 0, relpages = 0 where relname in ('payouts', 'payout_search')`,
  ],
};

test("a list of more than ten thousand matches says so without counting them", async () => {
  const at = { now: new Date(), timeZone: "UTC" };
  const { rows, total } = await listPayouts(actor, { filter: { q: "ann" }, page: {} }, at);
  expect([rows.length, total]).toEqual([50, { count: 10_000, capped: true, money: null }]);
  const some = await listPayouts(actor, { filter: { q: "béa" }, page: {} }, at);
  expect([some.rows.length, some.total.count]).toEqual([50, Math.floor(size / 7) - 1]);
});

describe("a search reads few blocks, whatever the planner believes of the tables", () => {
  test("and says exactly what it found", async () => {
    for (const [belief, statements] of Object.entries(beliefs)) {
      for (const statement of statements) await db.execute(statement);
      expect({ belief, blocks: await probe("quackenbush") }).toSatisfy(({ blocks }) => blocks <= pendingList + 200);
      expect({ belief, blocks: await probe("CLM-000012345") }).toSatisfy(({ blocks }) => blocks <= pendingList + 250);
      expect({ belief, blocks: await probe("nobody") }).toSatisfy(({ blocks }) => blocks <= pendingList + 200);
      expect({ belief, blocks: await probe("ann") }).toSatisfy(({ blocks }) => blocks <= 600);
      const found = await Promise.all(["quackenbush", "bea", "ann", "nobody"].map((q) => findPayouts(actor, q)));
      expect(found.map(({ ids }) => (ids === "many" ? ids : ids.length))).toEqual([
        1,
        Math.floor(size / 7) - 1,
        "many",
        0,
      ]);
    }
  }, 60_000);

  test("and looks once at what the server knows of the keys, however many it asks for", async () => {
    await db.execute(sql`analyze payout_search`);
    const rarest = (keys: number) =>
      blocksOf(sql`select payout_search_rarest(array(select generate_series(1, ${keys}::int)::bigint))`);
    // The tables of the catalog that other tests have used take some more; a look for each key would take hundreds.
    expect(await rarest(40)).toBeLessThan((await rarest(4)) + 100);
  });

  test("and each payout that waits to be entered costs a walk down its key", async () => {
    await load((await createOrganization()).id, 100);
    const before = await probe("quackenbush");
    await db.execute(sql`update payouts set recipient_email = 'x' || recipient_email
      where organization_id = ${actor.organizationId} and reference <= 'CLM-000000200'`);
    // Three or four levels of the key, its row, and what changes left beside it.
    expect((await probe("quackenbush")) - before).toBeLessThanOrEqual(200 * 6);
    while ((await enterIntoSearch(5_000)) > 0);
  });

  test("and of those that wait to be entered it looks at the ten thousand newest, and says that there are more", async () => {
    const { actor: waits } = await createUser(await createOrganization());
    await load(waits.organizationId, 10_002);
    const at = { now: new Date(), timeZone: "UTC" };
    const list = async (q: string) => {
      const { rows, total } = await listPayouts(waits, { filter: { q }, page: { sort: "amount" } }, at);
      return { rows: rows.length, ...total };
    };
    const some = { rows: 1, count: 1, capped: false, money: null, soFar: true };
    expect(await list("quackenbush")).toEqual(some);
    // The last that is looked at, and the first that is not.
    expect(await list("p3@")).toEqual(some);
    expect(await list("p2@")).toEqual({ ...some, rows: 0, count: 0 });
    expect(
      await blocksOf(sql`select payout_search_found(${waits.organizationId}, 'quackenbush', 10000, 10000)`),
    ).toBeLessThan(pendingList + 1_200);
    // Those of an amount are known by it, and are too many to be lacking any.
    expect(await list("1.00")).toEqual({ rows: 0, count: 10_000, capped: true, money: null });
    while ((await enterIntoSearch(5_000)) > 0);
    const money = [{ currency: "USD", count: 1, amountMinor: 100n }];
    expect(await list("p2@")).toEqual({ rows: 1, count: 1, capped: false, money });
  });

  // The last one, because it changes every payout.
  test("and asks an index whether payouts wait to be written as expired, without a look at those that are pending", async () => {
    await db.execute(sql`update payouts set status = 'pending'`);
    const { executor, plans } = explaining();
    await findPayouts(actor, "quackenbush", executor);
    const nodes = plans.flatMap(nodesOf).filter((node) => node["Relation Name"] === "payouts");
    const read = nodes.reduce((sum, node) => sum + node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0), 0);
    expect({ asked: nodes.length, read }).toEqual({ asked: 1, read: 0 });
  });
});
