import { and, sql, type SQL } from "drizzle-orm";
import type { payoutCountAxis } from "@/db/schema/payout_deltas";
import type { Actor } from "@/lib/actor";
import { batchesWithErrorsIn } from "@/lib/ingest-errors/matching";
import { matchingAll } from "@/lib/lists/conditions";
import { windowBounds, type Bounds } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { kindConditions } from "@/lib/payouts/list/matching";
import type { PayoutStatus } from "@/lib/payouts/status";
import { expiringStatus } from "@/lib/payouts/transitions";
import { dayOf, startOfDay } from "@/lib/time";

const dayMs = 86_400_000;
/** How far back the counts by time of change reach at least, in every grain; the buckets are kept a little longer. */
const countedDays = 31;
/** The same for windows that begin, and end, with a day of the organization's zone. */
const countedWholeDays = 400;

/**
 * What of the counts a filter asks for: all payouts, or those of a stretch of time, or of batches. `only`: the one
 * status that is asked for.
 */
export type CountSource =
  | { axis: "all" }
  | { axis: TimeAxis; from: Date; to: Date | null; only?: PayoutStatus }
  | { axis: "batch"; batches: SQL };
export type TimeAxis = Exclude<(typeof payoutCountAxis.enumValues)[number], "batch">;

/**
 * `place`: what the source is made of; filters of one place share it. `kinds`: what kinds of payouts are meant, as SQL
 * over the rows of `countedRows`. `byEvidence`: those rows must tell how far the recipients have got.
 */
export type Countable = { place: string; source: CountSource; kinds: SQL | undefined; byEvidence: boolean };

type Kind = Pick<PayoutFilter, "group" | "status" | "replaced" | "currency" | "evidence">;
type Place = Omit<PayoutFilter, keyof Kind>;
type PlaceKey = keyof Place;
type TimeSource = Extract<CountSource, { axis: TimeAxis; from: Date }>;

/** What sets payouts apart, as columns of the tables of counts. */
export const kindColumns = { status: sql`status`, isReplaced: sql`replaced`, currency: sql`currency` };

/** For each key that is not about the kind of a payout: how the counts answer it, or null where they cannot. */
const places: { [Key in PlaceKey]-?: (value: NonNullable<Place[Key]>, actor: Actor, at: At) => CountSource | null } = {
  changed: (window, _, at) => changedIn(window, at),
  expired: (window, _, at) => {
    const source = changedIn(window, at);
    return source && { ...source, only: expiringStatus.to };
  },
  expires: (window, _, at) => expiresIn(windowBounds(window, at), at),
  batch: (id) => ({ axis: "batch", batches: sql`select ${id}::uuid` }),
  batch_errors: (window, actor, at) => ({ axis: "batch", batches: batchesWithErrorsIn(actor, window, at) }),
  id: () => null,
  recipient: () => null,
  created: () => null,
  amount_min: () => null,
  amount_max: () => null,
  run: () => null,
  assigned: () => null,
  snoozed: () => null,
  handled: () => null,
  q: () => null,
  x: () => null,
};

/** Whether the smaller buckets may not reach back so far. */
export const isBeforeBuckets = (instant: Date, at: At): boolean => isBefore(instant, at, countedDays);
const isBefore = (instant: Date, { now }: At, days: number) => instant.getTime() < now.getTime() - days * dayMs;
const beginsDay = (instant: Date, { timeZone }: At) =>
  startOfDay(dayOf(instant, timeZone), timeZone).getTime() === instant.getTime();

function changedIn(window: string, at: At): TimeSource | null {
  const { from, to } = windowBounds(window, at);
  if (!from || isBefore(from, at, countedWholeDays)) return null;
  const edges = [from, to].filter((edge) => edge !== null && isBeforeBuckets(edge, at));
  if (!edges.every((edge) => beginsDay(edge!, at))) return null;
  return { axis: "changed", from, to: to && to < from ? from : to };
}

function expiresIn({ from, to }: Bounds, at: At): TimeSource {
  // A pending payout whose expiry has passed is expired, so the stretch begins after now.
  const next = new Date(at.now.getTime() + 1);
  const start = from && from > next ? from : next;
  return { axis: "expires", from: start, to: to && to < start ? start : to, only: expiringStatus.from };
}

/** How the counts answer a filter exactly; null for a filter that they do not keep. */
export function countable(actor: Actor, filter: PayoutFilter, at: At): Countable | null {
  const { group, status, replaced, currency, evidence, ...place } = filter;
  const [key, ...others] = (Object.keys(place) as PlaceKey[]).filter((name) => place[name] !== undefined);
  if (others.length > 0) return null;
  const source = key === undefined ? anywhere(evidence, at) : placeOf(key, place, actor, at);
  if (!source || (evidence !== undefined && source.axis !== "expires")) return null;
  const kinds = matchingAll<Kind>(kindsCounted, { group, status, replaced, currency, evidence }, at);
  return {
    place: key === undefined ? source.axis : `${key} ${place[key]}`,
    source,
    kinds: and(kinds, "only" in source && source.only ? sql`status = ${source.only}::payout_status` : undefined),
    byEvidence: evidence !== undefined,
  };
}

const kindsCounted = { ...kindConditions(kindColumns), evidence: (one: string) => sql`evidence = ${one}` };

const placeOf = (key: PlaceKey, place: Place, actor: Actor, at: At): CountSource | null =>
  (places[key] as ((value: unknown, actor: Actor, at: At) => CountSource | null) | undefined)?.(
    place[key],
    actor,
    at,
  ) ?? null;

/** What is asked of no time and no batch: of all payouts, or of all that wait. */
const anywhere = (evidence: Kind["evidence"], at: At): CountSource =>
  evidence === undefined ? { axis: "all" } : expiresIn({ from: null, to: null }, at);
