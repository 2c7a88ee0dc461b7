import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  dayOf,
  endOfDay,
  formatDay,
  formatDeadline,
  formatInstant,
  formatRelative,
  formatShortDay,
  formatTime,
  startOfDay,
} from "@/lib/time";

const hourMs = 3_600_000;
const lengthInHours = (day: string, zone: string) =>
  (endOfDay(day, zone).getTime() - startOfDay(day, zone).getTime()) / hourMs;
const zones = fc.constantFrom(
  "America/New_York",
  "Europe/London",
  "Asia/Kolkata",
  "Pacific/Auckland",
  "America/Sao_Paulo",
  "Asia/Beirut",
  "Pacific/Apia",
  "UTC",
);
const instants = fc.date({ min: new Date("1990-01-01"), max: new Date("2050-12-31"), noInvalidDate: true });

describe("a calendar day", () => {
  it.each([
    ["2026-03-08", "America/New_York", 23],
    ["2026-11-01", "America/New_York", 25],
    ["2026-03-29", "Europe/London", 23],
    ["2026-10-25", "Europe/London", 25],
    ["2026-11-23", "Europe/London", 24],
    // There the clocks go forward at midnight, so the day begins at one o'clock.
    ["2024-03-31", "Asia/Beirut", 23],
    ["2026-04-05", "Australia/Lord_Howe", 24.5],
  ])("%s in %s has %d hours", (day, zone, hours) => {
    expect(lengthInHours(day, zone)).toBe(hours);
  });

  it("begins at the zone's own midnight, in summer and in winter", () => {
    expect(startOfDay("2026-07-01", "America/New_York")).toEqual(new Date("2026-07-01T04:00:00.000Z"));
    expect(startOfDay("2026-12-01", "America/New_York")).toEqual(new Date("2026-12-01T05:00:00.000Z"));
    expect(startOfDay("2024-03-31", "Asia/Beirut")).toEqual(new Date("2024-03-30T22:00:00.000Z"));
  });

  it("contains every instant from its start until just before the next day, in any zone", () => {
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        const day = dayOf(instant, zone);
        expect(startOfDay(day, zone).getTime()).toBeLessThanOrEqual(instant.getTime());
        expect(endOfDay(day, zone).getTime()).toBeGreaterThan(instant.getTime());
        expect(dayOf(startOfDay(day, zone), zone)).toBe(day);
        expect(dayOf(new Date(endOfDay(day, zone).getTime() - 1), zone)).toBe(day);
      }),
    );
  });
});

describe("a timestamp", () => {
  it("includes its zone, so that the repeated hour in autumn gives two different timestamps", () => {
    const [first, second] = [new Date("2026-11-01T05:30:00.000Z"), new Date("2026-11-01T06:30:00.000Z")];
    expect([first, second].map((instant) => formatInstant(instant, "America/New_York"))).toEqual([
      "Nov 1, 2026, 01:30:00 EDT",
      "Nov 1, 2026, 01:30:00 EST",
    ]);
    expect([first, second].map((instant) => formatTime(instant, "America/New_York"))).toEqual([
      "01:30:00 EDT",
      "01:30:00 EST",
    ]);
  });

  it("shows midnight as hour 00 of the new day", () => {
    expect(formatInstant(new Date("2026-11-23T05:00:00.000Z"), "America/New_York")).toBe("Nov 23, 2026, 00:00:00 EST");
    expect(formatDay(new Date("2026-11-23T05:00:00.000Z"), "America/New_York")).toBe("Nov 23, 2026");
    expect(formatDay(new Date("2026-11-23T04:59:59.999Z"), "America/New_York")).toBe("Nov 22, 2026");
  });
});

describe("a distance in time", () => {
  const now = new Date("2026-11-23T12:00:00.000Z");
  it.each([
    [0, "just now"],
    [-59_999, "just now"],
    [1, "in less than a minute"],
    [-60_000, "1 minute ago"],
    [59 * 60_000 + 59_999, "in 59 minutes"],
    [-24 * hourMs + 1, "23 hours ago"],
    [24 * hourMs, "in 1 day"],
    [-3 * 24 * hourMs, "3 days ago"],
  ])("of %d ms is described as %j and never rounded up", (ms, words) => {
    expect(formatRelative(new Date(now.getTime() + ms), now)).toBe(words);
  });
});

test("a formatter is made once for each style and zone, however many times are written", () => {
  const original = Intl.DateTimeFormat;
  let made = 0;
  const counting = (target: typeof original, options: ConstructorParameters<typeof original>) => {
    made += 1;
    return Reflect.construct(target, options) as object;
  };
  Intl.DateTimeFormat = new Proxy(original, { construct: counting });
  const write = (zone: string) => {
    for (let hours = 0; hours < 100; hours++) {
      const instant = new Date(hours * hourMs);
      for (const format of [formatInstant, formatDay, formatShortDay, formatTime, formatDeadline, dayOf])
        format(instant, zone);
    }
  };
  write("Pacific/Chatham");
  expect(made).toBe(6);
  write("Pacific/Chatham");
  expect(made).toBe(6);
  Intl.DateTimeFormat = original;
});
