import { expect, test } from "vitest";
import { dashboard } from "@/lib/dashboard/queries";
import { expireDuePayouts } from "@/lib/payouts/expiry";
import type { SearchParams } from "@/lib/lists/params";
import { parsePayoutFilter, type PayoutFilter } from "@/lib/payouts/list/filter";
import { getPayout, listPayouts } from "@/lib/payouts/queries";
import type { UserActor } from "@/lib/actor";
import { countPayouts } from "@/tests/support/count-payouts";
import { useDatabase } from "@/tests/support/database";
import {
  createBatch,
  createIngestError,
  createOrganization,
  createPayout,
  createUser,
  type Organization,
} from "@/tests/support/factories";
import { DAY_MS } from "@/tests/support/random-payouts";

useDatabase();

const HOUR_MS = 3_600_000;
const newYork = { now: new Date("2026-11-23T14:41:07.123Z"), timeZone: "America/New_York" };
const from = (instant: Date | string, ms: number) => new Date(new Date(instant).getTime() + ms);

async function setUp(): Promise<{ organization: Organization; actor: UserActor }> {
  const organization = await createOrganization();
  return { organization, actor: (await createUser(organization)).actor };
}

/** Creates one payout for each time, and returns the times whose payouts a filter finds. */
async function foundOf(
  times: Date[],
  make: (organization: Organization, time: Date, recipientName: string) => Promise<unknown>,
  filter: SearchParams,
  at = newYork,
): Promise<Date[]> {
  const { organization, actor } = await setUp();
  for (const [index, time] of times.entries()) await make(organization, time, String(index));
  const parsed = parsePayoutFilter(filter);
  if (!parsed.ok) throw new Error("the filter is refused");
  const { rows } = await listPayouts(actor, { filter: parsed.value, page: {} }, at);
  return rows.map((row) => times[Number(row.recipientName)]!).sort((a, b) => a.getTime() - b.getTime());
}

const changed = (organization: Organization, statusChangedAt: Date, recipientName: string) =>
  createPayout(organization, { status: "completed", statusChangedAt, recipientName });
const created = (organization: Organization, createdAt: Date, recipientName: string) =>
  createPayout(organization, {
    createdAt,
    statusChangedAt: from(createdAt, 1_000),
    status: "submitted",
    recipientName,
  });
const expiring = (organization: Organization, expiresAt: Date, recipientName: string) =>
  createPayout(organization, { createdAt: new Date("2025-01-01"), expiresAt, recipientName });
const expired = (organization: Organization, expiresAt: Date, recipientName: string) =>
  createPayout(organization, { status: "expired", expiresAt, recipientName });

const { now } = newYork;
const around = (instant: Date) => [from(instant, -1), instant, from(instant, 1)];
const back = (ms: number) => from(now, -ms);

test.each([
  ["last-30d", 30 * DAY_MS],
  ["last-7d", 7 * DAY_MS],
  ["last-24h", 24 * HOUR_MS],
])("%s includes both its edges, and nothing a millisecond earlier", async (window, lengthMs) => {
  const [early, edge, inside] = around(back(lengthMs));
  for (const [key, make] of [
    ["changed", changed],
    ["created", created],
    ["expired", expired],
  ] as const) {
    expect(await foundOf([early!, edge!, inside!, now], make, { [key]: window })).toEqual([edge, inside, now]);
  }
});

test("a batch counts as having errors for 7 days after an error, edge included, resolved or not", async () => {
  const { organization, actor } = await setUp();
  const make = async (name: string, error: Parameters<typeof createIngestError>[1], batchOf = {}) => {
    const batch = await createBatch(organization, { createdAt: back(30 * DAY_MS), ...batchOf });
    await createIngestError(batch, error);
    await createPayout(organization, { batchId: batch.id, recipientName: name });
  };
  for (const [index, time] of [...around(back(7 * DAY_MS)), now].entries())
    await make(String(index), { occurredAt: time });
  await make("resolved", { occurredAt: now, resolvedAt: now });
  await make("in review", { occurredAt: now }, { status: "ready", createdCount: 0, processedAt: null });
  await make("discarded", { occurredAt: now }, { status: "discarded", createdCount: 0 });
  const { rows } = await listPayouts(actor, { filter: { batch_errors: "last-7d" }, page: {} }, newYork);
  expect(rows.map((row) => row.recipientName).sort()).toEqual(["1", "2", "3", "in review", "resolved"]);
});

test("next-7d excludes the present millisecond and includes its far edge", async () => {
  const far = from(now, 7 * DAY_MS);
  const times = [...around(now), ...around(far)];
  expect(await foundOf(times, expiring, { expires: "next-7d" })).toEqual([from(now, 1), from(far, -1), far]);
  expect(await foundOf(times, expiring, { expired: "last-7d" })).toEqual([from(now, -1), now]);
});

test.each([
  ["2026-03-08", "America/New_York", "2026-03-08T05:00:00.000Z", 23],
  ["2026-11-01", "America/New_York", "2026-11-01T04:00:00.000Z", 25],
  ["2026-03-29", "Europe/London", "2026-03-29T00:00:00.000Z", 23],
  ["2026-10-25", "Europe/London", "2026-10-24T23:00:00.000Z", 25],
  ["2026-11-22", "Asia/Kolkata", "2026-11-21T18:30:00.000Z", 24],
])("the day %s in %s contains exactly its own hours, to the millisecond", async (day, timeZone, start, hours) => {
  const end = from(start, hours * HOUR_MS);
  const times = [...around(new Date(start)), ...around(end)];
  const inside = [new Date(start), from(start, 1), from(end, -1)];
  expect(await foundOf(times, changed, { changed: `${day}..${day}` }, { now, timeZone })).toEqual(inside);
  expect(await foundOf(times, changed, { changed: `${start}..${end.toISOString()}` }, { now, timeZone })).toEqual(
    inside,
  );
});

test("a window open on one side includes everything on that side, and its closed edge as written", async () => {
  const edge = new Date("2026-11-10T05:00:00.000Z");
  const times = [new Date("2020-01-01T00:00:00.000Z"), ...around(edge), now];
  expect(await foundOf(times, changed, { changed: "2026-11-10.." })).toEqual([edge, from(edge, 1), now]);
  expect(await foundOf(times, changed, { changed: "..2026-11-09" })).toEqual([times[0], from(edge, -1)]);
  expect(await foundOf(times, changed, { changed: `..${edge.toISOString()}` })).toEqual([times[0], from(edge, -1)]);
});

test.each([
  ["2026-03-20T16:00:00.000Z", 23],
  ["2026-11-10T17:00:00.000Z", 25],
])(
  "the chart as of %s splits the day of a clock change at its own midnights, %i hours apart",
  async (instant, hours) => {
    const { organization, actor } = await setUp();
    const at = { now: new Date(instant), timeZone: "America/New_York" };
    const days = (await dashboard(actor, at, "expiring-soon")).chart;
    const long = days.find(
      (day, index) =>
        index > 0 && days[index + 1] && days[index + 1]!.from.getTime() - day.from.getTime() === hours * HOUR_MS,
    )!;
    for (const time of [...around(long.from), ...around(from(long.from, hours * HOUR_MS))])
      await changed(organization, time, "x");
    const [counted] = (await dashboard(actor, at, "expiring-soon")).chart.filter((day) => day.day === long.day);
    expect(counted!.total).toBe(3);
    expect(await countPayouts(actor, counted!.filter, at)).toBe(3);
  },
);

test("every query shows a pending payout as expired from the exact millisecond of its expiry, swept or not", async () => {
  const { organization, actor } = await setUp();
  const payout = await expiring(organization, now, "due");
  const read = async (ms: number) => {
    const at = { ...newYork, now: from(now, ms) };
    const { rows } = await listPayouts(actor, { filter: {}, page: {} }, at);
    const counts = [
      await countPayouts(actor, { status: ["pending"] }, at),
      await countPayouts(actor, { status: ["expired"] }, at),
    ];
    return { rows, one: await getPayout(actor, payout.id, at.now), counts };
  };
  expect(await read(-1)).toEqual({ rows: [payout], one: payout, counts: [1, 0] });
  const asExpired = { ...payout, status: "expired", statusChangedAt: now };
  const unswept = await read(0);
  expect(unswept).toEqual({ rows: [asExpired], one: asExpired, counts: [0, 1] });
  expect(await expireDuePayouts(now, 10, "sweep")).toBe(1);
  expect(await read(0)).toEqual(unswept);
});

test("amounts are compared within their own currency, both ends included", async () => {
  const { organization, actor } = await setUp();
  for (const [amountMinor, currency] of [
    [999n, "USD"],
    [1_000n, "USD"],
    [1_001n, "USD"],
    [10n, "JPY"],
    [1_000n, "EUR"],
    [10_000n, "KWD"],
  ] as const)
    await createPayout(organization, { amountMinor, currency, recipientName: `${amountMinor} ${currency}` });
  const find = async (filter: PayoutFilter) =>
    (await listPayouts(actor, { filter, page: { sort: "amount" } }, { ...newYork, now: new Date() })).rows.map(
      (row) => row.recipientName,
    );
  expect(await find({ currency: "USD", amount_min: "10" })).toEqual(["1000 USD", "1001 USD"]);
  expect(await find({ currency: "USD", amount_max: "10.00" })).toEqual(["999 USD", "1000 USD"]);
  expect(await find({ currency: "JPY", amount_min: "10", amount_max: "10" })).toEqual(["10 JPY"]);
  expect(await find({ currency: "KWD", amount_min: "10.000" })).toEqual(["10000 KWD"]);
});
