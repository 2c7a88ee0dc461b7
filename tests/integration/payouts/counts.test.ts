import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { payoutCounts, payoutTotals } from "@/db/schema/payout_counts";
import { payoutDeltas } from "@/db/schema/payout_deltas";
import { payouts } from "@/db/schema/payouts";
import { systemActor } from "@/lib/actor";
import { foldPayoutCounts, removeOldCounts } from "@/lib/payouts/counts/fold";
import { countable } from "@/lib/payouts/counts/counted";
import { payoutCountDifferences, rebuildPayoutCounts } from "@/lib/payouts/counts/rebuild";
import { summarizePayouts } from "@/lib/payouts/counts/summarize";
import { evidences } from "@/lib/payouts/list/evidence";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { extendExpiry, cancelPayout } from "@/lib/payouts/mutations";
import { reissuePayout } from "@/lib/payouts/reissue";
import { payoutGroups, payoutStatuses } from "@/lib/payouts/status";
import { databaseNow, dayOf, startOfDay } from "@/lib/time";
import type { At } from "@/lib/moment";
import { Random } from "@/scripts/demo-data/random";
import { useDatabase } from "@/tests/support/database";
import { createBatch, createOrganization, createPayout, createUser } from "@/tests/support/factories";
import { plainCounts } from "@/tests/support/plain-counts";
import { createWorld, DAY_MS, type World } from "@/tests/support/random-payouts";
import { orInSoak } from "@/tests/support/seed";

useDatabase();

const zones = ["UTC", "America/New_York", "Asia/Kolkata", "Pacific/Chatham", "America/Havana", "Australia/Lord_Howe"];

/** Any window that ends or begins within the last month, or within the next two. */
const stretch = (now: Date, timeZone: string, from: number, to: number) =>
  fc.tuple(fc.integer({ min: from, max: to }), fc.integer({ min: 1, max: 31 * DAY_MS })).chain(([start, length]) => {
    const [first, last] = [new Date(now.getTime() + start), new Date(now.getTime() + start + length)];
    return fc.constantFrom(
      `${first.toISOString()}..${last.toISOString()}`,
      `${dayOf(first, timeZone)}..${dayOf(last, timeZone)}`,
      `${first.toISOString()}..`,
    );
  });

/** Whole days of more than a month ago, and up to now. */
const olderDays = (now: Date, timeZone: string) =>
  fc.tuple(fc.integer({ min: -398, max: -33 }), fc.integer({ min: 0, max: 398 })).map(([first, length]) => {
    const day = (offset: number) => dayOf(new Date(now.getTime() + Math.min(offset, 0) * DAY_MS), timeZone);
    return `${day(first)}..${day(first + length)}`;
  });

/** From a day of more than a month ago until some moment of the last one. */
const sinceOlderDay = (now: Date, timeZone: string) =>
  fc.tuple(fc.integer({ min: -60, max: -33 }), fc.integer({ min: -29 * DAY_MS, max: 0 })).map(([first, last]) => {
    const day = dayOf(new Date(now.getTime() + first * DAY_MS), timeZone);
    return `${startOfDay(day, timeZone).toISOString()}..${new Date(now.getTime() + last).toISOString()}`;
  });

const kinds = fc.record(
  {
    group: fc.constantFrom(...payoutGroups),
    status: fc.subarray([...payoutStatuses], { minLength: 1 }),
    replaced: fc.constantFrom("yes" as const, "no" as const),
    currency: fc.constantFrom("USD", "JPY", "KWD"),
  },
  { requiredKeys: [] },
);

const countedFilter = (world: World): fc.Arbitrary<PayoutFilter> => {
  const { now, timeZone } = world.at;
  const past = stretch(now, timeZone, -29 * DAY_MS, 0);
  const place: fc.Arbitrary<PayoutFilter> = fc.oneof(
    fc.constantFrom("last-30d", "last-7d", "last-24h", "last-5h").map((changed) => ({ changed })),
    past.map((changed) => ({ changed })),
    fc.constantFrom("this-month", "last-month").map((changed) => ({ changed })),
    olderDays(now, timeZone).map((changed) => ({ changed })),
    sinceOlderDay(now, timeZone).map((changed) => ({ changed })),
    past.map((expired) => ({ expired })),
    fc.constantFrom("next-7d", "next-2h", "next-30d").map((expires) => ({ expires })),
    stretch(now, timeZone, -3 * DAY_MS, 20 * DAY_MS).map((expires) => ({ expires })),
    fc.constantFrom(...world.batches).map(({ id }) => ({ batch: id })),
    past.map((batch_errors) => ({ batch_errors })),
    // Of no time and no batch; those that wait, also in a stretch of time.
    fc.constant({}),
    fc.constantFrom(...evidences).map((evidence) => ({ evidence })),
    fc
      .tuple(fc.constantFrom(...evidences), stretch(now, timeZone, -3 * DAY_MS, 20 * DAY_MS))
      .map(([evidence, expires]) => ({ evidence, expires })),
  );
  return fc.tuple(kinds, place).map(([kind, where]) => ({ ...kind, ...where }));
};

async function expectCountsToAgree(world: World, at: At, runs: number) {
  await fc.assert(
    fc.asyncProperty(countedFilter({ ...world, at }), async (filter) => {
      expect(countable(world.actor, filter, at)).not.toBeNull();
      const { asked } = await summarizePayouts(world.actor, { asked: filter }, at);
      const money = Object.fromEntries(asked.money.map((one) => [one.currency, [one.count, one.amountMinor]]));
      expect(money).toEqual(await plainCounts(world.actor, filter, at));
    }),
    { numRuns: runs },
  );
}

/** Near now by the database's clock, because counts of long ago are not kept. */
async function worldOfNow(seed: string, timeZone: string) {
  const random = new Random(seed);
  const now = await databaseNow(db);
  const at = { now: random.pick([now, startOfDay(dayOf(now, timeZone), timeZone)]), timeZone };
  return createWorld(random, at);
}

test.each(zones)(
  "what the counts say of any filter that they keep is what its payouts are, folded or not (%s)",
  async (timeZone) => {
    const world = await worldOfNow(`counts ${timeZone}`, timeZone);
    const runs = orInSoak(15, 200);
    await expectCountsToAgree(world, world.at, runs);
    // Another zone than the one whose days are kept, as while it is being changed.
    const elsewhere = { ...world.at, timeZone: "Pacific/Apia" };
    await expectCountsToAgree(world, elsewhere, runs);
    expect(await foldPayoutCounts(20)).toBeGreaterThan(0);
    await expectCountsToAgree(world, world.at, runs);
    while ((await foldPayoutCounts(1_000)) > 0);
    expect(await db.$count(payoutDeltas)).toBe(0);
    await expectCountsToAgree(world, world.at, runs);
    expect(await payoutCountDifferences(world.actor.organizationId)).toEqual([]);
    await expectCountsToAgree(world, elsewhere, runs);
  },
);

test("a change of the organization's time zone moves no count", async () => {
  const world = await worldOfNow("zone", "America/New_York");
  while ((await foldPayoutCounts(1_000)) > 0);
  await db
    .update(organizations)
    .set({ timeZone: "Asia/Kolkata" })
    .where(eq(organizations.id, world.actor.organizationId));
  await expectCountsToAgree(world, { ...world.at, timeZone: "Asia/Kolkata" }, 20);
  expect(await payoutCountDifferences(world.actor.organizationId)).toEqual([]);
});

test("counts stay equal to the payouts while writers, sweeps, folds and rebuilds run at once", async () => {
  const organization = await createOrganization({ timeZone: "Europe/London" });
  const { actor } = await createUser(organization);
  const batch = await createBatch(organization);
  const ids: string[] = [];
  for (let index = 0; index < 40; index++) ids.push((await createPayout(organization, { batchId: batch.id })).id);
  let writing = true;
  const folding = (async () => {
    while (writing) {
      await foldPayoutCounts(7);
      await rebuildPayoutCounts(organization.id);
      expect(await payoutCountDifferences(organization.id)).toEqual([]);
    }
  })();
  const writer = async (part: number) => {
    for (const id of ids.filter((_, index) => index % 8 === part)) {
      await extendExpiry(actor, id, new Date(Date.now() + (40 + part) * DAY_MS));
      await cancelPayout(actor, id, "not needed");
      await reissuePayout(actor, id);
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, part) => writer(part)));
  writing = false;
  await folding;
  while ((await foldPayoutCounts(1_000)) > 0);
  expect(await payoutCountDifferences(organization.id)).toEqual([]);
  const at = { now: await databaseNow(db), timeZone: "Europe/London" };
  const { all, ofBatch } = await summarizePayouts(actor, { all: {}, ofBatch: { batch: batch.id } }, at);
  expect([all.count, ofBatch.count]).toEqual([80, 80]);
});

test("a day is one row however many kinds of payouts it has, and says their money to the last unit", async () => {
  const organization = await createOrganization();
  const { actor } = await createUser(organization);
  const statusChangedAt = new Date(Date.now() - 2 * DAY_MS);
  const amountMinor = 2n ** 53n + 1n;
  for (const status of ["completed", "canceled", "failed_to_send"] as const)
    for (const currency of ["USD", "USD", "KWD"])
      await createPayout(organization, { status, currency, statusChangedAt, amountMinor });
  while ((await foldPayoutCounts(2)) > 0);
  expect(await db.$count(payoutCounts, sql`axis = 'changed' and grain = 'day'`)).toBe(1);
  const at = { now: await databaseNow(db), timeZone: organization.timeZone };
  const { failed } = await summarizePayouts(actor, { failed: { changed: "last-7d", group: "failed" } }, at);
  expect(failed.money).toEqual([
    { currency: "USD", count: 2, amountMinor: 2n * amountMinor },
    { currency: "KWD", count: 1, amountMinor },
  ]);
});

test("the check names a count that is wrong, and a rebuild puts it right", async () => {
  const organization = await createOrganization();
  await createPayout(organization, { status: "completed", statusChangedAt: new Date(Date.now() - DAY_MS) });
  while ((await foldPayoutCounts(1_000)) > 0);
  await db
    .update(payoutCounts)
    .set({ kinds: [["completed", false, "USD", 7, "700"]] })
    .where(eq(payoutCounts.grain, "day"));
  expect(await payoutCountDifferences(organization.id)).toMatchObject([
    { axis: "changed", grain: "day", status: "completed", replaced: false, kept: 7, counted: 1 },
  ]);
  await rebuildPayoutCounts(organization.id);
  expect(await payoutCountDifferences(organization.id)).toEqual([]);
});

test("the check names a total that is wrong, and a rebuild puts it right, also of payouts that changed long ago", async () => {
  const organization = await createOrganization();
  const { actor } = await createUser(organization);
  for (const ago of [1, 50])
    await createPayout(organization, { status: "completed", statusChangedAt: new Date(Date.now() - ago * DAY_MS) });
  while ((await foldPayoutCounts(1_000)) > 0);
  await db.update(payoutTotals).set({ count: 7 });
  expect(await payoutCountDifferences(organization.id)).toMatchObject([
    { axis: "all", grain: null, place: null, status: "completed", kept: 7, counted: 2 },
  ]);
  const at = { now: await databaseNow(db), timeZone: "UTC" };
  const total = async () => (await summarizePayouts(actor, { all: {} }, at)).all.count;
  expect(await total()).toBe(7);
  await rebuildPayoutCounts(organization.id);
  expect([await payoutCountDifferences(organization.id), await total()]).toEqual([[], 2]);
  while ((await foldPayoutCounts(1_000)) > 0);
  expect([await payoutCountDifferences(organization.id), await total()]).toEqual([[], 2]);
});

test("a status that changed before the counts begin takes nothing from them, and old buckets are removed", async () => {
  const organization = await createOrganization();
  const { actor } = await createUser(organization);
  const old = await createPayout(organization, {
    createdAt: new Date(Date.now() - 50 * DAY_MS),
    expiresAt: new Date(Date.now() + DAY_MS),
  });
  await cancelPayout(actor, old.id, "not needed");
  for (const days of [32, 398, 405])
    await createPayout(organization, { status: "completed", statusChangedAt: new Date(Date.now() - days * DAY_MS) });
  while ((await foldPayoutCounts(1_000)) > 0);
  expect(await payoutCountDifferences(organization.id)).toEqual([]);
  const earliest = await db.execute<{ grain: string; at: string }>(
    sql`select grain, min(at) as at from ${payoutCounts} where axis = 'changed' group by grain`,
  );
  for (const { grain, at } of earliest)
    expect(Date.parse(at), grain).toBeGreaterThan(Date.now() - (grain === "day" ? 400 : 34) * DAY_MS);
  expect(earliest.find(({ grain }) => grain === "day")).toSatisfy(
    ({ at }) => Date.parse(at) < Date.now() - 397 * DAY_MS,
  );
  await db.update(payoutCounts).set({ at: sql`at - interval '40 days'` }).where(eq(payoutCounts.grain, "minute"));
  await removeOldCounts(organization.id);
  expect(await db.$count(payoutCounts, eq(payoutCounts.grain, "minute"))).toBe(0);
  expect(
    await db.$count(payouts, eq(payouts.organizationId, systemActor(organization.id, "test").organizationId)),
  ).toBe(4);
});
