import type { Route } from "next";
import Link from "next/link";
import { Table, Td, Th } from "@/app/_ui/table";

export type RowFault = { column: string | null; value: string | null; message: string; suggestion: string | null; payoutId: string | null };
/** `about` says which row it is to a person: its reference, or the recipient. */
export type RefusedRowView = { line: number; about: string; faults: RowFault[] };

/** Rows that did not become payouts: where they stand in the file, what was refused, why, and what to write instead. */
export function RefusedRows({ rows }: { rows: readonly RefusedRowView[] }) {
  return (
    <Table
      caption="Refused rows"
      head={
        <>
          <Th>Line</Th>
          <Th from="tablet">Column</Th>
          <Th from="tablet">Value</Th>
          <Th>What is wrong, and what to do</Th>
        </>
      }
    >
      {rows.flatMap((row) => row.faults.map((fault, index) => <FaultRow key={`${row.line} ${index}`} row={row} fault={fault} first={index === 0} />))}
    </Table>
  );
}

function FaultRow({ row, fault, first }: { row: RefusedRowView; fault: RowFault; first: boolean }) {
  return (
    <tr className="group">
      <Td className="tabular-nums">
        <span className={first ? "font-medium" : "text-muted"}>{row.line}</span>
        {first && row.about !== "" && <div className="hidden max-w-40 truncate text-sm text-muted lg:block" title={row.about}>{row.about}</div>}
      </Td>
      <Td from="tablet">{fault.column ?? <span className="text-muted">whole row</span>}</Td>
      <Td from="tablet" className="min-w-40 max-w-60">
        <RefusedValue value={fault.value} />
      </Td>
      <Td className="w-full max-w-0 break-words">
        <div className="text-sm text-muted md:hidden">
          {fault.column ?? "whole row"} {fault.value && <RefusedValue value={fault.value} />}
        </div>
        <p>{fault.message}</p>
        <p className="text-muted">
          {fault.suggestion}{" "}
          {fault.payoutId && (
            <Link href={`/payouts/${fault.payoutId}` as Route} prefetch={false} className="text-ink underline underline-offset-2">
              See that payout
            </Link>
          )}
        </p>
      </Td>
    </tr>
  );
}

function RefusedValue({ value }: { value: string | null }) {
  if (!value) return <span className="text-muted">empty</span>;
  return <code className="inline-block max-w-full rounded-control bg-sunken px-1.5 break-all whitespace-pre-wrap">{value}</code>;
}
