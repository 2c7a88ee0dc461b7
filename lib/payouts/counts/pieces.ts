import type { payoutCountGrain } from "@/db/schema/payout_counts";
import type { Bounds } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";
import { dayOf, endOfDay, startOfDay } from "@/lib/time";

type Grain = (typeof payoutCountGrain.enumValues)[number];
/** `from` included, `to` not; null is open. */
export type Piece = { from: Date; to: Date | null };

type Bucket = Piece & { grain: Grain };
/**
 * A stretch of time cut so that most of it is read from the largest buckets. `single`: less than a minute at an edge,
 * where the payouts themselves are counted. `minutes`: everything but those.
 */
type Pieces = { buckets: Bucket[]; single: Piece[]; minutes: Piece };

const minuteMs = 60_000;
/** The lengths of the grains that are the same in every time zone. Every zone's days begin at a multiple of a quarter. */
export const fixedMs = { quarter_hour: 15 * minuteMs, hour: 60 * minuteMs } as const;

/** The pieces of a stretch of time whose beginning is known; days are those of `timeZone`. */
export function piecesOf({ from, to }: Bounds & { from: Date }, { timeZone }: Pick<At, "timeZone">): Pieces {
  const firstMinute = up(from, minuteMs);
  const lastMinute = to && down(to, minuteMs);
  if (lastMinute && lastMinute < firstMinute)
    return { buckets: [], single: [{ from, to }], minutes: { from: firstMinute, to: firstMinute } };
  const single = [{ from, to: firstMinute }, ...(to && lastMinute ? [{ from: lastMinute, to }] : [])];
  const minutes = { from: firstMinute, to: lastMinute };
  return {
    buckets: cut(minutes, ["day", "hour", "quarter_hour"], timeZone),
    single: single.filter((piece) => piece.from < piece.to),
    minutes,
  };
}

/**
 * Cuts whole minutes into pieces of these grains, the largest first, and of minutes where none fits. No piece of a smaller
 * grain crosses the beginning of a larger one, because an hour can lie in two days.
 */
function cut(piece: Piece, [grain, ...finer]: readonly Exclude<Grain, "minute">[], timeZone: string): Bucket[] {
  if (piece.to && piece.to <= piece.from) return [];
  if (!grain) return [{ ...piece, grain: "minute" }];
  const whole = inner(piece, grain, timeZone);
  if (!whole) return cut(piece, finer, timeZone);
  return [
    ...cut({ from: piece.from, to: whole.from }, finer, timeZone),
    ...(whole.to && whole.to <= whole.from ? [] : [{ ...whole, grain }]),
    ...(piece.to && whole.to ? cut({ from: whole.to, to: piece.to }, finer, timeZone) : []),
  ];
}

/** The part of a stretch that is whole pieces of a grain: empty where only one begins or ends in it; null where none does. */
function inner({ from, to }: Piece, grain: Exclude<Grain, "minute">, timeZone: string): Piece | null {
  const [first, last] =
    grain === "day"
      ? [nextDay(from, timeZone), to && startOfDay(dayOf(to, timeZone), timeZone)]
      : [up(from, fixedMs[grain]), to && down(to, fixedMs[grain])];
  return last && last < first ? null : { from: first, to: last };
}

function nextDay(instant: Date, timeZone: string): Date {
  const day = dayOf(instant, timeZone);
  const start = startOfDay(day, timeZone);
  return start.getTime() === instant.getTime() ? start : endOfDay(day, timeZone);
}

const up = (instant: Date, ms: number) => new Date(Math.ceil(instant.getTime() / ms) * ms);
const down = (instant: Date, ms: number) => new Date(Math.floor(instant.getTime() / ms) * ms);
