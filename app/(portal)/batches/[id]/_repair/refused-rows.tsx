import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { Table, Td, Th } from "@/app/_ui/table";
import type { RefusedRow, RowError } from "@/lib/batches/error-queries";
import { withSuggestedValues } from "@/lib/batches/repair/suggested-values";
import { columnNames, payoutField } from "@/lib/payouts/fields/table";
import { ingestErrorCodes } from "@/lib/ingest-errors/table";
import { recipientHref } from "@/lib/payouts/recipients/links";
import { RepairRow } from "./repair-row";
import { RepairRows } from "./repair-rows";
import { SetRowAside } from "./set-aside";
import type { ExtraColumnField, FieldFault, RepairableRow, RepairColumn } from "./words";

type Props = {
  batchId: string;
  rows: readonly RefusedRow[];
  repairable: boolean;
  extraColumns: readonly ExtraColumnField[];
  /** For each address, in small letters, that has payouts: one of them. */
  recipients: ReadonlyMap<string, string>;
};

/** Rows that did not become payouts: line, column, refused value, reason and advice, and a button to repair the row. */
export function RefusedRows({ batchId, rows, repairable, extraColumns, recipients }: Props) {
  const table = (
    <Table
      caption="Refused rows"
      head={
        <>
          <Th className="w-20 @2xl:w-32 @4xl:w-52">Line</Th>
          <Th from="tablet" className="w-32">
            Column
          </Th>
          <Th from="tablet" className="w-40 @4xl:w-56">
            Value
          </Th>
          <Th>Problem and what to do</Th>
        </>
      }
    >
      {rows.flatMap((row) =>
        row.errors.map((error, index) => (
          <FaultRow
            key={error.id}
            row={row}
            error={error}
            first={index === 0}
            repairable={repairable}
            known={recipients.get(row.values.email?.toLowerCase() ?? "")}
          />
        )),
      )}
    </Table>
  );
  if (!repairable) return table;
  return (
    <RepairRows
      batchId={batchId}
      columns={repairColumns}
      extraColumns={extraColumns}
      rows={rows.map((row) => repairableRow(row, extraColumns))}
    >
      {table}
    </RepairRows>
  );
}

function FaultRow({
  row,
  error,
  first,
  repairable,
  known,
}: {
  row: RefusedRow;
  error: RowError;
  first: boolean;
  repairable: boolean;
  /** A payout to the row's address. */
  known: string | undefined;
}) {
  const about = aboutRow(row.values);
  const actions = repairable && first && (
    <div className="mt-2 flex shrink-0 gap-1.5 @2xl:mt-0 @2xl:flex-col @2xl:items-end">
      <RepairRow rowId={row.id} line={row.line} about={about} />
      <SetRowAside batchId={row.batchId} rowId={row.id} line={row.line} />
    </div>
  );
  return (
    <tr>
      <Td className="tabular-nums">
        <span className={first ? "font-medium" : "text-muted"}>{row.line}</span>
        {first && <About values={row.values} known={known} />}
      </Td>
      <Td from="tablet">{error.column ?? <span className="text-muted">whole row</span>}</Td>
      <Td from="tablet">
        <RefusedValue value={error.value} />
      </Td>
      <Td>
        <div className="@2xl:flex @2xl:gap-6">
          <div className="min-w-0 grow">
            <div className="text-sm text-muted @2xl:hidden">
              {error.column ?? "whole row"} {error.value && <RefusedValue value={error.value} />}
            </div>
            <p>{error.message}</p>
            <p className="text-muted">
              {error.suggestion}{" "}
              {error.payoutId && (
                <SoftLink
                  href={`/payouts/${error.payoutId}` as Route}
                  className="text-ink underline underline-offset-2"
                >
                  See that payout
                </SoftLink>
              )}
            </p>
          </div>
          {actions}
        </div>
      </Td>
    </tr>
  );
}

const repairColumns = columnNames.map((name): RepairColumn => {
  const { label, required, formWidth } = payoutField(name);
  return { name, label, required, width: formWidth };
});

/** What the browser needs to repair a row: the cells that Meridian reads, the other cells to show, and the faults. */
function repairableRow(
  { id, line, values, errors }: RefusedRow,
  extraColumns: readonly ExtraColumnField[],
): RepairableRow {
  const known = new Set<string>([...columnNames, ...extraColumns.map(({ name }) => name)]);
  return {
    id,
    line,
    values: Object.fromEntries(columnNames.map((name) => [name, values[name] ?? ""])) as RepairableRow["values"],
    extra: Object.fromEntries(extraColumns.map(({ name }) => [name, values[name] ?? ""])),
    others: Object.entries(values).filter(([name, text]) => !known.has(name) && text !== ""),
    faults: errors.map((error) => faultOf(error, values)),
  };
}

function faultOf(
  { column, code, scope, line, value, message, suggestion }: RowError,
  values: RefusedRow["values"],
): FieldFault {
  const known = ingestErrorCodes.find((one) => one === code);
  const [repairable] = known
    ? withSuggestedValues([{ code: known, scope, line, column, value, message, suggestion: suggestion ?? "" }], values)
    : [];
  return { column, message, suggestion: suggestion ?? "", fixes: repairable?.suggestedValues ?? [] };
}

function RefusedValue({ value }: { value: string | null }) {
  if (!value) return <span className="text-muted">empty</span>;
  return (
    <code className="inline-block max-w-full rounded-control bg-sunken px-1.5 break-all whitespace-pre-wrap">
      {value}
    </code>
  );
}

/** Whose row it is: the recipient, else their address, and the reference. */
function About({ values, known }: { values: RefusedRow["values"]; known: string | undefined }) {
  const who = values.recipient_name || values.email;
  return (
    <div className="max-w-full text-sm text-muted">
      {who && (
        <div className="truncate text-ink">
          {known === undefined ? (
            who
          ) : (
            <SoftLink href={recipientHref(known)} className="underline underline-offset-2">
              {who}
            </SoftLink>
          )}
        </div>
      )}
      {values.reference && <div className="truncate">{values.reference}</div>}
    </div>
  );
}

/** How a person knows a row again: its reference, else its recipient, else nothing. */
const aboutRow = (values: Readonly<Record<string, string>>): string =>
  values.reference || values.recipient_name || values.email || "";
