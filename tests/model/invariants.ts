import { and, eq, sql } from "drizzle-orm";
import { expect } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { smallPrint, summaryFilter, tabs, tiles } from "@/lib/dashboard/sections";
import type { PayoutFilter } from "@/lib/payouts/filter";
import { countPayouts, getPayout, listPayouts } from "@/lib/payouts/queries";
import { statusesIn } from "@/lib/payouts/status";
import { payoutTimeline } from "@/lib/payouts/timeline";
import { initialStatus, transitionTable } from "@/lib/payouts/transitions";
import { databaseNow } from "@/lib/time";
import { standing, type Model, type Real } from "./story";

const legal = new Set(Object.values(transitionTable).flatMap(({ from, to, event }) => (to ? from.map((each) => `${event} ${each}>${to}`) : [])));

/** What must be true after every step of a story. */
export async function holds(model: Model, real: Real): Promise<void> {
  for (const payout of model.payouts) {
    const read = await getPayout(real.admin, payout.id, await databaseNow(db));
    expect({ status: read.status, archived: read.archivedAt !== null, failureCode: read.failureCode, used: read.verificationAttempts }).toEqual({
      status: standing(model, payout),
      archived: payout.archived,
      failureCode: payout.failureCode,
      used: payout.answersUsed,
    });
    expect(await replayed(real, payout.id)).toBe(payout.status);
    const owed = await db.select({ kind: emails.kind, ordinal: emails.ordinal }).from(emails).where(and(eq(emails.organizationId, real.admin.organizationId), eq(emails.payoutId, payout.id)));
    expect(owed.map(({ kind, ordinal }) => `${kind} ${ordinal}`).sort()).toEqual([...payout.emails].sort());
  }
  await attemptsStandWithTheirPayouts(real);
  await countsEqualTheirLists(model, real);
}

/** The status that the payout's events lead to; every step on the way stands in the transition table and starts where the one before ended. */
async function replayed(real: Real, id: string): Promise<string> {
  let status: string | null = null;
  for (const { name, fromStatus, toStatus } of await payoutTimeline(real.admin, id)) {
    if (toStatus === null) continue;
    if (status === null) expect([fromStatus, toStatus]).toEqual([null, initialStatus]);
    else {
      expect(legal).toContain(`${name} ${fromStatus}>${toStatus}`);
      expect(fromStatus).toBe(status);
    }
    status = toStatus;
  }
  return status ?? "no event";
}

async function attemptsStandWithTheirPayouts({ admin }: Real): Promise<void> {
  const astray = await db.execute(sql`
    select p.id from payouts p left join payout_attempts a on a.organization_id = p.organization_id and a.payout_id = p.id and a.status in ('queued', 'sent')
    where p.organization_id = ${admin.organizationId} and (p.status = 'submitted') <> (a.id is not null)`);
  expect(astray).toEqual([]);
}

async function countsEqualTheirLists(model: Model, { admin }: Real): Promise<void> {
  const at = { now: await databaseNow(db), timeZone: "UTC" };
  const filters: PayoutFilter[] = [summaryFilter, ...tiles.flatMap(({ filter, breakdown }) => [filter, ...breakdown.map((part) => part.filter)]), ...smallPrint.map(({ filter }) => filter), ...Object.values(tabs).map(({ viewAll }) => viewAll)];
  for (const filter of filters) {
    const { rows } = await listPayouts(admin, { filter, page: {} }, at, 1_000);
    expect(await countPayouts(admin, filter, at)).toBe(rows.length);
  }
  for (const { group } of tiles) {
    const expected = model.payouts.filter((payout) => !payout.archived && statusesIn(group).includes(standing(model, payout))).length;
    expect(await countPayouts(admin, { group }, at)).toBe(expected);
  }
}
