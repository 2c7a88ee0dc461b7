import { SoftLink } from "@/app/_ui/soft-link";
import type { Route } from "next";
import type { ReactNode } from "react";
import { Notice } from "@/app/_ui/notice";
import type { UserActor } from "@/lib/actor";
import { batchesHref } from "@/lib/batches/filter";
import { errorTotals } from "@/lib/batches/error-totals";
import { failedBeside, payoutsHref, type PayoutFilter } from "@/lib/payouts/list/filter";
import type { PayoutListTotal } from "@/lib/payouts/queries";
import { summarizePayouts } from "@/lib/payouts/counts/summarize";
import type { At } from "@/lib/moment";
import { counted } from "@/app/(portal)/_ui/figures";

type Props = { actor: UserActor; filter: PayoutFilter; total: PayoutListTotal; at: At };

/**
 * Above the payouts of batches with errors. It links the payouts that failed. The list cannot show the rows that never
 * became payouts, nor whose email was refused, so it says how many there are and links to their batches.
 */
export async function BatchErrorsBand({ actor, filter, total, at }: Props) {
  const failedFilter = failedBeside(filter);
  if (failedFilter === undefined) return null;
  const behind = { errors: filter.batch_errors };
  const { batchCount, refusedCount, unreachedCount } = await errorTotals(actor, behind, at);
  if (batchCount === 0) return null;
  const failed = total.failed ?? (await summarizePayouts(actor, { failed: failedFilter }, at)).failed.count;
  const these = batchCount === 1 ? "this batch" : "these batches";
  return (
    <Notice tone="warning">
      <div className="flex flex-col gap-1">
        {refusedCount > 0 && (
          <p>
            {counted(refusedCount, "row")} of {these}{" "}
            {refusedCount === 1
              ? "was refused. It is no payout, so it is not in this list."
              : "were refused. They are no payouts, so they are not in this list."}{" "}
            <Follow href={batchesHref(behind)}>See the refused rows, by batch</Follow>
          </p>
        )}
        {failed > 0 && (
          <p>
            {counted(failed, "payout")} of {these} failed.{" "}
            {filter.group !== "failed" && <Follow href={payoutsHref(failedFilter)}>See what failed</Follow>}
          </p>
        )}
        {unreachedCount > 0 && (
          <p>
            The email of {counted(unreachedCount, "payout")} of {these} was refused, so the{" "}
            {unreachedCount === 1 ? "recipient was" : "recipients were"} not reached.{" "}
            <Follow href={batchesHref(behind)}>See them, by batch</Follow>
          </p>
        )}
        {refusedCount + failed + unreachedCount === 0 && (
          <p>
            All errors of {these} are resolved.{" "}
            <Follow href={batchesHref(behind)}>See {counted(batchCount, "batch", "batches")}</Follow>
          </p>
        )}
      </div>
    </Notice>
  );
}

const Follow = ({ href, children }: { href: Route; children: ReactNode }) => (
  <SoftLink href={href} className="font-medium underline underline-offset-2">
    {children}
  </SoftLink>
);
