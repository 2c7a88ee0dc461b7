import { Icon } from "@/app/_ui/icon";
import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { Card } from "@/app/_ui/card";
import { isAdmin, type UserActor } from "@/lib/actor";
import { batchErrors, batchReasons } from "@/lib/batches/error-queries";
import type { BatchDetail } from "@/lib/batches/queries";
import { hasSuggestions } from "@/lib/batches/repair/suggested-values";
import { isRepairable } from "@/lib/batches/repair/writing";
import type { IngestErrorCode, ReasonCount } from "@/lib/ingest-errors/table";
import type { At } from "@/lib/moment";
import type { OwnColumn } from "@/lib/payouts/extra/columns";
import { extraColumns } from "@/lib/payouts/extra/queries";
import { payoutsByAddress } from "@/lib/payouts/recipients/queries";
import { toQuery } from "@/lib/lists/params";
import { counted } from "@/app/(portal)/_ui/figures";
import { LinePager } from "@/app/(portal)/batches/[id]/_ui/line-pager";
import { UseSuggestions } from "./_correction/use-suggestions";
import { RecordsMoved } from "./records-moved";
import { RefusedRows } from "./refused-rows";
import { RepairTools } from "./repair-tools";
import { SetReasonAside } from "./set-aside";

type Props = {
  actor: UserActor;
  batch: BatchDetail;
  /** The page starts after this line of the file. */
  afterLine: number;
  /** Only rows with this error. */
  code: IngestErrorCode | undefined;
  at: At;
};

/** The refused rows in the order of the file, each with its reasons and the ways to repair it. */
export async function ErrorSection({ actor, batch, afterLine, code, at }: Props) {
  if (batch.recordsMovedAt !== null) return <RecordsMoved batch={batch} movedAt={batch.recordsMovedAt} at={at} />;
  if (batch.refusedCount === 0) return null;
  const repairable = isAdmin(actor) && isRepairable(batch);
  const [{ rows, next }, reasons, own] = await Promise.all([
    batchErrors(actor, batch.id, { afterLine, code }),
    batchReasons(actor, batch.id),
    extraColumns(actor),
  ]);
  const addresses = rows.flatMap(({ values }) => values.email || []);
  const recipients = await payoutsByAddress(actor, addresses);
  const chosen = reasons.find((one) => one.code === code);
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
        <Reasons batchId={batch.id} reasons={reasons} chosen={code} />
        {repairable && chosen && (
          <div className="flex flex-wrap gap-2 border-b border-line bg-sunken px-4 py-3">
            {hasSuggestions(chosen.code) && <UseSuggestions batchId={batch.id} {...chosen} />}
            <SetReasonAside batchId={batch.id} {...chosen} />
          </div>
        )}
        {code && rows.length === 0 && (
          <p className="px-4 py-6 text-muted">
            No row has this problem any more.{" "}
            <SoftLink href={refusedHref(batch.id, {})} keepPlace className="text-ink underline underline-offset-2">
              Show all refused rows
            </SoftLink>
          </p>
        )}
        <RefusedRows
          batchId={batch.id}
          rows={rows}
          repairable={repairable}
          extraColumns={labeled(batch, own)}
          recipients={recipients}
        />
        <LinePager
          label="Pages of refused rows"
          many="rows"
          first={afterLine > 0 ? refusedHref(batch.id, { code }) : null}
          next={next === null ? null : refusedHref(batch.id, { code, afterLine: next })}
        />
      </Card>
    </section>
  );
}

/** The columns that the batch keeps, as the organization calls and orders them. */
const labeled = ({ extraColumns: kept }: BatchDetail, own: readonly OwnColumn[]) =>
  own.flatMap(({ key, label }) => kept.flatMap((column) => (column.key === key ? [{ name: column.name, label }] : [])));

const repairHint = (rows: number): string =>
  rows === 1
    ? " Repair it here, or in a file that you then upload."
    : " Repair the rows here, one after another, and create all payouts that are ready together. Or repair them in a file and upload it. A row that is already a payout is never created again.";

/** The refused rows of a batch, of one error or behind a line. */
function refusedHref(batchId: string, { code, afterLine }: { code?: string; afterLine?: number }): Route {
  return `/batches/${batchId}${toQuery({ after_line: afterLine?.toString(), reason: code })}#errors` as Route;
}

/** How many rows each reason refused, the most frequent first. Each is a link to those rows. */
function Reasons({
  batchId,
  reasons,
  chosen,
}: {
  batchId: string;
  reasons: readonly ReasonCount[];
  chosen: string | undefined;
}) {
  return (
    <ul aria-label="Refused rows by reason" className="flex flex-wrap gap-2 border-b border-line px-4 py-3">
      {reasons.map(({ code, reason, rows }) => (
        <li key={code}>
          <SoftLink
            href={refusedHref(batchId, code === chosen ? {} : { code })}
            aria-current={code === chosen ? "true" : undefined}
            keepPlace
            className={`inline-flex items-center gap-1.5 rounded-control border px-2.5 py-1 hover:bg-sunken ${code === chosen ? "border-edge bg-sunken font-medium" : "border-line bg-surface"}`}
          >
            {reason} <span className="whitespace-nowrap text-muted tabular-nums">· {counted(rows, "row")}</span>
            {code === chosen && <Icon name="x" aria-label="Show all refused rows" className="size-3.5" />}
          </SoftLink>
        </li>
      ))}
    </ul>
  );
}
