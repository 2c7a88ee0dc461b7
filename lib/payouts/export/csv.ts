import type { Actor } from "@/lib/actor";
import { byteOrderMark, csvRow, type CsvCell } from "@/lib/csv-text";
import type { At } from "@/lib/moment";
import { toOffsetISO } from "@/lib/time";
import { failureReason } from "@/lib/payouts/failures";
import { columnNames, payoutField, type ColumnName } from "@/lib/payouts/fields/table";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { isPaid } from "@/lib/payouts/transitions";
import { spooled } from "@/lib/web/downloads/spool";
import { eachExported, type ExportedPayout } from "./rows";

type Column = [header: string, cell: (payout: ExportedPayout, timeZone: string) => CsvCell];

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
  ["submitted_at", (payout, timeZone) => stamp(payout.submittedAt, timeZone)],
  ["paid_at", (payout, timeZone) => stamp(isPaid(payout) ? payout.statusChangedAt : null, timeZone)],
  ["paid_to", (payout) => payout.paidTo],
  ["provider_reference", (payout) => payout.providerReference],
  ["failure_code", (payout) => payout.failureCode],
  ["failure_reason", (payout) => (payout.failureCode === null ? null : failureReason(payout.failureCode).text)],
  ["canceled_by", (payout) => payout.canceledBy],
  ["cancel_reason", (payout) => payout.cancelReason],
  ["batch_id", (payout) => payout.batchId],
  ["batch_file", (payout) => payout.batchFile],
  ["batch_line", (payout) => payout.line ?? payout.fromLine],
  ["replaced_at", (payout, timeZone) => stamp(payout.archivedAt, timeZone)],
];

const cells = columns.map(([, cell]) => cell);

/**
 * The records of a filter as the bytes of a CSV file in UTF-8, all of one snapshot, with stamps in ISO 8601 with the
 * organization's offset. The database is read at its own pace, not at the reader's, and no more once nobody reads.
 */
export function payoutsCsv(actor: Actor, filter: PayoutFilter, at: At): ReadableStream<Uint8Array> {
  const rowOf = (payout: ExportedPayout) => csvRow(cells.map((cell) => cell(payout, at.timeZone)));
  return spooled(async (write, signal) => {
    await write(Buffer.from(byteOrderMark + csvRow(columns.map(([header]) => header))));
    await eachExported(actor, { filter, at, signal }, (payouts) => write(Buffer.from(payouts.map(rowOf).join(""))));
  });
}
