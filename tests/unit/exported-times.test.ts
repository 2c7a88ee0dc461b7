import fc from "fast-check";
import { expect, it } from "vitest";
import { Temporal } from "temporal-polyfill";
import { longestOffsetISO, writeOffsetISO } from "@/lib/web/downloads/offset-iso";
import { orInSoak } from "@/tests/support/seed";

const hourMs = 3_600_000;
/** Zones with clock changes of an hour and of half an hour, at midnight and twice a year around Ramadan, and without. */
const zones = fc.constantFrom(
  ...["America/New_York", "Europe/London", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo", "UTC"],
  ...["Asia/Beirut", "Pacific/Apia", "Africa/Casablanca", "Asia/Kathmandu", "Africa/Monrovia", "America/Caracas"],
);

function written(instant: Date, zone: string): string {
  const bytes = Buffer.alloc(longestOffsetISO);
  return bytes.toString("latin1", 0, writeOffsetISO(bytes, 0, instant.getTime(), zone));
}

const asked = (instant: Date, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(zone)
    .toString({ timeZoneName: "never", smallestUnit: "millisecond" });

it("an exported instant has the offset and the millisecond", () => {
  expect(written(new Date("2026-11-23T14:41:07.005Z"), "America/New_York")).toBe("2026-11-23T09:41:07.005-05:00");
  expect(written(new Date("2026-07-01T12:00:00.000Z"), "Asia/Kolkata")).toBe("2026-07-01T17:30:00.000+05:30");
  expect(() => written(new Date(NaN), "UTC")).toThrow(RangeError);
});

it("an exported instant is written as the zone has it, also around clock changes and after others were asked for", () => {
  const anyInstant = fc.date({ min: new Date("1900-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
  const aroundChange = fc
    .tuple(anyInstant, zones, fc.integer({ min: -26 * hourMs, max: 26 * hourMs }))
    .map(([instant, zone, shift]) => {
      const local = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
      const change = local.getTimeZoneTransition("next")?.epochMilliseconds ?? instant.getTime();
      return [new Date(change + shift), zone] as const;
    });
  fc.assert(
    fc.property(fc.oneof(fc.tuple(anyInstant, zones), aroundChange), ([instant, zone]) => {
      expect(written(instant, zone)).toBe(asked(instant, zone));
    }),
    { numRuns: orInSoak(500, 20_000) },
  );
});
