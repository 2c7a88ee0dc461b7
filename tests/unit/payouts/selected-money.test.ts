import fc from "fast-check";
import { expect, test } from "vitest";
import { moneyOf } from "@/app/(portal)/_payouts/_selection/selected-money";
import { formatAmount, formatMoney } from "@/lib/money";
import { MoneyTotals } from "@/lib/money-totals";

const amounts = fc.array(
  fc.record({
    currency: fc.constantFrom("USD", "JPY", "KWD"),
    amountMinor: fc.bigInt({ min: 1n, max: 999_999_999_999_999n }),
  }),
  { minLength: 1 },
);

test("selected rows add up to what the server says of the same payouts, in any currency", () => {
  fc.assert(
    fc.property(amounts, (payouts) => {
      const rows = payouts.map(({ currency, amountMinor }) => ({
        currency,
        amount: formatAmount(amountMinor, currency),
      }));
      const totals = new MoneyTotals(payouts).list();
      const words = moneyOf(rows);
      for (const { amountMinor, currency } of totals) expect(words).toContain(formatMoney(amountMinor, currency));
    }),
  );
});

test("one, two and many currencies are said as a sentence, and at most three by name", () => {
  const row = (amount: string, currency: string) => ({ amount, currency });
  expect(moneyOf([row("1,200.00", "USD"), row("50.00", "USD")])).toBe("1,250.00 USD");
  expect(moneyOf([row("1,250.00", "USD"), row("310.00", "EUR")])).toBe("1,250.00 USD and 310.00 EUR");
  expect(moneyOf(["USD", "EUR", "GBP", "CHF", "CAD"].map((currency) => row("1.00", currency)))).toBe(
    "1.00 USD, 1.00 EUR, 1.00 GBP and 2 more",
  );
});
