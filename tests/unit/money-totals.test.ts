import fc from "fast-check";
import { expect, test } from "vitest";
import { maxAmountMinor } from "@/lib/money";
import { MoneyTotals } from "@/lib/money-totals";

const payouts = fc.array(
  fc.record({
    currency: fc.constantFrom("USD", "EUR", "JPY"),
    amountMinor: fc.bigInt({ min: 1n, max: maxAmountMinor }),
  }),
);

test("the totals are the same when added at once, in parts, or from stored groups", () => {
  fc.assert(
    fc.property(payouts, payouts, (first, second) => {
      const all = new MoneyTotals([...first, ...second]);
      const stored = new MoneyTotals(first).stored();
      expect(new MoneyTotals(JSON.parse(JSON.stringify(stored))).add(second).list()).toEqual(all.list());
      const grouped = new MoneyTotals(first).list().map(({ count, ...sum }) => ({ ...sum, count: String(count) }));
      expect(new MoneyTotals(grouped).add(second).list()).toEqual(all.list());
      expect(all.count).toBe(first.length + second.length);
      for (const { currency, amountMinor, count } of all.list()) {
        const own = [...first, ...second].filter((payout) => payout.currency === currency);
        expect([amountMinor, count]).toEqual([own.reduce((sum, one) => sum + one.amountMinor, 0n), own.length]);
      }
    }),
  );
});

test("the currency with the most payouts comes first; equal counts are ordered by currency code", () => {
  const totals = new MoneyTotals([
    { currency: "USD", amountMinor: 5n },
    { currency: "JPY", amountMinor: 1n },
    { currency: "EUR", amountMinor: 900n },
    { currency: "JPY", amountMinor: 2n },
  ]);
  expect(totals.stored()).toEqual([
    { currency: "JPY", amountMinor: "3", count: 2 },
    { currency: "EUR", amountMinor: "900", count: 1 },
    { currency: "USD", amountMinor: "5", count: 1 },
  ]);
});
