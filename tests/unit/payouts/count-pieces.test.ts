import fc from "fast-check";
import { expect, test } from "vitest";
import { piecesOf, type Piece } from "@/lib/payouts/counts/pieces";
import { dayOf, startOfDay } from "@/lib/time";

const minuteMs = 60_000;
const zones = fc.constantFrom("UTC", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe");
const instants = fc.date({ min: new Date("2026-03-01"), max: new Date("2026-12-01"), noInvalidDate: true });
const dayMs = 86_400_000;
const lengths = fc.oneof(fc.integer({ min: 0, max: 3 * dayMs }), fc.integer({ min: 0, max: 40 * dayMs }));
const stretches = fc
  .tuple(instants, lengths, fc.boolean())
  .map(([from, length, open]) => ({ from, to: open ? null : new Date(from.getTime() + length) }));

const isWhole = (instant: Date, grain: string, timeZone: string): boolean =>
  grain === "day"
    ? startOfDay(dayOf(instant, timeZone), timeZone).getTime() === instant.getTime()
    : instant.getTime() % ({ minute: 1, quarter_hour: 15, hour: 60 }[grain]! * minuteMs) === 0;

/** Each instant of the stretch is counted once, and none outside of it. */
function expectToFill(pieces: readonly (Piece & { minus?: boolean })[], stretch: Piece): void {
  const times = (instant: Date | null) => instant?.getTime() ?? Infinity;
  const edges = [...new Set([stretch, ...pieces].flatMap(({ from, to }) => [times(from), times(to)]))];
  const isIn = ({ from, to }: Piece, time: number) => times(from) <= time && time < times(to);
  for (const time of [...edges, ...edges.map((edge) => edge - 1)].filter(Number.isFinite)) {
    const count = pieces.filter((piece) => isIn(piece, time)).reduce((sum, { minus }) => sum + (minus ? -1 : 1), 0);
    expect(count).toBe(isIn(stretch, time) ? 1 : 0);
  }
}

/** How many buckets are read: those of the open end of a piece are not known. */
const bucketsIn = (pieces: readonly (Piece & { grain: string })[], grain: string, lengthMs: number) =>
  pieces
    .filter((piece) => piece.grain === grain && piece.to)
    .reduce((sum, { from, to }) => sum + (to!.getTime() - from.getTime()) / lengthMs, 0);

test("a stretch of time is cut into whole buckets that leave nothing out and have nothing twice, in any time zone", () => {
  fc.assert(
    fc.property(stretches, zones, (stretch, timeZone) => {
      const { buckets, single } = piecesOf(stretch, { timeZone });
      if (stretch.from.getTime() !== stretch.to?.getTime()) expectToFill([...buckets, ...single], stretch);
      for (const { from, to, grain } of buckets)
        expect([from, ...(to ? [to] : [])].every((edge) => isWhole(edge, grain, timeZone))).toBe(true);
    }),
  );
});

test("each edge of a stretch costs at most seven minutes, two quarters and half a day of hours", () => {
  fc.assert(
    fc.property(stretches, zones, (stretch, timeZone) => {
      const { buckets } = piecesOf(stretch, { timeZone });
      expect(bucketsIn(buckets, "minute", minuteMs)).toBeLessThanOrEqual(2 * 7);
      // Where days begin within an hour, a day has such an edge of its own, which no hour may cross.
      expect(bucketsIn(buckets, "quarter_hour", 15 * minuteMs)).toBeLessThanOrEqual(2 * (2 + 3));
      expect(bucketsIn(buckets, "hour", 60 * minuteMs)).toBeLessThanOrEqual(2 * 13);
    }),
  );
});

test("where it is asked for, no bucket begins before the stretch or ends behind it", () => {
  fc.assert(
    fc.property(stretches, zones, (stretch, timeZone) => {
      const { buckets } = piecesOf(stretch, { timeZone }, true);
      expect(buckets.filter(({ minus }) => minus)).toEqual([]);
      const isOutside = ({ from, to }: Piece) => from < stretch.from || (stretch.to && (!to || to > stretch.to));
      expect(buckets.filter(isOutside)).toEqual([]);
    }),
  );
});

test("no bucket that is smaller than a day lies in two days of the time zone, so that each day can be counted alone", () => {
  const lengthOf = { minute: minuteMs, quarter_hour: 15 * minuteMs, hour: 60 * minuteMs };
  fc.assert(
    fc.property(stretches, zones, (stretch, timeZone) => {
      for (const { from, to, grain } of piecesOf(stretch, { timeZone }).buckets) {
        if (grain === "day") continue;
        const end = Math.min(to?.getTime() ?? Infinity, from.getTime() + 2 * dayMs);
        for (let at = from.getTime(); at < end; at += lengthOf[grain])
          expect(dayOf(new Date(at + lengthOf[grain] - 1), timeZone)).toBe(dayOf(new Date(at), timeZone));
      }
    }),
  );
});
