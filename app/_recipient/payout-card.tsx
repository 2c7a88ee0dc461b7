import type { ReactNode } from "react";
import { Card } from "@/app/_ui/card";
import { amountIn } from "@/lib/recipient-words/formats";
import type { Reading } from "./reading";

/** The payout: its amount and its facts. */
export function PayoutCard({ payout, language, words, children }: Reading & { children?: ReactNode }) {
  const { card } = words.page;
  return (
    <Card className="p-4">
      <p className="text-3xl font-semibold tracking-tight break-words tabular-nums">
        {amountIn(language, payout.amountMinor, payout.currency)}
      </p>
      <dl className="mt-4 grid gap-3">
        <Line label={card.from}>{payout.organizationName}</Line>
        <Line label={card.for}>{payout.recipientName}</Line>
        {children}
        <Line label={card.reference}>{payout.reference}</Line>
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
      <dd className="break-words">
        <bdi>{children}</bdi>
      </dd>
    </div>
  );
}
