import type { ReactNode } from "react";
import { EmailAddress } from "@/app/_ui/email-address";
import { RowLink } from "@/app/_ui/table";
import { formatAmount } from "@/lib/money";
import { payoutHref, type ListView } from "@/lib/payouts/list/view";
import type { Payout } from "@/lib/payouts/queries";

type RecipientProps = {
  payout: Payout;
  /** The list that the row is in. */
  list: ListView;
  children: ReactNode;
};

/** The recipient's name and address, and below them what has no column of its own. */
export function Recipient({ payout, list, children }: RecipientProps) {
  return (
    <>
      <RowLink href={payoutHref(payout.id, list)}>{payout.recipientName}</RowLink>
      <div className="line-clamp-2 text-sm text-muted" title={payout.recipientEmail}>
        <EmailAddress>{payout.recipientEmail}</EmailAddress>
      </div>
      <div className="text-sm text-muted">{children}</div>
    </>
  );
}

export function Amount({ payout: { amountMinor, currency } }: { payout: Pick<Payout, "amountMinor" | "currency"> }) {
  return (
    <>
      {formatAmount(amountMinor, currency)} <span className="text-muted">{currency}</span>
    </>
  );
}

/** A payout's reference on at most two lines; the whole reference shows on hover. */
export const Reference = ({ children }: { children: string }) => (
  <div className="line-clamp-2" title={children}>
    {children}
  </div>
);
