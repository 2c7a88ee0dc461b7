import { and, sql, type SQL } from "drizzle-orm";
import { batchPayoutCounts, payoutCounts, payoutTotals } from "@/db/schema/payout_counts";
import { payoutDeltas, type payoutCountAxis } from "@/db/schema/payout_deltas";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { batchesWithErrorsIn } from "@/lib/ingest-errors/matching";
import { matchingAll } from "@/lib/lists/conditions";
import { windowBounds, type Bounds } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";
import type { Evidence } from "@/lib/payouts/list/evidence";
import { evidenceMoves } from "@/lib/payouts/list/evidence-matching";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { isOverdueAt, kindConditions } from "@/lib/payouts/list/matching";
import type { PayoutStatus } from "@/lib/payouts/status";
import { expiringStatus } from "@/lib/payouts/transitions";
import { dayOf, startOfDay } from "@/lib/time";
import { piecesOf, type Piece } from "./pieces";

const dayMs = 86_400_000;
/** How far back the counts by time of change reach at least, in every grain; the buckets are kept a little longer. */
const countedDays = 31;
/** The same for windows that begin, and end, with a day of the organization's zone. */
const countedWholeDays = 400;

/** What of the counts a filter asks for: all payouts, or those of a stretch of time, or of batches. */
export type CountSource =
  | { axis: "all" }
  | { axis: TimeAxis; from: Date; to: Date | null }
  | { axis: "batch"; batches: SQL };
type TimeAxis = Exclude<(typeof payoutCountAxis.enumValues)[number], "batch">;

/**
 * `place`: what the source is made of; filters of one place share it. `kinds`: what kinds of payouts are meant, as SQL
 * over the rows of `countedRows`. `byEvidence`: those rows must tell how far the recipients have got.
 */
export type Countable = { place: string; source: CountSource; kinds: SQL | undefined; byEvidence: boolean };

type Kind = Pick<PayoutFilter, "group" | "status" | "replaced" | "currency" | "evidence">;
type Place = Omit<PayoutFilter, keyof Kind>;
type PlaceKey = keyof Place;
type Placed = { source: CountSource; status?: PayoutStatus } | null;

const columns = { status: sql`status`, isReplaced: sql`replaced`, currency: sql`currency` };

/** For each key that is not about the kind of a payout: how the counts answer it, or null where they cannot. */
const places: { [Key in PlaceKey]-?: (value: NonNullable<Place[Key]>, actor: Actor, at: At) => Placed } = {
  changed: (window, _, at) => changedIn(window, at),
  expired: (window, _, at) => withStatus(changedIn(window, at), expiringStatus.to),
  expires: (window, _, at) => expiresIn(windowBounds(window, at), at),
  batch: (id) => ({ source: { axis: "batch", batches: sql`select ${id}::uuid` } }),
  batch_errors: (window, actor, at) => ({
    source: { axis: "batch", batches: batchesWithErrorsIn(actor, window, at) },
  }),
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

const isBefore = (instant: Date, { now }: At, days: number) => instant.getTime() < now.getTime() - days * dayMs;
const beginsDay = (instant: Date, { timeZone }: At) =>
  startOfDay(dayOf(instant, timeZone), timeZone).getTime() === instant.getTime();

function changedIn(window: string, at: At): Placed {
  const { from, to } = windowBounds(window, at);
  if (!from || isBefore(from, at, countedWholeDays)) return null;
  const edges = [from, to].filter((edge) => edge !== null && isBefore(edge, at, countedDays));
  if (!edges.every((edge) => beginsDay(edge!, at))) return null;
  return { source: { axis: "changed", from, to: to && to < from ? from : to } };
}

function expiresIn({ from, to }: Bounds, at: At): Placed {
  // A pending payout whose expiry has passed is expired, so the stretch begins after now.
  const next = new Date(at.now.getTime() + 1);
  const start = from && from > next ? from : next;
  return withStatus(
    { source: { axis: "expires", from: start, to: to && to < start ? start : to } },
    expiringStatus.from,
  );
}

const withStatus = (placed: Placed, status: PayoutStatus): Placed => placed && { ...placed, status };

/** How the counts answer a filter exactly; null for a filter that they do not keep. */
export function countable(actor: Actor, filter: PayoutFilter, at: At): Countable | null {
  const { group, status, replaced, currency, evidence, ...place } = filter;
  const [key, ...others] = (Object.keys(place) as PlaceKey[]).filter((name) => place[name] !== undefined);
  if (others.length > 0) return null;
  const placed = key === undefined ? anywhere(evidence, at) : placeOf(key, place, actor, at);
  if (!placed || (evidence !== undefined && placed.source.axis !== "expires")) return null;
  const kinds = matchingAll<Kind>(kindsCounted, { group, status, replaced, currency, evidence }, at);
  return {
    place: key === undefined ? placed.source.axis : `${key} ${place[key]}`,
    source: placed.source,
    // Written into the text: they are few, and the statement of the Dashboard asks for many of them.
    kinds: and(kinds, placed.status && sql`status = ${placed.status}::payout_status`)?.inlineParams(),
    byEvidence: evidence !== undefined,
  };
}

const kindsCounted = { ...kindConditions(columns), evidence: (one: string) => sql`evidence = ${one}` };

const placeOf = (key: PlaceKey, place: Place, actor: Actor, at: At): Placed =>
  (places[key] as ((value: unknown, actor: Actor, at: At) => Placed) | undefined)?.(place[key], actor, at) ?? null;

/** What is asked of no time and no batch: of all payouts, or of all that wait. */
const anywhere = (evidence: Kind["evidence"], at: At): Placed =>
  evidence === undefined ? { source: { axis: "all" } } : expiresIn({ from: null, to: null }, at);

/**
 * The counts of a source as rows of `at`, `evidence`, `status`, `replaced`, `currency`, `count` and `amount_minor`, to be
 * added up:
 * whole buckets, what is not folded into them yet, and the payouts of minutes that the stretch cuts. Together with
 * pending payouts past their expiry, which count as expired, they say the same as the payouts themselves at `at.now`.
 * The statement that reads them gives `overduePayouts` the name `overdue`.
 * @param at `at` of a row lies in the day of its payouts, if that is one of `at.timeZone`
 * @param byEvidence whether `evidence` tells the payouts of a source of expiries apart; else it says the same of all
 */
export const countedRows = (actor: Actor, source: CountSource, at: At, byEvidence: boolean): SQL => {
  const rows = sql.join([...keptRows(actor, source, at), ...overdueRows(source)], sql` union all `);
  const moved = byEvidence && source.axis === "expires" ? evidenceRows(actor, source) : [];
  const all = sql`select at, ${unmoved}::text as evidence, ${figures} from (${rows}) as kept`;
  return sql.join([all, ...moved], sql` union all `);
};

const figures = sql`status, replaced, currency, count, amount_minor`;
/** What a pending payout counts as before those who have opened the link, or whose email bounced, are moved. */
const unmoved = sql.raw(`'${"never_opened" satisfies Evidence}'`);

function keptRows(actor: Actor, source: CountSource, at: At): SQL[] {
  switch (source.axis) {
    case "all":
      return allRows(actor);
    case "batch":
      return batchRows(actor, source.batches);
    default:
      return timeRows(actor, source, at);
  }
}

function allRows(actor: Actor): SQL[] {
  const own = sql`organization_id = ${actor.organizationId}`;
  return [
    sql`select null::timestamptz as at, ${figures} from ${payoutTotals} where ${own}`,
    // Each payout has one place on this axis.
    sql`select null, ${figures} from ${payoutDeltas} where axis = 'changed' and ${own}`,
  ];
}

/** Moves the payouts of each other evidence to it: an index has them, and they are few. */
const evidenceRows = (actor: Actor, stretch: Piece): SQL[] =>
  evidenceMoves(actor).map(
    ({
      evidence,
      condition,
    }) => sql`select expires_at, moved.evidence, ${isPending}, ${oneEach(sql`moved.sign`)} from ${payouts}
      cross join lateral (values (${unmoved}, -1), (${sql.raw(`'${evidence}'`)}, 1)) as moved (evidence, sign)
      where organization_id = ${actor.organizationId} and ${condition} and ${inPiece(stretch, sql`expires_at`)}`,
  );
const oneEach = (sign: SQL) => sql`archived_at is not null, currency, ${sign}::bigint, ${sign} * amount_minor::numeric`;
const one = sql`1`;

function batchRows(actor: Actor, batches: SQL): SQL[] {
  const own = sql`organization_id = ${actor.organizationId} and batch_id = any(array(${batches}))`;
  return [
    sql`select null::timestamptz as at, ${figures} from ${batchPayoutCounts} where ${own}`,
    sql`select null, ${figures} from ${payoutDeltas} where axis = 'batch' and ${own}`,
  ];
}

function timeRows(actor: Actor, { axis, from, to }: CountSource & { axis: TimeAxis }, at: At): SQL[] {
  const { buckets, single, minutes } = piecesOf({ from, to }, at);
  const own = sql`organization_id = ${actor.organizationId}`;
  const ofAxis = sql`${own} and axis = ${axis}::payout_count_axis`;
  const zoneKept = sql`(select time_zone from organizations where id = ${actor.organizationId}) = ${at.timeZone}`;
  const read = (grain: string, piece: Piece, onlyIf: SQL) =>
    sql`select at, ${figures} from ${payoutCounts} where ${ofAxis} and grain = ${grain}::payout_count_grain and ${inPiece(piece, sql`at`)} and ${onlyIf}`;
  return [
    ...buckets.flatMap(({ grain, ...piece }) =>
      grain === "day"
        ? // The days of another time zone are no days of the buckets; smaller buckets are, and payouts.
          [
            read(grain, piece, zoneKept),
            isBefore(piece.from, at, countedDays)
              ? sql`${changedRows(own, piece)} and not (${zoneKept})`
              : read("quarter_hour", piece, sql`not (${zoneKept})`),
          ]
        : [read(grain, piece, sql`true`)],
    ),
    sql`select at, ${figures} from ${payoutDeltas} where ${ofAxis} and ${inPiece(minutes, sql`at`)}`,
    ...single.map((piece) =>
      axis === "changed"
        ? changedRows(own, piece)
        : sql`select expires_at, ${isPending}, ${oneEach(one)} from ${payouts} where ${own} and status = ${pending} and ${inPiece(piece, sql`expires_at`)}`,
    ),
  ];
}

const changedRows = (own: SQL, piece: Piece) =>
  sql`select status_changed_at, status, ${oneEach(one)} from ${payouts} where ${own} and ${inPiece(piece, sql`status_changed_at`)}`;

const inPiece = ({ from, to }: Piece, column: SQL) =>
  and(sql`${column} >= ${instant(from)}`, to ? sql`${column} < ${instant(to)}` : undefined);
// Written into the text, so that the partial index on pending payouts can serve it.
const pending = sql.raw(`'${expiringStatus.from}'`);
// In place of the column, so that the index has all that is read.
const isPending = sql`${pending}::payout_status as status`;
const instant = (date: Date): SQL => sql`${date.toISOString()}::timestamptz`;

/** The payouts that `countedRows` reads under the name `overdue`, once for all sources of a statement. */
export const overduePayouts = (actor: Actor, at: At): SQL =>
  sql`select ${isPending}, status_changed_at, expires_at, archived_at, batch_id, currency, amount_minor from ${payouts}
    where organization_id = ${actor.organizationId} and ${isOverdueAt(at.now)(payouts)}`;

/** Takes pending payouts past their expiry from where they are counted, and counts them as expired. */
function overdueRows(source: CountSource): SQL[] {
  const expired = sql`${expiringStatus.to}::payout_status`;
  const from = (moment: SQL, status: SQL, sign: SQL, within: SQL | undefined) =>
    sql`select ${moment}, ${status}, ${oneEach(sign)} from overdue where ${within}`;
  switch (source.axis) {
    case "all":
      return [
        from(sql`null::timestamptz`, sql`status`, sql`-1`, sql`true`),
        from(sql`null::timestamptz`, expired, one, sql`true`),
      ];
    case "expires":
      // It begins after now.
      return [];
    case "changed":
      return [
        from(sql`status_changed_at`, sql`status`, sql`-1`, inPiece(source, sql`status_changed_at`)),
        from(sql`expires_at`, expired, one, inPiece(source, sql`expires_at`)),
      ];
    case "batch": {
      const within = sql`batch_id = any(array(${source.batches}))`;
      return [
        from(sql`null::timestamptz`, sql`status`, sql`-1`, within),
        from(sql`null::timestamptz`, expired, one, within),
      ];
    }
  }
}
