import { desc, sql, type SQL } from "drizzle-orm";
import { batches } from "@/db/schema/batches";
import { ingestErrors } from "@/db/schema/ingest_errors";
import type { Actor } from "@/lib/actor";
import { unresolvedPayout } from "@/lib/ingest-errors/matching";
import { emailRefused } from "@/lib/ingest-errors/processing-faults";
import type { At } from "@/lib/moment";
import { toDecimal } from "@/lib/money";
import { failedByBatch } from "@/lib/payouts/counts/by-batch";
import { overdueIds } from "@/lib/payouts/as-of";
import { copiedCsvFile, type FileColumn, type Selected } from "@/lib/web/downloads/csv-file";
import type { BatchFilter } from "@/lib/batches/filter";
import { matchingBatches } from "@/lib/batches/matching";
import type { Batch, ListedBatch } from "@/lib/batches/queries";
import { batchStatusTable } from "@/lib/batches/status";

type ExportedBatch = Pick<
  Batch,
  | "id"
  | "fileName"
  | "status"
  | "createdAt"
  | "recordCount"
  | "acceptedCount"
  | "refusedCount"
  | "setAsideCount"
  | "skippedCount"
  | "createdCount"
> &
  Pick<ListedBatch, "unreachedCount" | "failedCount"> & {
    uploadedBy: string | null;
    decidedBy: string | null;
    /** The money of the accepted rows as JSON, see `batches.totals`. */
    totals: string;
  };

const columns: readonly FileColumn<ExportedBatch>[] = [
  ["id", "id"],
  ["file", "fileName"],
  ["status", "status"],
  ["meaning", (batch) => batchStatusTable[batch.status].meaning],
  ["uploaded_at", "createdAt"],
  ["uploaded_by", "uploadedBy"],
  ["decided_by", "decidedBy"],
  ["rows", "recordCount"],
  ["accepted", "acceptedCount"],
  ["refused", "refusedCount"],
  ["set_aside", "setAsideCount"],
  ["skipped", "skippedCount"],
  ["payouts", "createdCount"],
  ["not_reached", "unreachedCount"],
  ["failed", "failedCount"],
  ["money", (batch) => moneyOf(batch.totals)],
];

/** "1250.00 USD; 80 JPY" */
const moneyOf = (totals: string): string =>
  (JSON.parse(totals) as Batch["totals"])
    .map(({ currency, amountMinor }) => `${toDecimal(BigInt(amountMinor), currency)} ${currency}`)
    .join("; ");

const number = (from: SQL) => ({ from, as: "number" as const });
const text = (from: SQL) => ({ from, as: "string" as const });

const selected: Selected<ExportedBatch> = {
  id: { from: sql`${batches.id}`, as: "uuid" },
  fileName: text(sql`${batches.fileName}`),
  status: text(sql`${batches.status}`),
  createdAt: { from: sql`${batches.createdAt}`, as: "date" },
  recordCount: number(sql`${batches.recordCount}`),
  acceptedCount: number(sql`${batches.acceptedCount}`),
  refusedCount: number(sql`${batches.refusedCount}`),
  setAsideCount: number(sql`${batches.setAsideCount}`),
  skippedCount: number(sql`${batches.skippedCount}`),
  createdCount: number(sql`${batches.createdCount}`),
  unreachedCount: number(sql`unreached.count`),
  failedCount: number(sql`coalesce(failed.count, 0)`),
  uploadedBy: text(sql`uploader.name`),
  decidedBy: text(sql`case when not ${batches.autoProcess} then decider.name end`),
  totals: text(sql`${batches.totals}`),
};

/** The batches of a filter as a CSV file: those that the list has, in its order, of one snapshot. */
export const batchesCsv = (actor: Actor, filter: BatchFilter, at: At): ReadableStream<Uint8Array> =>
  copiedCsvFile(actor, at.timeZone, () => ({
    columns,
    selected,
    query: (list) => exportQuery(actor, list, filter, at),
  }));

/** Refused addresses are counted batch by batch, failed payouts at once, as for the list. */
function exportQuery(actor: Actor, list: SQL, filter: BatchFilter, at: At): SQL {
  const user = (name: string, id: SQL) => sql`left join lateral (
    select u.name from users u where u.organization_id = ${actor.organizationId} and u.id = ${id}) ${sql.identifier(name)} on true`;
  const these = matchingBatches(actor, filter, at);
  return sql`
    select ${list} from ${batches}
    ${user("uploader", sql`${batches.createdBy}`)}
    ${user("decider", sql`${batches.decidedBy}`)}
    cross join lateral (
      select count(distinct ${ingestErrors.payoutId}) as count from ${ingestErrors}
      where ${ingestErrors.organizationId} = ${actor.organizationId} and ${ingestErrors.batchId} = ${batches.id}
        and ${ingestErrors.code} = ${emailRefused.code} and ${unresolvedPayout(overdueIds(actor, at.now))}) unreached
    left join (${failedByBatch(actor, sql`array(select ${batches.id} from ${batches} where ${these})`)}) failed
      on failed."batchId" = ${batches.id}
    where ${these}
    order by ${desc(batches.createdAt)}, ${desc(batches.id)}`;
}
