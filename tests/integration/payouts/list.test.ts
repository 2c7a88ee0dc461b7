import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { Random } from "@/scripts/demo-data/random";
import type { Place } from "@/lib/lists/place";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { parseListView, sortKeys, sortTable, splitSort, type Sort } from "@/lib/payouts/list/view";
import { summarizePayouts } from "@/lib/payouts/counts/summarize";
import { payoutNeighbours } from "@/lib/payouts/list/neighbours";
import { listPayouts, type Payout } from "@/lib/payouts/queries";
import { countPayouts } from "@/tests/support/count-payouts";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser } from "@/tests/support/factories";
import { createWorld, randomMoment } from "@/tests/support/random-payouts";
import { backwards, forwards, placeOf } from "@/tests/support/walk-list";

useDatabase();

const sorts = sortKeys.flatMap((key): Sort[] => [key, `-${key}`]);
const valueOf = (row: Payout, sort: Sort) => row[sortTable[splitSort(sort).key].column];

/** Many rows with the same sort value: only the id orders them. */
async function worldOfTies(seed: string) {
  const random = new Random(seed);
  const world = await createWorld(random, randomMoment(random));
  const ties = world.payouts.slice(0, 30).map((row, index) => ({
    ...row,
    id: random.id(row.createdAt.getTime()),
    line: null,
    batchId: null,
    reference: `TWIN-${index}`,
  }));
  await db.insert(payouts).values(ties);
  return { ...world, total: world.payouts.length + ties.length };
}

test.each(sorts)(
  "sorted by %s, pages of any size show each row exactly once and in order, forward and back",
  async (sort) => {
    const { actor, at, total } = await worldOfTies(`sort ${sort}`);
    const sign = splitSort(sort).descending ? -1 : 1;
    for (const size of [4, 50]) {
      const ask = { actor, at, filter: {}, sort, size };
      const { rows, totals } = await forwards(ask);
      const ordered = [...rows].sort(
        (a, b) => sign * (Number(valueOf(a, sort)) - Number(valueOf(b, sort)) || (a.id < b.id ? -1 : 1)),
      );
      expect(rows.map((row) => row.id)).toEqual(ordered.map((row) => row.id));
      expect(new Set(rows.map((row) => row.id)).size).toBe(total);
      expect(totals.every(({ count, capped }) => count === total && !capped)).toBe(true);
      const last = rows.at(-1)!;
      expect([...(await backwards(ask, placeOf(valueOf(last, sort), last.id))).rows, last]).toEqual(rows);
    }
  },
);

test("the first page has no previous page and the last no next; a page between has both", async () => {
  const { actor, at } = await worldOfTies("ends");
  const first = await listPayouts(actor, { filter: {}, page: {} }, at, 20);
  expect(first.previous).toBeNull();
  const second = await listPayouts(actor, { filter: {}, page: { after: first.next! } }, at, 20);
  const back = await listPayouts(actor, { filter: {}, page: { before: second.previous! } }, at, 20);
  expect(back).toEqual(first);
  const all = await forwards({ actor, at, filter: {}, size: 20 });
  const last = all.rows.at(-1)!;
  expect(
    await listPayouts(actor, { filter: {}, page: { after: placeOf(last.statusChangedAt, last.id) } }, at, 20),
  ).toMatchObject({ rows: [], next: null, previous: null });
});

test("a page has 50 rows, the newest change first, or the next to expire first in lists of expiring payouts", async () => {
  const { actor, at } = await worldOfTies("next to expire");
  const { rows } = await listPayouts(actor, { filter: {}, page: {} }, at);
  expect(rows).toHaveLength(50);
  expect(rows.map((row) => row.statusChangedAt.getTime())).toEqual(
    rows.map((row) => row.statusChangedAt.getTime()).sort((a, b) => b - a),
  );
  const soon = (await listPayouts(actor, { filter: { expires: "next-30d" }, page: {} }, at)).rows.map((row) =>
    row.expiresAt.getTime(),
  );
  expect(soon.length).toBeGreaterThan(1);
  expect(soon).toEqual([...soon].sort((a, b) => a - b));
});

test("an unknown page position is answered with the rows after it, or refused by name, but never causes an error", async () => {
  const { actor, at } = await worldOfTies("places");
  for (const sort of sorts) {
    for (const value of ["0", "1", "999999999999999", "253402300800000"]) {
      for (const side of ["after", "before"] as const) {
        const parsed = parseListView({ sort, [side]: `${value}_0190a0b0-0000-7000-8000-000000000000` });
        if (parsed.ok) expect((await listPayouts(actor, parsed.value, at)).rows.length).toBeLessThanOrEqual(50);
        else expect(parsed.problems).toMatchObject([{ param: side }]);
      }
    }
  }
});

test.each(sorts)(
  "sorted by %s, each payout leads to the one before it and the one after it in its list",
  async (sort) => {
    const { actor, at } = await worldOfTies(`neighbours ${sort}`);
    const filter = { currency: "USD" };
    const list = { filter, page: { sort } };
    const ids = (await listPayouts(actor, list, at, 500)).rows;
    for (const [index, payout] of ids.entries())
      expect(await payoutNeighbours(actor, payout, list, at)).toEqual({
        previous: ids[index - 1]?.id ?? null,
        next: ids[index + 1]?.id ?? null,
      });
  },
);

test("the total and its money are exact at any size where the counts keep them, else up to 10,000, and beyond that the list says that there are more", async () => {
  const organization = await createOrganization();
  const { actor } = await createUser(organization);
  const now = new Date();
  const at = { now, timeZone: "UTC" };
  await insertMany(organization.id, 10_000);
  const total = async (filter: PayoutFilter) => (await listPayouts(actor, { filter, page: {} }, at)).total;
  const money = (count: number) => [{ currency: "USD", amountMinor: BigInt(count) * 999_999_999_999_999n, count }];
  const notKept = { created: "2020-01-01.." };
  for (const filter of [{}, notKept])
    expect(await total(filter)).toEqual({ count: 10_000, capped: false, money: money(10_000) });
  await insertMany(organization.id, 10_001);
  expect(await total({})).toEqual({ count: 10_001, capped: false, money: money(10_001) });
  expect(await total(notKept)).toEqual({ count: 10_000, capped: true, money: null });
  expect(await countPayouts(actor, {}, at)).toBe(10_001);
  expect((await summarizePayouts(actor, { all: {} }, at)).all).toEqual({
    count: 10_001,
    money: [{ currency: "USD", amountMinor: 10_001n * 999_999_999_999_999n, count: 10_001 }],
  });
});

test("a page that few of the payouts looked at fit says so, and the next goes on behind them to the last that fits", async () => {
  const organization = await createOrganization();
  const { actor } = await createUser(organization);
  await insertMany(organization.id, 5_500);
  await db.execute(sql`update payouts set currency = 'KWD', created_at = created_at - interval '1 hour'
    where organization_id = ${organization.id} and reference = 'REF-7'`);
  const at = { now: new Date(), timeZone: "UTC" };
  const list = (page: Place) => listPayouts(actor, { filter: { created: "last-24h", currency: "KWD" }, page }, at);
  const first = await list({});
  expect([first.rows.length, first.looked, first.total.count]).toEqual([0, 5_000, 1]);
  const second = await list({ after: first.next! });
  expect([second.rows.map(({ reference }) => reference), second.looked, second.next]).toEqual([["REF-7"], null, null]);
});

/** Fills the organization up to this many payouts of the largest possible amount. */
async function insertMany(organizationId: string, upTo: number): Promise<void> {
  await db.execute(`insert into payouts (organization_id, id, reference, recipient_name, recipient_email, amount_minor, currency, status, status_changed_at, created_at, expires_at)
    select '${organizationId}', gen_random_uuid(), 'REF-' || n, 'Ada Byron', 'ada@example.com', 999999999999999, 'USD', 'pending', now(), now(), now() + interval '30 days'
    from generate_series((select count(*) + 1 from payouts where organization_id = '${organizationId}'), ${upTo}) as n`);
  expect(await db.$count(payouts, eq(payouts.organizationId, organizationId))).toBe(upTo);
}
