import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { dashboard } from "@/lib/dashboard/queries";
import { foldPayoutCounts } from "@/lib/payouts/counts/fold";
import { summarizePayouts } from "@/lib/payouts/counts/summarize";
import { payoutRows } from "@/lib/payouts/queries";
import { databaseNow, dayOf, startOfDay } from "@/lib/time";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createPayout, createUser } from "@/tests/support/factories";

useDatabase();

const HOUR_MS = 3_600_000;

test("a day has the payouts of its list in a zone whose days the server begins at another hour", async () => {
  const organization = await createOrganization({ timeZone: "CET" });
  const { actor } = await createUser(organization);
  const at = { now: await databaseNow(db), timeZone: organization.timeZone };
  // The last whole summer: there the server, which takes the name for winter time, begins each day an hour late.
  const year = at.now.getUTCFullYear() - (at.now.getUTCMonth() < 8 ? 1 : 0);
  const [day, next] = [`${year}-07-10`, `${year}-07-11`];
  const midnight = startOfDay(day, at.timeZone).getTime();
  const [row] = await db.execute<{ off: boolean }>(
    sql`select date_trunc('day', ${new Date(midnight)}::timestamptz, ${at.timeZone}) <> ${new Date(midnight)}::timestamptz as off`,
  );
  expect(row!.off).toBe(true);
  for (const hours of [0.5, 12, 30])
    await createPayout(organization, { status: "completed", statusChangedAt: new Date(midnight + hours * HOUR_MS) });
  while ((await foldPayoutCounts(100)) > 0);
  for (const changed of [`${day}..${day}`, `${day}..${next}`, `${next}..${next}`, `${day}..`]) {
    const { all } = await summarizePayouts(actor, { all: { changed } }, at);
    const { rows } = await payoutRows(actor, { filter: { changed }, page: {} }, at);
    expect([changed, all.count]).toEqual([changed, rows.length]);
  }
});

test("a window from such a day to some hour of a day has the payouts of its list, folded or not", async () => {
  const organization = await createOrganization({ timeZone: "CET" });
  const { actor } = await createUser(organization);
  const at = { now: await databaseNow(db), timeZone: organization.timeZone };
  const year = at.now.getUTCFullYear() - (at.now.getUTCMonth() < 8 ? 1 : 0);
  const from = startOfDay(`${year}-07-10`, at.timeZone);
  const midnight = startOfDay(dayOf(new Date(at.now.getTime() - 2 * 24 * HOUR_MS), at.timeZone), at.timeZone).getTime();
  // Around six in the evening, which is nearer to the next midnight.
  for (const hours of [17, 20])
    await createPayout(organization, { status: "completed", statusChangedAt: new Date(midnight + hours * HOUR_MS) });
  const changed = `${from.toISOString()}..${new Date(midnight + 18 * HOUR_MS).toISOString()}`;
  const counted = async () => (await summarizePayouts(actor, { all: { changed } }, at)).all.count;
  expect(await counted()).toBe(1);
  while ((await foldPayoutCounts(100)) > 0);
  expect(await counted()).toBe(1);
});

test("the Dashboard reads a whole day from its bucket where the server begins it at the same instant", async () => {
  const organization = await createOrganization({ timeZone: "Asia/Kolkata" });
  const { actor } = await createUser(organization);
  const at = { now: await databaseNow(db), timeZone: organization.timeZone };
  const statusChangedAt = new Date(at.now.getTime() - 5 * 24 * HOUR_MS);
  await createPayout(organization, { status: "completed", statusChangedAt });
  while ((await foldPayoutCounts(100)) > 0);
  // So that it can be told from its quarters and from the payout itself.
  await db.execute(
    sql`update payout_counts set kinds = jsonb_set(kinds::jsonb, '{0,3}', '8')::json where axis = 'changed' and grain = 'day'`,
  );
  const { summary, chart } = await dashboard(actor, at);
  expect([summary.total, Math.max(...chart.map(({ counts }) => counts.completed))]).toEqual([8, 8]);
});
