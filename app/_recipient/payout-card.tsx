import type { ReactNode } from "react";
import { Card } from "@/app/_ui/card";
import { amountInWords } from "@/lib/plain-words";
import type { RecipientPayout } from "@/lib/redemptions/queries";

/** The payout: its amount and its facts. */
export function PayoutCard({ payout, children }: { payout: RecipientPayout; children?: ReactNode }) {
  return (
    <Card className="p-4">
      <p className="text-3xl font-semibold tracking-tight break-words tabular-nums">
        {amountInWords(payout.amountMinor, payout.currency)}
      </p>
      <dl className="mt-4 grid gap-3">
        <Line label="From">{payout.organizationName}</Line>
        <Line label="For">{payout.recipientName}</Line>
        {children}
        <Line label="Reference">{payout.reference}</Line>
        {payout.extra.map(({ key, label, text }) => (
          <Line key={key} label={label}>
            {text}
          </Line>
        ))}
      </dl>
    </Card>
  );
}

export function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-base text-muted">{label}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}
