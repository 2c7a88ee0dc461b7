import { Card } from "@/app/_ui/card";
import { isAdmin, type UserActor } from "@/lib/actor";
import { batchErrors, batchReasons } from "@/lib/batches/error-queries";
import type { BatchDetail } from "@/lib/batches/queries";
import { isRepairable } from "@/lib/batches/repair/writing";
import type { ReasonCount } from "@/lib/ingest-errors/table";
import { counted } from "@/app/(portal)/_ui/figures";
import { LinePager } from "@/app/(portal)/batches/[id]/_ui/line-pager";
import { RefusedRows } from "./refused-rows";
import { RepairTools } from "./repair-tools";

type Props = {
  actor: UserActor;
  batch: BatchDetail;
  /** The page starts after this line of the file. */
  afterLine: number;
};

/** The refused rows in the order of the file, each with its reasons and the ways to repair it. */
export async function ErrorSection({ actor, batch, afterLine }: Props) {
  if (batch.refusedCount === 0) return null;
  const repairable = isAdmin(actor) && isRepairable(batch);
  const [{ rows, next }, reasons] = await Promise.all([
    batchErrors(actor, batch.id, afterLine),
    batchReasons(actor, batch.id),
  ]);
  return (
    <section aria-labelledby="errors-heading" className="mt-6">
      <h2 id="errors-heading" className="mb-1 text-lg font-semibold">
        {counted(batch.refusedCount, "refused row")}
      </h2>
      <p className="mb-3 max-w-prose text-muted">
        {batch.refusedCount === 1 ? "It is not a payout" : "They are not payouts"}, and no email was sent.
        {repairable && repairHint(batch.refusedCount)}
      </p>
      <div className="mb-3">
        <RepairTools batchId={batch.id} repairable={repairable} />
      </div>
      <Card>
        <Reasons reasons={reasons} />
        <RefusedRows batchId={batch.id} rows={rows} repairable={repairable} />
        <LinePager
          label="Pages of refused rows"
          many="rows"
          first={afterLine > 0 ? `/batches/${batch.id}#errors` : null}
          next={next === null ? null : `/batches/${batch.id}?after_line=${next}#errors`}
        />
      </Card>
    </section>
  );
}

const repairHint = (rows: number): string =>
  rows === 1
    ? " Repair it here, or in a file that you then upload."
    : " Repair the rows here, one after another, and create all payouts that are ready together. Or repair them in a file and upload it. A row that is already a payout is never created again.";

/** How many rows each reason refused, the most frequent first. */
function Reasons({ reasons }: { reasons: readonly ReasonCount[] }) {
  return (
    <ul aria-label="Refused rows by reason" className="flex flex-wrap gap-x-5 gap-y-1 border-b border-line px-4 py-3">
      {reasons.map(({ code, reason, rows }) => (
        <li key={code}>
          {reason} <span className="text-muted tabular-nums">· {counted(rows, "row")}</span>
        </li>
      ))}
    </ul>
  );
}
