import type { Route } from "next";
import { Card } from "@/app/_ui/card";
import { SoftLink } from "@/app/_ui/soft-link";
import { formatMoney } from "@/lib/money";
import { failureReason, whoActsLabel } from "@/lib/payouts/failures";
import type { Payout } from "@/lib/payouts/queries";
import { counted } from "@/app/(portal)/_ui/figures";

type Props = {
  /** The latest of them. */
  rows: readonly Payout[];
  total: number;
  /** The list of all. */
  all: Route;
};

const link = "font-medium underline underline-offset-2";

/** What failed and was not replaced: why, who must act, and the next step. */
export function Failures({ rows, total, all }: Props) {
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="failures" className="mt-6">
      <h2 id="failures" className="mb-2.5 font-semibold">
        What failed, and what to do
      </h2>
      <Card>
        <ul>
          {rows.map((payout) => (
            <li key={payout.id} className="border-b border-line px-4 py-3 last:border-b-0">
              <Failure payout={payout} />
            </li>
          ))}
        </ul>
        {total > rows.length && (
          <p className="border-t border-line px-4 py-3">
            <SoftLink href={all} className={link}>
              View All: {counted(total, "failed payout")}
            </SoftLink>
          </p>
        )}
      </Card>
    </section>
  );
}

function Failure({ payout: { id, reference, amountMinor, currency, failureCode } }: { payout: Payout }) {
  const reason = failureCode === null ? null : failureReason(failureCode);
  return (
    <>
      <p className="break-words">
        <SoftLink href={`/payouts/${id}` as Route} className={link}>
          {reference}
        </SoftLink>{" "}
        · <span className="tabular-nums">{formatMoney(amountMinor, currency)}</span>
      </p>
      {reason && (
        <>
          <p>{reason.text}</p>
          <p className="text-muted">
            <span className="font-medium">{whoActsLabel[reason.who]}:</span> {reason.nextStep}
          </p>
        </>
      )}
    </>
  );
}
