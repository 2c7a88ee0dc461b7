import fc from "fast-check";
import { expect, test } from "vitest";
import { chartScale } from "@/app/(portal)/_dashboard/_chart/scale";

const days = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 31 });
const filled = (values: number[]) => values.filter((value) => value > 0).length;

test("the axis goes from 0 to its last round number, and at most a quarter of the days, rounded up, are cut off", () => {
  fc.assert(
    fc.property(days, (values) => {
      const { top, ticks } = chartScale(values, true);
      const cut = values.filter((value) => value > top).length;
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1)).toBe(top);
      expect(ticks).toEqual(ticks.toSorted((a, b) => a - b));
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.every(Number.isInteger)).toBe(true);
      expect(cut).toBeLessThanOrEqual(Math.ceil(filled(values) / 4));
    }),
  );
});

test("the highest bar that is not cut off fills more than a third of the chart", () => {
  fc.assert(
    fc.property(days, (values) => {
      const { top } = chartScale(values, true);
      const highest = Math.max(0, ...values.filter((value) => value <= top));
      if (filled(values) > 0) expect(highest).toBeGreaterThan(top / 3);
    }),
  );
});

test("one upload of any size does not flatten the other days", () => {
  const usual = [3, 9, 4, 7, 5, 8, 6];
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 10_000_000 }), (upload) => {
      expect(chartScale([...usual, upload], true)).toEqual(chartScale(usual, true));
    }),
  );
});

test("days that are alike, and small numbers, are never cut off", () => {
  expect(chartScale([250, 300, 1_000, 280], true).top).toBe(1_000);
  expect(chartScale([1, 9], true).top).toBe(10);
  expect(chartScale([0, 0], true)).toEqual({ top: 1, ticks: [0, 1] });
});
