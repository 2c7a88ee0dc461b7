import type { Actor } from "@/lib/actor";
import { csvStream } from "@/lib/csv-text";
import { toOffsetISO } from "@/lib/time";
import type { At } from "@/lib/moment";
import { failureReason } from "@/lib/payouts/failures";
import { columnNames, payoutField, type ColumnName } from "@/lib/payouts/fields/table";
import type { ExportColumn } from "@/lib/payouts/fields/field";
import type { PayoutFilter } from "./filter";
import { eachPayout } from "@/lib/payouts/queries";
import { isPaid } from "@/lib/payouts/transitions";
import { withAccounting } from "./accounting";

type Exported = Awaited<ReturnType<typeof withAccounting>>[number];
type Column = [header: string, cell: (payout: Exported, timeZone: string) => ReturnType<ExportColumn["cell"]>];

const stamp = (instant: Date | null, timeZone: string) => (instant ? toOffsetISO(instant, timeZone) : null);

const fieldColumns = (names: readonly ColumnName[]): Column[] =>
  names.flatMap((name) => {
    const column = payoutField(name).export;
    return "never" in column ? [] : [[column.header, column.cell]];
  });

/** Columns of the table of fields that do not stand with the others. */
const apart: readonly ColumnName[] = ["reference", "expires_at"];

const columns: readonly Column[] = [
  ["id", (payout) => payout.id],
  ...fieldColumns(["reference"]),
  ...fieldColumns(columnNames.filter((name) => !apart.includes(name))),
  ["status", (payout) => payout.status],
  ["status_changed_at", (payout, timeZone) => stamp(payout.statusChangedAt, timeZone)],
  ["created_at", (payout, timeZone) => stamp(payout.createdAt, timeZone)],
  ...fieldColumns(["expires_at"]),
  ["submitted_at", ({ accounting }, timeZone) => stamp(accounting.submittedAt, timeZone)],
  ["paid_at", (payout, timeZone) => stamp(isPaid(payout) ? payout.statusChangedAt : null, timeZone)],
  ["paid_to", ({ accounting }) => accounting.paidTo],
  ["provider_reference", ({ accounting }) => accounting.providerReference],
  ["failure_code", (payout) => payout.failureCode],
  ["failure_reason", (payout) => (payout.failureCode === null ? null : failureReason(payout.failureCode).text)],
  ["canceled_by", ({ accounting }) => accounting.canceledBy],
  ["cancel_reason", ({ accounting }) => accounting.cancelReason],
  ["batch_id", (payout) => payout.batchId],
  ["batch_file", ({ accounting }) => accounting.batchFile],
  ["batch_line", (payout) => payout.line ?? payout.fromLine],
  ["replaced_at", (payout, timeZone) => stamp(payout.archivedAt, timeZone)],
];

/**
 * The records of a filter as CSV bytes, written as they are read, with stamps in ISO 8601 with the organization's
 * offset.
 */
export function payoutsCsv(actor: Actor, filter: PayoutFilter, at: At): ReadableStream<Uint8Array> {
  return csvStream(
    columns.map(([header]) => header),
    accounted(actor, filter, at),
    (payout) => columns.map(([, cell]) => cell(payout, at.timeZone)),
  );
}

async function* accounted(actor: Actor, filter: PayoutFilter, at: At): AsyncGenerator<Exported[]> {
  for await (const payouts of eachPayout(actor, filter, at)) yield await withAccounting(actor, payouts);
}
