import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import type { Random } from "@/scripts/demo-data/random";
import type { UserActor } from "@/lib/actor";
import { maxAmountMinor } from "@/lib/money";
import { failureTable } from "@/lib/payouts/failures";
import { payoutStatuses, type PayoutStatus } from "@/lib/payouts/status";
import { dayOf, endOfDay, startOfDay } from "@/lib/time";
import type { At } from "@/lib/moment";
import { createBatch, createIngestError, createOrganization, createUser, type Batch } from "./factories";

export type NewPayout = typeof payouts.$inferInsert;
/** An error with a payout is a refusal of that payout's email, or the payout's failure. */
type BatchWithErrors = Batch & {
  errors: { occurredAt: Date; resolvedAt: Date | null; code: string; payout?: NewPayout }[];
};
/** One organization with random records, and the time at which they are viewed. */
export type World = { actor: UserActor; at: At; payouts: NewPayout[]; batches: BatchWithErrors[] };

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

const zones = ["America/New_York", "Europe/London", "Asia/Kolkata", "Pacific/Auckland", "UTC"];
const currencies = ["USD", "USD", "EUR", "JPY", "KWD"];
const names = ["Ada Byron", "Åsa Öberg", "İnci Şahin", "Zoë d'Arc", "O_o 100%", "李 小龍", "=1+1", "Ada\nByron"];
const shift = (instant: Date, ms: number) => new Date(instant.getTime() + ms);

/** Any time; often one with a clock change or a calendar edge. */
export function randomMoment(random: Random): At {
  const timeZone = random.pick(zones);
  const day = random.pick([
    "2026-03-08",
    "2026-03-29",
    "2026-11-01",
    "2026-10-25",
    "2026-11-23",
    "2028-02-29",
    "2026-01-01",
  ]);
  const [start, end] = [startOfDay(day, timeZone), endOfDay(day, timeZone)];
  return { now: random.pick([start, shift(end, -1), shift(start, random.int(0, 23 * HOUR_MS))]), timeZone };
}

/**
 * Records in every status, with times on the edges of the Dashboard's windows and days, a millisecond to either side,
 * and between.
 */
export async function createWorld(random: Random, at: At, size = 60): Promise<World> {
  const organization = await createOrganization({ timeZone: at.timeZone });
  const { actor } = await createUser(organization);
  const batches = await Promise.all(Array.from({ length: 5 }, () => randomBatch(random, organization, at)));
  const rows = Array.from({ length: size }, (_, index) =>
    randomPayout(random, actor.organizationId, batches, at, index),
  );
  for (const row of rows) Object.assign(row, randomFollowUp(random, actor.userId, at, Boolean(row.archivedAt)));
  const made = [...rows, ...rows.filter((row) => row.archivedAt).map((row) => replacement(row, random, at))];
  await db.insert(payouts).values(made);
  for (const row of rows) await stopPayout(row, random, batches, at);
  return { actor, at, payouts: made, batches };
}

/** A time up to and including now, for errors, changes and expiries. */
function past(random: Random, { now, timeZone }: At): Date {
  const midnight = startOfDay(dayOf(shift(now, -random.int(0, 31) * DAY_MS), timeZone), timeZone);
  const edge = random.pick([shift(now, -30 * DAY_MS), shift(now, -7 * DAY_MS), now, midnight]);
  const moment = random.chance(0.6) ? shift(edge, random.int(-1, 1)) : shift(now, -random.int(0, 60 * DAY_MS));
  return moment > now ? now : moment;
}

function future(random: Random, { now }: At): Date {
  const edge = random.pick([shift(now, 2), shift(now, 7 * DAY_MS)]);
  return random.chance(0.6) ? shift(edge, random.int(-1, 1)) : shift(now, random.int(1, 20 * DAY_MS));
}

function randomPayout(random: Random, organizationId: string, batches: Batch[], at: At, index: number): NewPayout {
  const status = random.pick(payoutStatuses);
  const batch = random.chance(0.6) ? random.pick(batches) : undefined;
  const times = randomTimes(random, status, at);
  const replaceable = status === "expired" || status === "canceled" || status.startsWith("failed");
  return {
    ...times,
    organizationId,
    id: random.id(times.createdAt.getTime()),
    batchId: batch?.id ?? null,
    line: batch ? index + 2 : null,
    reference: `REF-${index}`,
    recipientName: random.pick(names),
    recipientEmail: `recipient-${random.int(1, 30)}@example.com`,
    amountMinor: random.chance(0.1) ? maxAmountMinor - BigInt(random.int(0, 9)) : BigInt(random.int(1, 20)),
    currency: random.pick(currencies),
    status,
    failureCode: status.startsWith("failed") ? random.pick(Object.keys(failureTable)) : null,
    openedAt: random.chance(0.3) ? times.createdAt : null,
    archivedAt: replaceable && random.chance(0.3) ? at.now : null,
  };
}

/** Who has it, and whether it is put aside: a snooze may be over. */
function randomFollowUp(random: Random, userId: string, { now }: At, replaced: boolean): Partial<NewPayout> {
  const handled = !replaced && random.chance(0.2);
  return {
    assigneeId: random.chance(0.3) ? userId : null,
    snoozedUntil: !replaced && random.chance(0.3) ? shift(now, random.pick([-DAY_MS, 0, 1, DAY_MS])) : null,
    handledAt: handled ? now : null,
    handledReason: handled ? "Called the bank" : null,
  };
}

/** Half of the pending payouts are past their expiry and not yet swept. */
function randomTimes(random: Random, status: PayoutStatus, at: At) {
  if (status === "pending" || status === "expired") {
    const expiresAt = status === "pending" && random.chance(0.5) ? future(random, at) : past(random, at);
    const createdAt = expiresAt > at.now ? past(random, at) : shift(expiresAt, -random.int(1, 30 * DAY_MS));
    return { createdAt, expiresAt, statusChangedAt: status === "expired" ? expiresAt : createdAt };
  }
  const statusChangedAt = past(random, at);
  return {
    createdAt: shift(statusChangedAt, -random.int(0, 20 * DAY_MS)),
    statusChangedAt,
    expiresAt: shift(statusChangedAt, random.int(1, 40 * DAY_MS)),
  };
}

/**
 * The errors of batch payouts: of each that failed, resolved if it was replaced, and of some whose email was refused,
 * resolved if the payout has changed since, as every step does.
 */
async function stopPayout(payout: NewPayout, random: Random, batches: BatchWithErrors[], at: At): Promise<void> {
  const batch = batches.find(({ id }) => id === payout.batchId);
  if (!batch) return;
  const errors: BatchWithErrors["errors"] = [];
  if (payout.failureCode)
    errors.push({
      code: payout.failureCode,
      occurredAt: payout.statusChangedAt,
      resolvedAt: payout.archivedAt ?? null,
    });
  if (random.chance(0.2))
    errors.push({
      code: "email_refused",
      occurredAt: past(random, at),
      resolvedAt: payout.status !== "pending" || random.chance(0.3) ? at.now : null,
    });
  for (const error of errors) {
    const of = { payoutId: payout.id, stage: "processing", scope: "row", line: payout.line } as const;
    await createIngestError(batch, { ...error, ...of });
    batch.errors.push({ ...error, payout });
  }
}

function replacement(old: NewPayout, random: Random, { now }: At): NewPayout {
  const undone = { failureCode: null, archivedAt: null, openedAt: null, line: null };
  const fresh = { ...undone, status: "pending" as const, fromLine: old.line };
  const times = { createdAt: now, statusChangedAt: now, expiresAt: shift(now, 30 * DAY_MS) };
  return {
    ...old,
    ...fresh,
    ...times,
    id: random.id(now.getTime()),
    reference: `${old.reference}-R1`,
    reissueOf: old.id,
  };
}

const randomTotals = (random: Random) =>
  ["USD", "JPY", "KWD"]
    .slice(random.int(0, 2))
    .map((currency) => ({ currency, amountMinor: `${random.int(1, 9_000_000)}`, count: random.int(1, 20) }));

async function randomBatch(
  random: Random,
  organization: { id: string } & Parameters<typeof createBatch>[0],
  at: At,
): Promise<BatchWithErrors> {
  const createdAt = past(random, at);
  const planned = Array.from({ length: random.int(0, 3) }, () => ({
    code: "email_malformed",
    occurredAt: past(random, at),
    resolvedAt: random.chance(0.4) ? at.now : null,
  }));
  const batch = await createBatch(organization, {
    createdAt,
    acceptedCount: 40,
    refusedCount: planned.filter(({ resolvedAt }) => !resolvedAt).length,
    ...(random.chance(0.2) && { status: "discarded", createdCount: 0 }),
    ...(random.chance(0.3) && { status: "ready", createdCount: 0, processedAt: null, totals: randomTotals(random) }),
    ...(random.chance(0.2) && { status: "awaiting_columns", createdCount: 0, processedAt: null, totals: [] }),
  });
  for (const error of planned) await createIngestError(batch, error);
  return { ...batch, errors: planned };
}
