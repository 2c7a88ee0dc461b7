import type { ReactNode } from "react";
import type { BatchDetail } from "@/lib/batches/queries";
import { formatMoney } from "@/lib/money";
import { MoneyTotals } from "@/lib/money-totals";
import { counted, figure } from "@/app/(portal)/_ui/figures";

/**
 * The decision, always in reach: at the top of the window, on phones at its bottom. The page leaves room for it at its
 * end, and scrolls what has the focus clear of it.
 */
export const ReviewBar = ({ summary, children }: { summary: ReactNode; children: ReactNode }) => (
  <div
    role="group"
    aria-label="Decision"
    data-review-bar
    data-bottom-bar
    className="z-20 mb-3 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card border border-line bg-surface px-4 py-2.5 shadow-raised max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:mb-0 max-sm:rounded-none max-sm:shadow-floating sm:sticky sm:top-0 sm:h-14 sm:flex-nowrap"
  >
    <div className="min-w-0 flex-1 tabular-nums max-sm:basis-full">{summary}</div>
    <div className="flex flex-wrap gap-2 max-sm:w-full sm:shrink-0">{children}</div>
  </div>
);

const currenciesShown = 3;

/** "24 rows · 23 can become payouts · 1 refused", and the money of those that can. */
export function ReviewSummary({ batch }: { batch: BatchDetail }) {
  const { acceptedCount, refusedCount } = batch;
  const totals = new MoneyTotals(batch.totals).list();
  const more = totals.length - currenciesShown;
  const money = totals
    .slice(0, currenciesShown)
    .map(({ amountMinor, currency }) => formatMoney(amountMinor, currency))
    .join(" · ");
  return (
    <>
      <p className="truncate font-medium">
        {counted(acceptedCount, "payout")} · {figure(refusedCount)} refused
      </p>
      {totals.length > 0 && (
        <p className="truncate text-sm text-muted">
          {money}
          {more > 0 && ` · ${counted(more, "more currency", "more currencies")}`}
        </p>
      )}
    </>
  );
}
