import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import type { ReactNode } from "react";
import { EmailAddress } from "@/app/_ui/email-address";
import { Table, Td, Th } from "@/app/_ui/table";
import type { ReviewRow } from "@/lib/batches/ingest/review-rows";
import { counted, figure } from "@/app/(portal)/_ui/figures";
import { Amount } from "@/app/(portal)/_payouts/payout-cells";
import { formatAmount } from "@/lib/money";

const rowsShown = 20;

/** The recipients who would be emailed, in the order of the file. */
export function Recipients({ rows, total }: { rows: readonly ReviewRow[]; total: number }) {
  return (
    <People
      heading="Who will be emailed"
      rows={rows}
      total={total}
      last={
        <Th right className="w-16 @2xl:w-24">
          Line
        </Th>
      }
    >
      {(row) => <Td right>{row.line}</Td>}
    </People>
  );
}

/** Rows that may pay a person twice, each with the row or payout that it repeats. */
export function Repetitions({ rows, total }: { rows: readonly ReviewRow[]; total: number }) {
  return (
    <People
      heading="Rows that look like repetitions"
      rows={rows}
      total={total}
      last={<Th className="w-28 @2xl:w-72">Repeats</Th>}
    >
      {(row) => (
        <Td>
          <span className="font-medium">Line {row.line}</span> <WhatItRepeats row={row} />
        </Td>
      )}
    </People>
  );
}

function WhatItRepeats({ row: { repeatsLine, repeatsPayoutId, repeatsReference } }: { row: ReviewRow }) {
  if (repeatsLine !== null) return <>repeats line {repeatsLine}</>;
  return (
    <>
      repeats payout{" "}
      <SoftLink href={`/payouts/${repeatsPayoutId}` as Route} className="underline underline-offset-2">
        {repeatsReference}
      </SoftLink>
    </>
  );
}

type Props = {
  heading: string;
  rows: readonly ReviewRow[];
  total: number;
  last: ReactNode;
  children: (row: ReviewRow) => ReactNode;
};

function People({ heading, rows, total, last, children }: Props) {
  if (rows.length === 0) return null;
  const more = rows.length - rowsShown;
  const table = (caption: string, shown: readonly ReviewRow[]) => (
    <Table caption={caption} head={<Head last={last} />}>
      {shown.map((row) => (
        <Person key={row.line} row={row}>
          {children(row)}
        </Person>
      ))}
    </Table>
  );
  return (
    <section aria-label={heading} className="border-t border-line">
      <h3 className="px-4 pt-4 pb-1 font-medium">{heading}</h3>
      {table(heading, rows.slice(0, rowsShown))}
      {more > 0 && (
        <details className="border-t border-line">
          <summary className="cursor-pointer px-4 py-2.5 font-medium">Show {figure(more)} more</summary>
          {table(`${heading}, continued`, rows.slice(rowsShown))}
        </details>
      )}
      {total > rows.length && (
        <p className="border-t border-line px-4 py-2.5 text-muted">
          The first {figure(rows.length)} of {counted(total, "row")} are shown.
        </p>
      )}
    </section>
  );
}

const Head = ({ last }: { last: ReactNode }) => (
  <>
    <Th>Recipient</Th>
    <Th right className="w-28 @2xl:w-36">
      Amount
    </Th>
    {last}
  </>
);

const Person = ({ row, children }: { row: ReviewRow; children: ReactNode }) => (
  <tr>
    <Td>
      {row.recipientName}
      <div className="text-sm text-muted">
        <EmailAddress>{row.recipientEmail}</EmailAddress>
      </div>
    </Td>
    <Td right>
      <Amount of={{ amount: formatAmount(row.amountMinor, row.currency), currency: row.currency }} />
    </Td>
    {children}
  </tr>
);
