import { Download } from "lucide-react";
import { buttonStyle } from "@/app/_ui/button";
import { payoutsExportHref, type PayoutFilter } from "@/lib/payouts/filter";
import type { PayoutPage } from "@/lib/payouts/queries";

const number = new Intl.NumberFormat("en-US");

/** How many records the filter means, and the same records as a file. */
export function ListTotal({ total, filter }: { total: PayoutPage["total"]; filter: PayoutFilter }) {
  const label = total.count === 1 && !total.capped ? "payout" : "payouts";
  return (
    <>
      <p className="text-muted">
        <span data-testid="total" className="font-medium text-ink tabular-nums">
          {number.format(total.count)}
          {total.capped && "+"}
        </span>{" "}
        {label}
      </p>
      <a href={payoutsExportHref(filter)} className={buttonStyle("secondary", "small")}>
        <Download aria-hidden className="size-4" /> Export CSV
      </a>
    </>
  );
}
