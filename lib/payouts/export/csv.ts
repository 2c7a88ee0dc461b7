import type { Actor } from "@/lib/actor";
import type { At } from "@/lib/moment";
import { failureReason, whoActsLabel } from "@/lib/payouts/failures";
import { columnNames, payoutField, type ColumnName } from "@/lib/payouts/fields/table";
import { extraTextOf } from "@/lib/payouts/extra/columns";
import { extraColumns } from "@/lib/payouts/extra/queries";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { isPaid } from "@/lib/payouts/transitions";
import { csvFile, stampCell as stamp, type FileColumn } from "@/lib/web/downloads/csv-file";
import type { OwnFileName } from "./names";
import { exportedPayouts, type ExportedPayout } from "./rows";

type Column = FileColumn<ExportedPayout>;
/** A column under a name that no file can bring as a column of its own. */
type OwnColumn = [OwnFileName, Column[1]];

/** The failure that somebody must act on; null for a payout that did not fail, or that a new one has replaced. */
const openFailure = ({ failureCode, archivedAt }: ExportedPayout) =>
  failureCode === null || archivedAt ? null : failureReason(failureCode);

const fieldColumns = (names: readonly ColumnName[]): Column[] =>
  names.flatMap((name) => {
    const column = payoutField(name).export;
    return "never" in column ? [] : [[column.header, column.cell]];
  });

function whoActs(payout: ExportedPayout): string | null {
  const failure = openFailure(payout);
  return failure && whoActsLabel[failure.who];
}

/** Columns of the table of fields that do not stand with the others. */
const apart: readonly ColumnName[] = ["reference", "expires_at"];

const own = (...columns: readonly OwnColumn[]): readonly Column[] => columns;

const columns: readonly Column[] = [
  ...own(["id", (payout) => payout.id]),
  ...fieldColumns(["reference"]),
  ...fieldColumns(columnNames.filter((name) => !apart.includes(name))),
  ...own(
    ["status", (payout) => payout.status],
    ["status_changed_at", (payout, timeZone) => stamp(payout.statusChangedAt, timeZone)],
    ["created_at", (payout, timeZone) => stamp(payout.createdAt, timeZone)],
  ),
  ...fieldColumns(["expires_at"]),
  ...own(
    ["submitted_at", (payout, timeZone) => stamp(payout.submittedAt, timeZone)],
    ["paid_at", (payout, timeZone) => stamp(isPaid(payout) ? payout.statusChangedAt : null, timeZone)],
    ["paid_to", (payout) => payout.paidTo],
    ["provider_reference", (payout) => payout.providerReference],
    ["failure_code", (payout) => payout.failureCode],
    ["failure_reason", (payout) => (payout.failureCode === null ? null : failureReason(payout.failureCode).text)],
    ["provider_said", (payout) => payout.providerSaid],
    ["next_step", (payout) => openFailure(payout)?.nextStep ?? null],
    ["who_acts", (payout) => whoActs(payout)],
    ["canceled_by", (payout) => payout.canceledBy],
    ["cancel_reason", (payout) => payout.cancelReason],
    ["batch_id", (payout) => payout.batchId],
    ["batch_file", (payout) => payout.batchFile],
    ["batch_line", (payout) => payout.line ?? payout.fromLine],
    ["replaced_at", (payout, timeZone) => stamp(payout.archivedAt, timeZone)],
  ),
];

/** With the organization's own columns, under their names as the first file wrote them. */
async function allColumns(actor: Actor): Promise<Column[]> {
  const extra = await extraColumns(actor);
  return [...columns, ...extra.map(({ key, name }): Column => [name, (payout) => extraTextOf(payout, key)])];
}

/** The records of a filter as a CSV file, all of one snapshot, in the order of creation. */
export const payoutsCsv = (actor: Actor, filter: PayoutFilter, at: At): ReadableStream<Uint8Array> =>
  csvFile(() => allColumns(actor), at.timeZone, exportedPayouts(actor, filter, at));
