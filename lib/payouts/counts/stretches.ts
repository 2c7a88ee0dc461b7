import { sql, type SQL } from "drizzle-orm";
import type { payoutCountGrain } from "@/db/schema/payout_counts";
import type { Actor } from "@/lib/actor";
import type { At } from "@/lib/moment";
import { isBeforeBuckets, type TimeAxis } from "./counted";
import { piecesOf, type Piece } from "./pieces";

/**
 * A stretch of time of one source, and what says its payouts. `minus`: they are taken away. `inZone`: only where the
 * organization's days are, or are not, those of the zone that is asked for.
 */
export type Stretch = Piece & {
  source: number;
  axis: TimeAxis;
  read: "buckets" | "deltas" | "payouts" | "overdue";
  grain: (typeof payoutCountGrain.enumValues)[number] | null;
  minus: boolean;
  inZone: boolean | null;
};

/** The stretches of one source, without its place. */
export function stretchesOf({ axis, from, to }: Piece & { axis: TimeAxis }, at: At): Omit<Stretch, "source">[] {
  const isOld = isBeforeBuckets(from, at);
  const { buckets, single, minutes } = piecesOf({ from, to }, at, isOld);
  const read = (read: Stretch["read"], { from, to }: Piece, inZone: boolean | null = null) => ({
    axis,
    read,
    inZone,
    grain: null,
    minus: false,
    from,
    to,
  });
  const bucketsOf = (grain: Stretch["grain"], piece: Piece, inZone: boolean | null = null, minus = false) => ({
    ...read("buckets", piece, inZone),
    grain,
    minus,
  });
  const days = buckets.find(({ grain }) => grain === "day");
  return [
    ...buckets.map(({ grain, minus, ...piece }) => bucketsOf(grain, piece, grain === "day" ? true : null, minus)),
    // The days of another time zone are no days of the buckets. Quarters stand for them, and before there are quarters the
    // payouts, with what is not folded: so the deltas begin behind those days, of which none ends behind the stretch.
    ...(days && isOld
      ? [
          read("payouts", days, false),
          read("deltas", minutes, true),
          ...(days.to ? [read("deltas", { from: days.to, to: minutes.to }, false)] : []),
        ]
      : [...(days ? [bucketsOf("quarter_hour", days, false)] : []), read("deltas", minutes)]),
    ...single.map((piece) => read("payouts", piece)),
    // Those that expire begin after now.
    ...(axis === "changed" ? [read("overdue", { from, to })] : []),
  ];
}

/** Where days have to begin: at the edges of what is read by days, and where a series tells its days apart within. */
function dayEdges(stretches: readonly Stretch[], series: readonly Date[]): Date[] {
  const days = stretches.filter(({ grain }) => grain === "day");
  const isWithin = (start: Date) => days.some(({ from, to }) => start > from && (to === null || start < to));
  return [...days.flatMap(({ from, to }) => (to ? [from, to] : [from])), ...series.filter(isWithin)];
}

/**
 * The stretches under the name `stretches`, those alone that hold in the organization's zone. Its days are those that are
 * asked for where the server, which has cut the buckets, begins them at the same instants: it may know another history of
 * a zone, and takes "CET" for winter time all year.
 * @param series when the days of the series begin that are added up from them, without the first of each
 */
export function stretchTable(
  { organizationId }: Actor,
  stretches: readonly Stretch[],
  series: readonly Date[],
  { timeZone }: At,
): SQL {
  const column = (valueOf: (stretch: Stretch) => unknown, type: string) =>
    sql`${sql.param(stretches.map(valueOf))}::${sql.raw(type)}[]`;
  return sql`stretches as materialized (
    select * from unnest(${column(({ source }) => source, "int")}, ${column(({ axis }) => axis, "payout_count_axis")},
      ${column(({ read }) => read, "text")}, ${column(({ grain }) => grain, "payout_count_grain")},
      ${column(({ from }) => from, "timestamptz")}, ${column(({ to }) => to ?? "infinity", "timestamptz")},
      ${column(({ inZone }) => inZone, "boolean")}, ${column(({ minus }) => minus, "boolean")})
      as stretch (source, axis, read, grain, starts, ends, in_zone, minus)
    where starts < ends and (in_zone is null or in_zone = (
      select time_zone = ${timeZone} and not exists (
        select from unnest(${sql.param(dayEdges(stretches, series))}::timestamptz[]) as edge where date_trunc('day', edge, time_zone) <> edge)
      from organizations where id = ${organizationId})))`;
}
