import Link from "next/link";
import { Notice } from "@/app/_ui/notice";
import type { UserActor } from "@/lib/actor";
import { batchesHref } from "@/lib/batches/filter";
import { errorTotals } from "@/lib/batches/error-totals";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import type { At } from "@/lib/moment";

/**
 * Above the payouts of batches with errors: the list cannot show the rows that never became payouts, nor whose email was
 * refused, so this notice says how many there are and links to them.
 */
export async function BatchErrorsBand({ actor, filter, at }: { actor: UserActor; filter: PayoutFilter; at: At }) {
  if (filter.batch_errors === undefined) return null;
  const behind = { errors: filter.batch_errors };
  const { batchCount, refusedCount, unreachedCount, replacingCount } = await errorTotals(actor, behind, at);
  if (batchCount === 0) return null;
  const these = batchCount === 1 ? "this batch" : "these batches";
  const rows = refusedCount === 1 ? "1 row" : `${refusedCount} rows`;
  const payouts = unreachedCount === 1 ? "1 payout" : `${unreachedCount} payouts`;
  const some = replacingCount < unreachedCount ? `${replacingCount} of them ` : replacingCount === 1 ? "It " : "They ";
  const replacing = `${some}${replacingCount === 1 ? "has" : "have"}`;
  const batches = batchCount === 1 ? "1 batch" : `${batchCount} batches`;
  return (
    <Notice tone="warning">
      {refusedCount > 0 && `${rows} of ${these} did not become payouts, so they are not in this list. `}
      {unreachedCount > 0 &&
        `The email of ${payouts} of ${these} was refused, so the ${unreachedCount === 1 ? "recipient was" : "recipients were"} not reached. `}
      {replacingCount > 0 &&
        `${replacing} replaced a payout of a file and ${replacingCount === 1 ? "is" : "are"} not in this list. `}
      <Link href={batchesHref(behind)} className="font-medium underline underline-offset-2">
        See the errors of {batches}
      </Link>
    </Notice>
  );
}
