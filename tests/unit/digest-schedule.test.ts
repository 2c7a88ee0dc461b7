import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { rhythms, rhythmTable } from "@/lib/views/digests/rhythms";
import { dayNumber, nextDue } from "@/lib/views/digests/schedule";

const zones = ["UTC", "America/New_York", "Europe/Berlin", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Kathmandu"];
const instant = fc.date({ min: new Date("2020-01-01"), max: new Date("2060-01-01"), noInvalidDate: true });
const local = (at: Date, zone: string) => Temporal.Instant.from(at.toISOString()).toZonedDateTimeISO(zone);

describe("a digest is due", () => {
  it("at seven by the clock of the organization, on one of its days, and never skips one", () => {
    fc.assert(
      fc.property(fc.constantFrom(...rhythms), instant, fc.constantFrom(...zones), (rhythm, after, zone) => {
        const due = nextDue(rhythm, after, zone);
        expect(local(due, zone).toPlainTime().toString()).toBe("07:00:00");
        expect(rhythmTable[rhythm].days).toContain(local(due, zone).dayOfWeek);
        expect(due.getTime()).toBeGreaterThan(after.getTime());
        // Asked an instant before, the answer is the same; so none lies between.
        expect(nextDue(rhythm, new Date(due.getTime() - 1), zone)).toEqual(due);
        const most = (rhythm === "morning" ? 1 : 7) * 86_400_000 + 2 * 3_600_000;
        expect(due.getTime() - after.getTime()).toBeLessThanOrEqual(most);
      }),
    );
  });

  it.each([
    ["the day when the clocks go forward", "2026-03-07T13:00:00Z", "2026-03-08T11:00:00.000Z"],
    ["the day after it", "2026-03-08T11:00:00Z", "2026-03-09T11:00:00.000Z"],
    ["the day before they go back", "2026-10-30T12:00:00Z", "2026-10-31T11:00:00.000Z"],
    ["the day when they go back", "2026-10-31T11:00:00Z", "2026-11-01T12:00:00.000Z"],
  ])("at seven in New York on %s", (_day, after, due) => {
    expect(nextDue("morning", new Date(after), "America/New_York").toISOString()).toBe(due);
  });

  it("on Monday of next week when this Monday's seven has just struck", () => {
    expect(nextDue("monday", new Date("2026-11-30T07:00:00Z"), "UTC").toISOString()).toBe("2026-12-07T07:00:00.000Z");
  });
});

it("days are numbered one after another, by the calendar of the zone, and fit the outbox for decades", () => {
  const before = new Date("2026-11-02T04:59:59Z");
  expect(dayNumber(new Date("2026-11-02T05:00:00Z"), "America/New_York")).toBe(
    dayNumber(before, "America/New_York") + 1,
  );
  expect(dayNumber(new Date("2085-01-01"), "UTC")).toBeLessThan(32_768);
});
