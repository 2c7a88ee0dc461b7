import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import type { UserActor } from "@/lib/actor";
import type { Sort } from "@/lib/payouts/list/view";
import type { At } from "@/lib/moment";
import { foldPayoutCounts } from "@/lib/payouts/counts/fold";
import { listPayouts } from "@/lib/payouts/queries";
import { enterIntoSearch } from "@/lib/payouts/search/entering";
import { findPayouts } from "@/lib/payouts/search/found";
import { useFilledDatabase } from "@/tests/support/database";
import { blocksOf, explaining } from "@/tests/support/explained";
import { createOrganization, createUser } from "@/tests/support/factories";
import { rebuilt } from "@/tests/support/vacuumed";

const size = 11_000;
let at: At;
let actor: UserActor;

/** Every eighth is called Bea, every thirtieth Cleo, and the thousand that changed first Zoe; two have each moment. */
useFilledDatabase(async () => {
  ({ actor } = await createUser(await createOrganization()));
  await db.execute(sql`
    insert into payouts (organization_id, id, reference, recipient_name, recipient_email, amount_minor, currency, status,
      status_changed_at, created_at, expires_at)
    select ${actor.organizationId}::uuid, gen_random_uuid(), 'CLM-' || n,
      case when n > ${size - 1_000} then 'Zoe' when n % 8 = 0 then 'Béa' when n % 30 = 1 then 'Cleo' else 'Ann' end || ' Person', 'p' || n || '@example.com', 100, 'USD', 'completed',
      now() - (n / 2) * interval '1 second', now() - interval '60 days' + n * interval '1 second', now() + interval '60 days'
    from generate_series(1, ${size}) as n`);
  while ((await enterIntoSearch(5_000)) > 0);
  while ((await foldPayoutCounts(50_000)) > 0);
  await rebuilt("payouts", "payout_search");
  at = { now: new Date(), timeZone: "UTC" };
});

const named = async (name: string, order = "status_changed_at desc, id desc") =>
  (
    await db.execute<{ id: string }>(
      sql`select id from payouts where organization_id = ${actor.organizationId} and recipient_name like ${`${name}%`} order by ${sql.raw(order)}`,
    )
  ).map(({ id }) => id);

/** The ids of all pages, one behind the other. */
async function walked(q: string, sort?: Sort): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | undefined, more = true; more; ) {
    const { rows, next, total } = await listPayouts(actor, { filter: { q }, page: { after, sort } }, at, 200);
    expect(total.capped).toBe(false);
    ids.push(...rows.map(({ id }) => id));
    [after, more] = [next ?? undefined, next !== null];
  }
  return ids;
}

test("what a search finds often is listed in order, page by page, wherever it lies", async () => {
  expect(await walked("bea")).toEqual(await named("Béa"));
  expect(await walked("cleo", "created")).toEqual(await named("Cleo", "created_at, id"));
  expect(await walked("cleo", "-created")).toEqual(await named("Cleo", "created_at desc, id desc"));
  expect(await walked("zoe")).toEqual(await named("Zoe"));
  const [, ...others] = await named("Béa");
  const second = await listPayouts(actor, { filter: { q: "bea" }, page: {} }, at, 1);
  const page = await listPayouts(actor, { filter: { q: "bea" }, page: { after: second.next! } }, at, 3);
  expect(page.rows.map(({ id }) => id)).toEqual(others.slice(0, 3));
  const back = await listPayouts(actor, { filter: { q: "bea" }, page: { before: page.previous! } }, at, 3);
  expect(back.rows.map(({ id }) => id)).toEqual((await named("Béa")).slice(0, 1));
});

test("its number is exact, and a page of it reads few blocks", async () => {
  const { executor, plans } = explaining();
  const { total, rows } = await listPayouts(actor, { filter: { q: "bea" }, page: {} }, at, 50, executor);
  expect([total, rows.length]).toEqual([{ count: (await named("Béa")).length, capped: false, money: null }, 50]);
  // To look for them, and then 50 payouts by their key.
  expect(plans).toHaveLength(2);
  expect(blocksOf(plans[1]!)).toBeLessThanOrEqual(300);
});

test("an id that is asked for is not taken for a payout that is there", async () => {
  expect(await findPayouts(actor, randomUUID())).toMatchObject({ settled: false });
});

// The last two, because each changes a payout.
test("a payout that was called otherwise since is neither counted nor listed, entered or not", async () => {
  const [first, ...others] = await named("Béa");
  await db.execute(sql`update payouts set recipient_name = 'Ann Other' where id = ${first}`);
  const look = async () => {
    const { total, rows } = await listPayouts(actor, { filter: { q: "bea" }, page: {} }, at);
    return [total.count, rows.map(({ id }) => id)];
  };
  expect(await look()).toEqual([others.length, others.slice(0, 50)]);
  while ((await enterIntoSearch(5_000)) > 0);
  expect(await look()).toEqual([others.length, others.slice(0, 50)]);
});

test("one past its expiry that nobody has written as expired is counted and listed where it belongs", async () => {
  const last = (await named("Béa")).at(-1)!;
  await db.execute(
    sql`update payouts set status = 'pending', expires_at = now() - interval '1 second' where id = ${last}`,
  );
  at = { ...at, now: new Date() };
  const { total, rows } = await listPayouts(actor, { filter: { q: "bea" }, page: {} }, at);
  const others = (await named("Béa")).filter((id) => id !== last);
  expect([total, rows.map(({ id }) => id)]).toEqual([
    { count: others.length + 1, capped: false, money: null },
    [last, ...others.slice(0, 49)],
  ]);
});
