import { expect, test } from "vitest";
import { amountsIn } from "@/lib/payouts/search/amounts";

const read = (q: string) =>
  amountsIn(q)
    .filter(({ currency }) => ["USD", "EUR", "JPY", "KWD"].includes(currency))
    .map(({ currency, amountMinor }) => `${currency} ${amountMinor}`);

test.each([
  ["1250", ["EUR 125000", "JPY 1250", "KWD 1250000", "USD 125000"]],
  ["1,250.00", ["EUR 125000", "KWD 1250000", "USD 125000"]],
  ["1,250", ["EUR 125000", "JPY 1250", "KWD 1250000", "USD 125000"]],
  ["1.250", ["KWD 1250"]],
  ["0.5", ["EUR 50", "KWD 500", "USD 50"]],
  ["EUR 1250", ["EUR 125000"]],
  [" 1250 eur ", ["EUR 125000"]],
  ["eur1250", ["EUR 125000"]],
  ["JPY 1,250", ["JPY 1250"]],
])("%j is read as the amounts that it says", (q, amounts) => expect(read(q)).toEqual(amounts));

test.each([
  "",
  "1.250,00",
  "1250,00",
  "12,50",
  "1,2500",
  ",250",
  "1250.",
  ".5",
  "$1250",
  "-5",
  "1e3",
  "0042",
  "0",
  "0.00",
  "1 250",
  "1250 USD EUR",
  "USD 1250 USD",
  "XAU 5",
  "ABC 5",
  "JPY 12.50",
  "1250 garcia",
  "9".repeat(16),
  `${"9".repeat(300)}.00`,
])("%j is no amount", (q) => expect(amountsIn(q)).toEqual([]));
