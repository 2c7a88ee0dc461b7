import type { BatchDetail } from "@/lib/batches/queries";
import { formatMoney } from "@/lib/money";
import { MoneyTotals } from "@/lib/money-totals";
import { counted } from "@/app/(portal)/_ui/figures";

/** The money of the good rows, one line per currency, the currency with the most payouts first. */
export function Totals({ totals }: Pick<BatchDetail, "totals">) {
  return (
    <div className="@container">
      <h3 className="mb-1 text-sm text-muted">Total per currency</h3>
      <ul className="grid grid-cols-1 gap-x-8 gap-y-1 @xl:grid-cols-2 @4xl:grid-cols-3">
        {new MoneyTotals(totals).list().map(({ currency, count, amountMinor }) => (
          <li key={currency} className="flex items-baseline justify-between gap-3 border-b border-line py-1">
            <span className="font-medium tabular-nums">{formatMoney(amountMinor, currency)}</span>
            <span className="text-sm text-muted tabular-nums">{counted(count, "payout")}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
