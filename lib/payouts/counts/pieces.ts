import type { payoutCountGrain } from "@/db/schema/payout_counts";
import type { Bounds } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";
import { dayOf, endOfDay, startOfDay } from "@/lib/time";

type Grain = (typeof payoutCountGrain.enumValues)[number];
/** `from` included, `to` not; null is open. */
export type Piece = { from: Date; to: Date | null };

/**
 * A stretch of time cut so that most of it is read from the largest buckets. `single`: less than a minute at an edge,
 * where the payouts themselves are counted. `minutes`: everything but those.
 */
type Pieces = { buckets: (Piece & { grain: Grain })[]; single: Piece[]; minutes: Piece };

const minuteMs = 60_000;
/** The length of `quarter_hour`. Every time zone's days begin at a multiple of it. */
export const quarterHourMs = 15 * minuteMs;

const finest: Grain[] = ["minute", "quarter_hour", "day"];

/** The pieces of a stretch of time whose beginning is known; days are those of `timeZone`. */
export function piecesOf({ from, to }: Bounds & { from: Date }, { timeZone }: Pick<At, "timeZone">): Pieces {
  const firstMinute = up(from, minuteMs);
  const lastMinute = to && down(to, minuteMs);
  if (lastMinute && lastMinute < firstMinute)
    return { buckets: [], single: [{ from, to }], minutes: { from: firstMinute, to: firstMinute } };
  const buckets: Pieces["buckets"] = [];
  cut({ from: firstMinute, to: lastMinute }, 0);
  const single = [{ from, to: firstMinute }, ...(to && lastMinute ? [{ from: lastMinute, to }] : [])];
  return {
    buckets,
    single: single.filter((piece) => piece.from < piece.to),
    minutes: { from: firstMinute, to: lastMinute },
  };

  function cut(piece: Piece, level: number): void {
    const grain = finest[level]!;
    const coarser = level + 1 < finest.length ? inner(piece, finest[level + 1]!, timeZone) : null;
    if (!coarser) {
      buckets.push({ ...piece, grain });
      return;
    }
    buckets.push({ grain, from: piece.from, to: coarser.from });
    cut(coarser, level + 1);
    if (piece.to && coarser.to) buckets.push({ grain, from: coarser.to, to: piece.to });
  }
}

/** The part of a stretch that is whole pieces of a grain; null where there is none. */
function inner({ from, to }: Piece, grain: Grain, timeZone: string): Piece | null {
  const [first, last] =
    grain === "day"
      ? [nextDay(from, timeZone), to && startOfDay(dayOf(to, timeZone), timeZone)]
      : [up(from, quarterHourMs), to && down(to, quarterHourMs)];
  return last && last <= first ? null : { from: first, to: last };
}

function nextDay(instant: Date, timeZone: string): Date {
  const day = dayOf(instant, timeZone);
  const start = startOfDay(day, timeZone);
  return start.getTime() === instant.getTime() ? start : endOfDay(day, timeZone);
}

const up = (instant: Date, ms: number) => new Date(Math.ceil(instant.getTime() / ms) * ms);
const down = (instant: Date, ms: number) => new Date(Math.floor(instant.getTime() / ms) * ms);
