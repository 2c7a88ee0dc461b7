import type { Actor } from "@/lib/actor";
import { csvStream } from "@/lib/csv-text";
import { toOffsetISO } from "@/lib/time";
import type { At } from "@/lib/moment";
import { failureReason } from "@/lib/payouts/failures";
import { columnNames, payoutField, type ColumnName } from "@/lib/payouts/fields/table";
import type { ExportColumn } from "@/lib/payouts/fields/field";
import type { PayoutFilter } from "./filter";
import { eachPayout } from "@/lib/payouts/queries";

type Column = [header: string, cell: ExportColumn["cell"]];

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
  ["failure_code", (payout) => payout.failureCode],
  ["failure_reason", (payout) => (payout.failureCode === null ? null : failureReason(payout.failureCode).text)],
  ["batch_id", (payout) => payout.batchId],
  ["batch_line", (payout) => payout.line],
  ["replaced_at", (payout, timeZone) => stamp(payout.archivedAt, timeZone)],
];

/**
 * The records of a filter as CSV bytes, written as they are read, with stamps in ISO 8601 with the organization's
 * offset.
 */
export function payoutsCsv(actor: Actor, filter: PayoutFilter, at: At): ReadableStream<Uint8Array> {
  return csvStream(
    columns.map(([header]) => header),
    eachPayout(actor, filter, at),
    (payout) => columns.map(([, cell]) => cell(payout, at.timeZone)),
  );
}
