import Link from "next/link";
import { Notice } from "@/app/_ui/notice";
import type { UserActor } from "@/lib/actor";
import { batchesHref } from "@/lib/batches/filter";
import { refusedTotals } from "@/lib/batches/queries";
import type { PayoutFilter } from "@/lib/payouts/filter";
import type { At } from "@/lib/time-window";

/** A list of payouts from batches with errors cannot show the rows that never became payouts; this band says how many, and where they are. */
export async function BatchErrorsBand({ actor, filter, at }: { actor: UserActor; filter: PayoutFilter; at: At }) {
  if (filter.batch_errors === undefined) return null;
  const behind = { errors: filter.batch_errors };
  const { batchCount, refusedCount } = await refusedTotals(actor, behind, at);
  if (batchCount === 0) return null;
  const rows = refusedCount === 1 ? "1 row" : `${refusedCount} rows`;
  const batches = batchCount === 1 ? "1 batch" : `${batchCount} batches`;
  return (
    <Notice tone="warning">
      {rows} of {batchCount === 1 ? "this batch" : "these batches"} never became payouts, so they are not in this list.{" "}
      <Link href={batchesHref(behind)} className="font-medium underline underline-offset-2">
        See what is wrong in {batches}
      </Link>
    </Notice>
  );
}
