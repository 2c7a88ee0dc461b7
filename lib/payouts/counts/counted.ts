import { sql, type SQL } from "drizzle-orm";
import type { payoutCountAxis } from "@/db/schema/payout_deltas";
import type { Actor } from "@/lib/actor";
import { batchesWithErrorsIn } from "@/lib/ingest-errors/matching";
import { windowBounds, type Bounds } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";
import type { Evidence } from "@/lib/payouts/list/evidence";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { kindsMeant, type Kind, type KindFilter } from "@/lib/payouts/list/kinds";
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

/** A kind of payouts as the counts have it. Only payouts that expire are told apart by evidence; all others say `never_opened`. */
export type CountedKind = Kind & { evidence: Evidence };

/**
 * `place`: what the source is made of; filters of one place share it. `isMeant`: which kinds of its payouts are meant; null
 * for all. `byEvidence`: how far the recipients have got must be told apart.
 */
export type Countable = {
  place: string;
  source: CountSource;
  isMeant: ((kind: CountedKind) => boolean) | null;
  byEvidence: boolean;
};

type AnyKind = KindFilter & Pick<PayoutFilter, "evidence">;
type Place = Omit<PayoutFilter, keyof AnyKind>;
type PlaceKey = keyof Place;
type TimeSource = Extract<CountSource, { axis: TimeAxis; from: Date }>;

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
  return { axis: "expires", from: start, to: to && to < start ? start : to };
}

/** How the counts answer a filter exactly; null for a filter that they do not keep. */
export function countable(actor: Actor, filter: PayoutFilter, at: At): Countable | null {
  const { group, status, replaced, currency, evidence, ...place } = filter;
  const ofKind = kindsMeant({ group, status, replaced, currency });
  const [key, ...others] = (Object.keys(place) as PlaceKey[]).filter((name) => place[name] !== undefined);
  if (others.length > 0) return null;
  const source = key === undefined ? anywhere(evidence, at) : placeOf(key, place, actor, at);
  if (!source || (evidence !== undefined && source.axis !== "expires")) return null;
  const only = "only" in source ? source.only : undefined;
  const asksKind = ofKind !== null || evidence !== undefined || only !== undefined;
  return {
    place: key === undefined ? source.axis : `${key} ${place[key]}`,
    source,
    isMeant: asksKind
      ? (kind) =>
          (ofKind?.(kind) ?? true) &&
          kind.evidence === (evidence ?? kind.evidence) &&
          kind.status === (only ?? kind.status)
      : null,
    byEvidence: evidence !== undefined,
  };
}

const placeOf = (key: PlaceKey, place: Place, actor: Actor, at: At): CountSource | null =>
  (places[key] as ((value: unknown, actor: Actor, at: At) => CountSource | null) | undefined)?.(
    place[key],
    actor,
    at,
  ) ?? null;

/** What is asked of no time and no batch: of all payouts, or of all that wait. */
const anywhere = (evidence: Evidence | undefined, at: At): CountSource =>
  evidence === undefined ? { axis: "all" } : expiresIn({ from: null, to: null }, at);
