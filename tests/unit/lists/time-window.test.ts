import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { futureWindow, pastWindow, windowBounds, windowEdges, windowWords } from "@/lib/lists/time-window";
import { futureWindows, pastWindows } from "@/tests/support/arbitrary-filters";

const at = { now: new Date("2026-11-23T14:41:07.123Z"), timeZone: "America/New_York" };
const iso = (instant: Date | null) => instant?.toISOString() ?? null;
const bounds = (window: string, when = at) => {
  const { from, to } = windowBounds(window, when);
  return [iso(from), iso(to)];
};

describe("a window's bounds", () => {
  it.each([
    ["last-30d", "2026-10-24T14:41:07.123Z", null],
    ["last-24h", "2026-11-22T14:41:07.123Z", null],
    // After now, up to and including the far edge: `from` is included and `to` is not.
    ["next-7d", "2026-11-23T14:41:07.124Z", "2026-11-30T14:41:07.124Z"],
    ["2026-11-01..2026-11-01", "2026-11-01T04:00:00.000Z", "2026-11-02T05:00:00.000Z"],
    ["2026-03-08..2026-03-08", "2026-03-08T05:00:00.000Z", "2026-03-09T04:00:00.000Z"],
    ["2026-11-01..", "2026-11-01T04:00:00.000Z", null],
    ["..2026-11-01", null, "2026-11-02T05:00:00.000Z"],
    ["2026-11-01T05:00:00.000Z..2026-11-02T05:00:00.001Z", "2026-11-01T05:00:00.000Z", "2026-11-02T05:00:00.001Z"],
    ["..2026-11-02T05:00:00.001Z", null, "2026-11-02T05:00:00.001Z"],
  ])("of %s are exact to the millisecond", (window, from, to) => {
    expect(bounds(window)).toEqual([from, to]);
  });

  it.each([
    ["2026-11-23T14:41:07.123Z", "2026-10-01T04:00:00.000Z", "2026-11-01T04:00:00.000Z", "2026-12-01T05:00:00.000Z"],
    // Still December 31 in New York.
    ["2027-01-01T04:59:59.999Z", "2026-11-01T04:00:00.000Z", "2026-12-01T05:00:00.000Z", "2027-01-01T05:00:00.000Z"],
    ["2027-01-01T05:00:00.000Z", "2026-12-01T05:00:00.000Z", "2027-01-01T05:00:00.000Z", "2027-02-01T05:00:00.000Z"],
  ])("of a calendar month are those of the organization's zone, as of %s", (now, last, present, next) => {
    const then = { now: new Date(now), timeZone: "America/New_York" };
    expect(bounds("last-month", then)).toEqual([last, present]);
    expect(bounds("this-month", then)).toEqual([present, next]);
    expect(windowWords("last-month", then.timeZone)).toBe("last month");
  });

  it("of 30 days are 30 × 24 hours apart, even across a clock change", () => {
    const spring = { now: new Date("2026-03-20T12:00:00.000Z"), timeZone: "America/New_York" };
    expect(bounds("last-30d", spring)[0]).toBe("2026-02-18T12:00:00.000Z");
  });

  it("of any window that a filter accepts are valid, and in order when both are closed", () => {
    fc.assert(
      fc.property(fc.oneof(pastWindows, futureWindows), (window) => {
        const { from, to } = windowBounds(window, at);
        expect(from ?? to).not.toBeNull();
        for (const side of [from, to]) if (side) expect(Number.isFinite(side.getTime())).toBe(true);
        if (from && to) expect(from.getTime()).toBeLessThan(to.getTime());
      }),
      { numRuns: 500 },
    );
  });
});

describe("a malformed window", () => {
  const wrong = [
    "",
    "..",
    "last-0d",
    "last-030d",
    "last-10000d",
    "last-30",
    "last-30w",
    "LAST-30d",
    "last-30d ",
    "2026-11-23",
    "2026-13-01..",
    "2026-02-29..",
    "2026-11-30..2026-11-01",
    "2026-11-01..2026-11-02..2026-11-03",
    "2026-11-01T05:00:00Z..",
    "2026-11-01T05:00:00.000+01:00..",
    "2026-11-01T05:00:00.000Z..2026-11-01T05:00:00.000Z",
    "2026-11-01..2026-11-02T00:00:00.000Z",
  ];
  it.each(wrong)("%j is refused", (text) => {
    expect(pastWindow.safeParse(text).success).toBe(false);
    expect(futureWindow.safeParse(text).success).toBe(false);
  });

  it("a window of the past is refused for a future field, and one of the future for a past field", () => {
    expect(pastWindow.safeParse("next-7d").success).toBe(false);
    expect(futureWindow.safeParse("last-7d").success).toBe(false);
  });

  it.each(["0000-01-01..", "..9999-12-31", "0000-01-01T00:00:00.000Z..", "1899-12-31..", "..3000-01-01"])(
    "%s is refused, because the database cannot store some of these years",
    (text) => {
      expect(pastWindow.safeParse(text).success).toBe(false);
    },
  );
});

describe("a window in words", () => {
  it.each([
    ["last-30d", "in the last 30 days", "From Oct 24, 2026, 10:41:07 EDT to now"],
    ["last-1h", "in the last 1 hour", "From Nov 23, 2026, 08:41:07 EST to now"],
    ["2026-11-03..2026-11-03", "on Nov 3, 2026", "From Nov 3, 2026, 00:00:00 EST to Nov 4, 2026, 00:00:00 EST"],
    [
      "2026-11-01..2026-11-30",
      "from Nov 1, 2026 to Nov 30, 2026",
      "From Nov 1, 2026, 00:00:00 EDT to Dec 1, 2026, 00:00:00 EST",
    ],
    ["..2026-11-30", "until Nov 30, 2026", "From the beginning to Dec 1, 2026, 00:00:00 EST"],
    [
      "2026-11-01T05:30:00.000Z..2026-11-01T06:30:00.000Z",
      "from Nov 1, 2026, 01:30:00 EDT to before Nov 1, 2026, 01:30:00 EST",
      "From Nov 1, 2026, 01:30:00 EDT to Nov 1, 2026, 01:30:00 EST",
    ],
  ])("%s is described with its bounds in the organization's zone", (window, words, edges) => {
    expect(windowWords(window, at.timeZone)).toBe(words);
    expect(windowEdges(window, at)).toBe(edges);
  });

  it("without an end is not described as ending now", () => {
    expect(windowEdges("2026-11-01..", at)).toBe("From Nov 1, 2026, 00:00:00 EDT on");
  });
});
