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
 * Cuts whole minutes into pieces of these grains, the largest first, and of minutes where none fits. Each edge goes to the
 * nearest piece of the larger grain: what lies between is added, or taken away where that piece begins before the stretch or
 * ends behind it. No piece of a smaller grain crosses the beginning of a day, because an hour can lie in two.
 */
function cut(piece: Piece, [grain, ...finer]: readonly Exclude<Grain, "minute">[], timeZone: string): Bucket[] {
  if (piece.to && piece.to <= piece.from) return [];
  if (!grain) return [{ ...piece, grain: "minute", minus: false }];
  const [first, last] = [around(piece.from, grain, timeZone), piece.to && around(piece.to, grain, timeZone)];
  if (last && last.before < first.after) return cut(piece, finer, timeZone);
  const whole = { from: nearest(piece.from, first, first.after), to: last && nearest(piece.to!, last, last.before) };
  const finely = (from: Date, to: Date) => cut({ from, to }, finer, timeZone);
  const without = (from: Date, to: Date) => finely(from, to).map((one) => ({ ...one, minus: !one.minus }));
  return [
    ...finely(piece.from, whole.from),
    ...without(whole.from, piece.from),
    ...(whole.to && whole.to <= whole.from ? [] : [{ ...whole, grain, minus: false }]),
    ...(whole.to ? [...finely(whole.to, piece.to!), ...without(piece.to!, whole.to)] : []),
  ];
}

/** Where a grain's pieces begin before an instant and after it; both are the instant where one begins with it. */
type Around = { before: Date; after: Date; beginsDay: boolean };

function around(instant: Date, grain: Exclude<Grain, "minute">, timeZone: string): Around {
  const day = dayOf(instant, timeZone);
  const start = startOfDay(day, timeZone);
  const beginsDay = start.getTime() === instant.getTime();
  if (grain !== "day") return { before: down(instant, fixedMs[grain]), after: up(instant, fixedMs[grain]), beginsDay };
  return { before: start, after: beginsDay ? start : endOfDay(day, timeZone), beginsDay };
}

/** `inner`: the one within the stretch. */
const nearest = (instant: Date, { before, after, beginsDay }: Around, inner: Date): Date => {
  if (beginsDay) return inner;
  return instant.getTime() - before.getTime() < after.getTime() - instant.getTime() ? before : after;
};

const up = (instant: Date, ms: number) => new Date(Math.ceil(instant.getTime() / ms) * ms);
const down = (instant: Date, ms: number) => new Date(Math.floor(instant.getTime() / ms) * ms);
