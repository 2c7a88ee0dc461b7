import { v7 as uuidv7 } from "uuid";
import { db, type Executor } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { systemActor } from "@/lib/actor";
import { recordEvents } from "@/lib/events";
import { initialStatus, transitionTable, type TransitionName } from "@/lib/payouts/transitions";
import type { PayoutStatus } from "@/lib/payouts/status";
import { newMark } from "./mark";

export type Payout = typeof payouts.$inferSelect;
type PayoutOverrides = Partial<typeof payouts.$inferInsert>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
let lastLine = 1;

/**
 * A payout in any status, with the values that the status requires and the events that lead to it, so that its timeline
 * can be replayed. Accepts an organization row, or an actor of one. With `batchId` and no `line`, it gets an unused
 * line.
 */
export async function createPayout(
  owner: { id: string } | { organizationId: string },
  overrides: PayoutOverrides = {},
  on: Executor = db,
): Promise<Payout> {
  const organizationId = "organizationId" in owner ? owner.organizationId : owner.id;
  const steps = pathTo(overrides.status ?? initialStatus);
  const values = { ...identity(overrides), ...legalFields(steps, overrides), ...overrides, organizationId };
  const [payout] = await on.insert(payouts).values(values).returning();
  if (!payout) throw new Error("the insert returned no row");
  await recordLife(payout, steps, on);
  return payout;
}

function identity(overrides: PayoutOverrides) {
  const mark = newMark();
  const id = overrides.id ?? uuidv7();
  return {
    id,
    line: overrides.batchId ? ++lastLine : null,
    reference: `REF-${mark}`,
    recipientName: `Recipient ${mark}`,
    recipientEmail: `recipient-${mark}@example.com`,
    amountMinor: 12_345n,
    currency: "USD",
  };
}

/** The times and the failure code that the steps require, adapted to the values that the test has set. */
function legalFields(steps: TransitionName[], overrides: PayoutOverrides) {
  const status = overrides.status ?? initialStatus;
  const last = steps.at(-1);
  const now = Date.now();
  const changed =
    (last === "expire" ? overrides.expiresAt : undefined) ??
    overrides.statusChangedAt ??
    (last ? new Date(now - HOUR_MS) : overrides.createdAt);
  const created = overrides.createdAt ?? new Date((changed ?? overrides.expiresAt ?? new Date(now)).getTime() - DAY_MS);
  const statusChangedAt = changed ?? created;
  const opened = steps.includes("submit") || steps.includes("lock");
  return {
    status,
    createdAt: created,
    statusChangedAt,
    expiresAt: last === "expire" ? statusChangedAt : new Date(Math.max(now, statusChangedAt.getTime()) + 30 * DAY_MS),
    failureCode: last === "fail" ? "account_closed" : last === "lock" ? "too_many_wrong_answers" : null,
    openedAt: opened ? midpoint(created, statusChangedAt, 1, 4) : null,
    lastEmailedAt: created,
  };
}

/** The steps of the transition table that lead from a new payout to this status. */
function pathTo(status: PayoutStatus): TransitionName[] {
  if (status === initialStatus) return [];
  const names = Object.keys(transitionTable) as TransitionName[];
  const name = names.find((candidate) => transitionTable[candidate].to === status);
  if (!name) throw new Error(`no transition leads to ${status}`);
  return [...pathTo(transitionTable[name].from[0]), name];
}

async function recordLife(payout: Payout, steps: TransitionName[], on: Executor): Promise<void> {
  const actor = systemActor(payout.organizationId, "factory");
  const about = { payoutId: payout.id, batchId: payout.batchId };
  const moves = steps.map((name, index) => ({
    ...about,
    name: transitionTable[name].event,
    fromStatus: transitionTable[name].from[0],
    toStatus: transitionTable[name].to,
    occurredAt: midpoint(payout.createdAt, payout.statusChangedAt, index + 1, steps.length),
  }));
  const opened = payout.openedAt ? [{ ...about, name: "payout.opened" as const, occurredAt: payout.openedAt }] : [];
  const created = { ...about, name: "payout.created" as const, toStatus: initialStatus, occurredAt: payout.createdAt };
  await recordEvents(on, actor, [created, ...opened, ...moves]);
}

/** The time at `part` of `whole` steps; exact for the last one. */
function midpoint(from: Date, to: Date, part: number, whole: number): Date {
  return new Date(to.getTime() - Math.floor(((to.getTime() - from.getTime()) * (whole - part)) / whole));
}
