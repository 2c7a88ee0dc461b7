import type { Route } from "next";
import type { ReactNode } from "react";
import { RowLink } from "@/app/_ui/table";
import { formatAmount } from "@/lib/money";
import type { Payout } from "@/lib/payouts/queries";

/** Name and address of the recipient; on a phone also what its own column says elsewhere. */
export function Recipient({ payout, children }: { payout: Payout; children: ReactNode }) {
  return (
    <div className="break-words">
      <RowLink href={`/payouts/${payout.id}` as Route}>{payout.recipientName}</RowLink>
      <div className="truncate text-sm text-muted" title={payout.recipientEmail}>
        {payout.recipientEmail}
      </div>
      <div className="text-sm text-muted md:hidden">{children}</div>
    </div>
  );
}

export function Amount({ payout }: { payout: Payout }) {
  return (
    <span className="whitespace-nowrap">
      {formatAmount(payout.amountMinor, payout.currency)} <span className="text-muted">{payout.currency}</span>
    </span>
  );
}
