import type { Route } from "next";
import type { ReactNode } from "react";
import { EmailAddress } from "@/app/_ui/email-address";
import { RowLink } from "@/app/_ui/table";
import { SoftLink } from "@/app/_ui/soft-link";
import { recipientHref } from "@/lib/payouts/recipients/links";
import type { PayoutLine } from "./payout-line";

/** So many characters fit on one line of the narrowest column, so on two wherever the text breaks. */
const surelyFits = 22;

/** What hover shows of a text that may be cut off. */
const ifCut = (text: string) => (text.length > surelyFits ? text : undefined);

type RecipientProps = {
  line: PayoutLine;
  /** The address of the list that the row is in, from its "?" on, so that the payout's page leads back to it. */
  query: string;
  children?: ReactNode;
};

/** The recipient's name, which leads to the payout, and the address, which leads to the recipient, and below them what has no column of its own. */
export function Recipient({ line: { payoutId, recipientName, recipientEmail }, query, children }: RecipientProps) {
  return (
    <>
      <RowLink href={`/payouts/${payoutId}${query}` as Route}>{recipientName}</RowLink>
      <div className="recipient" title={ifCut(recipientEmail)}>
        <SoftLink href={recipientHref(payoutId)}>
          <EmailAddress>{recipientEmail}</EmailAddress>
        </SoftLink>
      </div>
      {children}
    </>
  );
}

export const Amount = ({ of: { amount, currency } }: { of: { amount: string; currency: string } }) => (
  <>
    {`${amount} `}
    <span className="text-muted">{currency}</span>
  </>
);

/** A payout's reference on at most two lines; the whole reference shows on hover. */
export const Reference = ({ children }: { children: string }) => (
  <div className="two-lines" title={ifCut(children)}>
    {children}
  </div>
);
