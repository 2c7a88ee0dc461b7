import { and, asc, eq, getTableColumns, isNotNull, sql } from "drizzle-orm";
import { expect } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { errorTotals } from "@/lib/batches/error-totals";
import { noneStopped, stoppedPayouts, unreachedPayouts } from "@/lib/batches/stopped-payouts";
import { dashboard } from "@/lib/dashboard/queries";
import { errorsWindow, smallPrint, summaryFilter, tabs, tiles } from "@/lib/dashboard/sections";
import { evidences } from "@/lib/payouts/list/evidence";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { payoutsAt } from "@/lib/payouts/as-of";
import { summarizePayouts } from "@/lib/payouts/counts/summarize";
import { listPayouts } from "@/lib/payouts/queries";
import { payoutGroups, statusesIn, type PayoutStatus } from "@/lib/payouts/status";
import { initialStatus, transitionTable } from "@/lib/payouts/transitions";
import { databaseNow } from "@/lib/time";
import { dayMs, isWaiting, standing, type Model, type Real } from "./story";

const legal = new Set(
  Object.values(transitionTable).flatMap(({ from, to, event }) =>
    to ? from.map((each) => `${event} ${each}>${to}`) : [],
  ),
);

type Move = { name: string; fromStatus: PayoutStatus | null; toStatus: PayoutStatus | null };

/** What must be true after every step of a story. */
export async function holds(model: Model, real: Real): Promise<void> {
  const { organizationId } = real.admin;
  const read = await db.select(getTableColumns(payouts)).from(payoutsAt(real.admin, await databaseNow(db)));
  const moves = await db
    .select({ payoutId: events.payoutId, name: events.name, fromStatus: events.fromStatus, toStatus: events.toStatus })
    .from(events)
    .where(and(eq(events.organizationId, organizationId), isNotNull(events.toStatus)))
    .orderBy(asc(events.occurredAt), asc(events.id));
  const queuedEmails = await db
    .select({ payoutId: emails.payoutId, kind: emails.kind, ordinal: emails.ordinal })
    .from(emails)
    .where(eq(emails.organizationId, organizationId));
  expect(read.length).toBe(model.payouts.length);
  for (const payout of model.payouts) {
    const { status, archivedAt, failureCode, verificationAttempts } = read.find(({ id }) => id === payout.id)!;
    expect({ status, archived: archivedAt !== null, failureCode, used: verificationAttempts }).toEqual({
      status: standing(model, payout),
      archived: payout.archived,
      failureCode: payout.failureCode,
      used: payout.answersUsed,
    });
    expect(replayed(moves.filter(({ payoutId }) => payoutId === payout.id))).toBe(payout.status);
    const own = queuedEmails
      .filter(({ payoutId }) => payoutId === payout.id)
      .map(({ kind, ordinal }) => `${kind} ${ordinal}`);
    expect(own.sort()).toEqual([...payout.emails].sort());
  }
  await attemptsMatchTheirPayouts(real);
  await countsMatchTheStory(model, real);
  await errorsMatchTheStory(model, real);
}

/** The status after these moves; each move is in the transition table and starts where the one before ended. */
function replayed([first, ...rest]: Move[]): string | null {
  expect([first?.fromStatus, first?.toStatus]).toEqual([null, initialStatus]);
  let status = first!.toStatus;
  for (const { name, fromStatus, toStatus } of rest) {
    expect(legal).toContain(`${name} ${fromStatus}>${toStatus}`);
    expect(fromStatus).toBe(status);
    status = toStatus;
  }
  return status;
}

async function attemptsMatchTheirPayouts({ admin }: Real): Promise<void> {
  const mismatched = await db.execute(sql`
    select p.id from payouts p left join payout_attempts a on a.organization_id = p.organization_id and a.payout_id = p.id and a.status in ('queued', 'sent')
    where p.organization_id = ${admin.organizationId} and (p.status = 'submitted') <> (a.id is not null)`);
  expect(mismatched).toEqual([]);
}

async function countsMatchTheStory(model: Model, { admin }: Real): Promise<void> {
  const at = { now: await databaseNow(db), timeZone: "UTC" };
  const counted = await summarizePayouts(
    admin,
    Object.fromEntries(payoutGroups.map((group) => [group, { group }])),
    at,
  );
  for (const group of payoutGroups) {
    expect([group, counted[group]!.count]).toEqual([
      group,
      model.payouts.filter((payout) => !payout.archived && statusesIn(group).includes(standing(model, payout))).length,
    ]);
  }
}

/**
 * The batch is listed for a week after an error of one of its payouts, or of one that replaced them, and says how many
 * are left: those whose address was refused, and those that failed.
 */
async function errorsMatchTheStory(model: Model, { admin, batchId }: Real): Promise<void> {
  const at = { now: await databaseNow(db), timeZone: "UTC" };
  const unreached = model.payouts.filter((payout) => isWaiting(model, payout) && payout.refused !== null);
  const failed = model.payouts.filter(
    (payout) => !payout.archived && statusesIn("failed").includes(standing(model, payout)),
  );
  const left = { unreachedCount: unreached.length, failedCount: failed.length };
  const shownBatches = model.lastError !== null && model.now - model.lastError <= 7 * dayMs ? 1 : 0;
  const { rows } = await unreachedPayouts(admin, batchId, at);
  expect(rows.map(({ payoutId }) => payoutId).sort()).toEqual(unreached.map(({ id }) => id).sort());
  expect((await stoppedPayouts(admin, [batchId], at)).get(batchId) ?? noneStopped).toEqual(left);
  expect(await errorTotals(admin, { errors: errorsWindow }, at)).toEqual({
    batchCount: shownBatches,
    refusedCount: 0,
    unreachedCount: shownBatches * unreached.length,
  });
  const { figures, panel } = (await dashboard(admin, at, "batches-with-errors")).actionCenter;
  expect(figures["batches-with-errors"].count).toBe(shownBatches);
  expect(panel).toMatchObject({
    batches: shownBatches ? [{ id: batchId, ...left, openCount: unreached.length + failed.length }] : [],
  });
}

/** Every number of the Dashboard equals the length of the list behind its link. */
export async function countsEqualTheirLists({ admin }: Real): Promise<void> {
  const at = { now: await databaseNow(db), timeZone: "UTC" };
  const filters: PayoutFilter[] = [
    summaryFilter,
    ...tiles.flatMap(({ filter, breakdown }) => [filter, ...breakdown.map((part) => part.filter)]),
    ...smallPrint.map(({ filter }) => filter),
    ...Object.values(tabs).flatMap((tab) => (tab.rows === "decisions" ? [] : [tab.viewAll])),
    ...evidences.map((evidence) => ({ evidence })),
    {},
  ];
  const counted = await summarizePayouts(
    admin,
    Object.fromEntries(filters.map((filter, index) => [index, filter])),
    at,
  );
  for (const [index, filter] of filters.entries()) {
    const { rows } = await listPayouts(admin, { filter, page: {} }, at, 1_000);
    expect(rows.length).toBe(counted[index]!.count);
  }
}
