import type { payoutCountGrain } from "@/db/schema/payout_counts";
import type { Bounds } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";
import { dayOf, endOfDay, startOfDay } from "@/lib/time";

type Grain = (typeof payoutCountGrain.enumValues)[number];
/** `from` included, `to` not; null is open. */
export type Piece = { from: Date; to: Date | null };

/** `minus`: what its buckets say is taken away. */
type Bucket = Piece & { grain: Grain; minus: boolean };
/**
 * A stretch of time cut so that most of it is read from the largest buckets. `single`: less than a minute at an edge,
 * where the payouts themselves are counted. `minutes`: everything but those.
 */
type Pieces = { buckets: Bucket[]; single: Piece[]; minutes: Piece };

const minuteMs = 60_000;
/** The lengths of the grains that are the same in every time zone. Every zone's days begin at a multiple of a quarter. */
export const fixedMs = { quarter_hour: 15 * minuteMs, hour: 60 * minuteMs } as const;

/**
 * The pieces of a stretch of time whose beginning is known; days are those of `timeZone`.
 * @param within whether no piece may begin before the stretch or end behind it
 */
export function piecesOf(
  { from, to }: Bounds & { from: Date },
  { timeZone }: Pick<At, "timeZone">,
  within = false,
): Pieces {
  const firstMinute = up(from, minuteMs);
  const lastMinute = to && down(to, minuteMs);
  if (lastMinute && lastMinute < firstMinute)
    return { buckets: [], single: [{ from, to }], minutes: { from: firstMinute, to: firstMinute } };
  const single = [{ from, to: firstMinute }, ...(to && lastMinute ? [{ from: lastMinute, to }] : [])];
  const minutes = { from: firstMinute, to: lastMinute };
  return {
    buckets: cut(minutes, ["day", "hour", "quarter_hour"], { timeZone, within }),
    single: single.filter((piece) => piece.from < piece.to),
    minutes,
  };
}

/**
 * Cuts whole minutes into pieces of these grains, the largest first, and of minutes where none fits. Each edge goes to the
 * nearest piece of the larger grain: what lies between is added, or taken away where that piece begins before the stretch or
 * ends behind it. No piece of a smaller grain crosses the beginning of a day, because an hour can lie in two.
 */
function cut(piece: Piece, [grain, ...finer]: readonly LargerGrain[], how: How): Bucket[] {
  if (piece.to && piece.to <= piece.from) return [];
  if (!grain) return [{ ...piece, grain: "minute", minus: false }];
  const [first, last] = [around(piece.from, grain, how), piece.to && around(piece.to, grain, how)];
  if (last && last.before < first.after) return cut(piece, finer, how);
  const whole = { from: first.nearest ?? first.after, to: last && (last.nearest ?? last.before) };
  const finely = (from: Date, to: Date) => cut({ from, to }, finer, how);
  const without = (from: Date, to: Date) => finely(from, to).map((one) => ({ ...one, minus: !one.minus }));
  return [
    ...finely(piece.from, whole.from),
    ...without(whole.from, piece.from),
    ...(whole.to && whole.to <= whole.from ? [] : [{ ...whole, grain, minus: false }]),
    ...(whole.to ? [...finely(whole.to, piece.to!), ...without(piece.to!, whole.to)] : []),
  ];
}

type LargerGrain = Exclude<Grain, "minute">;
type How = Pick<At, "timeZone"> & { within: boolean };

/**
 * Where the pieces of a grain begin before an instant and after it; both are the instant where one begins with it. `nearest`:
 * the nearer of them; null where the one within the stretch is to be taken.
 */
function around(instant: Date, grain: LargerGrain, { timeZone, within }: How) {
  const day = dayOf(instant, timeZone);
  const [start, end] = [startOfDay(day, timeZone), endOfDay(day, timeZone)];
  const beginsDay = start.getTime() === instant.getTime();
  const [before, after] =
    grain === "day" ? [start, beginsDay ? start : end] : [down(instant, fixedMs[grain]), up(instant, fixedMs[grain])];
  const crossesDay = before < start || after > end;
  const isNearer = instant.getTime() - before.getTime() < after.getTime() - instant.getTime();
  return { before, after, nearest: within || crossesDay ? null : isNearer ? before : after };
}

const up = (instant: Date, ms: number) => new Date(Math.ceil(instant.getTime() / ms) * ms);
const down = (instant: Date, ms: number) => new Date(Math.floor(instant.getTime() / ms) * ms);
