import type { Actor } from "@/lib/actor";
import type { At } from "@/lib/moment";
import { failureReason, whoActsLabel } from "@/lib/payouts/failures";
import { columnNames, payoutField, type ColumnName } from "@/lib/payouts/fields/table";
import { extraColumns } from "@/lib/payouts/extra/queries";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { copiedCsvFile, type FileColumn } from "@/lib/web/downloads/csv-file";
import type { OwnFileName } from "./names";
import { exportedRows, extraValue, type ExportedPayout } from "./rows";

type Column = FileColumn<ExportedPayout>;
/** A column under a name that no file can bring as a column of its own. */
type OwnColumn = [OwnFileName, Column[1]];

/** The failure that somebody must act on; null for a payout that did not fail, or that a new one has replaced. */
const openFailure = ({ failureCode, archivedAt }: ExportedPayout) =>
  failureCode === null || archivedAt ? null : failureReason(failureCode);

const fieldColumns = (names: readonly ColumnName[]): Column[] =>
  names.flatMap((name) => {
    const { export: column, stored } = payoutField(name);
    if ("never" in column) return [];
    return [[column.header, column.cell === "as stored" ? stored.property : column.cell]];
  });

function whoActs(payout: ExportedPayout): string | null {
  const failure = openFailure(payout);
  return failure && whoActsLabel[failure.who];
}

/** Columns of the table of fields that do not stand with the others. */
const apart: readonly ColumnName[] = ["reference", "expires_at"];

const own = (...columns: readonly OwnColumn[]): readonly Column[] => columns;

const columns: readonly Column[] = [
  ...own(["id", "id"]),
  ...fieldColumns(["reference"]),
  ...fieldColumns(columnNames.filter((name) => !apart.includes(name))),
  ...own(["status", "status"], ["status_changed_at", "statusChangedAt"], ["created_at", "createdAt"]),
  ...fieldColumns(["expires_at"]),
  ...own(
    ["submitted_at", "submittedAt"],
    ["paid_at", "paidAt"],
    ["paid_to", "paidTo"],
    ["provider_reference", "providerReference"],
    ["failure_code", "failureCode"],
    ["failure_reason", ({ failureCode }) => (failureCode === null ? null : failureReason(failureCode).text)],
    ["provider_said", "providerSaid"],
    ["next_step", (payout) => openFailure(payout)?.nextStep ?? null],
    ["who_acts", (payout) => whoActs(payout)],
    ["canceled_by", "canceledBy"],
    ["cancel_reason", "cancelReason"],
    ["batch_id", "batchId"],
    ["batch_file", "batchFile"],
    ["batch_line", "batchLine"],
    ["replaced_at", "archivedAt"],
  ),
];

/** The records of a filter as a CSV file, all of one snapshot, in the order of creation. */
export const payoutsCsv = (actor: Actor, filter: PayoutFilter, at: At): ReadableStream<Uint8Array> =>
  copiedCsvFile<ExportedPayout>(actor, at.timeZone, async () => {
    const extra = await extraColumns(actor);
    return {
      // With the organization's own columns, under their names as the first file wrote them.
      columns: [...columns, ...extra.map(({ key, name }): Column => [name, extraValue(key)])],
      ...(await exportedRows(actor, filter, at, extra)),
    };
  });
