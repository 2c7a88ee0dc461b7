import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import type { ReactNode } from "react";
import { EmailAddress } from "@/app/_ui/email-address";
import { Table, Td, Th } from "@/app/_ui/table";
import type { ReviewRow } from "@/lib/batches/ingest/review-rows";
import { counted, figure } from "@/app/(portal)/_ui/figures";
import { Amount } from "@/app/(portal)/_payouts/payout-cells";
import { formatAmount } from "@/lib/money";
import { saidIn, type OwnColumn } from "@/lib/payouts/extra/columns";
import { recipientHref } from "@/lib/payouts/recipients/links";

const rowsShown = 20;

type Known = {
  rows: readonly ReviewRow[];
  total: number;
  /** For each address, in small letters, that got a payout of late: one of these. */
  recent: ReadonlyMap<string, string>;
  /** The same of each that has payouts at all. */
  known: ReadonlyMap<string, string>;
  /** The organization's own columns, where the file has some of them. */
  columns: readonly OwnColumn[];
};

/** The recipients who would be emailed, in the order of the file. */
export function Recipients(people: Known) {
  return (
    <People
      {...people}
      heading="Who will be emailed"
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
export function Repetitions(people: Known) {
  return (
    <People {...people} heading="Rows that look like repetitions" last={<Th className="w-28 @2xl:w-72">Repeats</Th>}>
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

type Props = Known & {
  heading: string;
  last: ReactNode;
  children: (row: ReviewRow) => ReactNode;
};

function People({ heading, rows, total, recent, known, columns, last, children }: Props) {
  if (rows.length === 0) return null;
  const more = rows.length - rowsShown;
  const table = (caption: string, shown: readonly ReviewRow[]) => (
    <Table caption={caption} head={<Head last={last} />}>
      {shown.map((row) => (
        <Person
          key={row.line}
          row={row}
          columns={columns}
          recent={recent.get(row.recipientEmail.toLowerCase())}
          known={known.get(row.recipientEmail.toLowerCase())}
        >
          {children(row)}
        </Person>
      ))}
    </Table>
  );
  return (
    <section aria-label={heading} className="border-t border-line">
      <h3 className="px-4 pt-4 pb-1 font-medium">{heading}</h3>
      <RecentNote rows={rows} recent={recent} total={total} />
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

/** How many of the rows that are known here go to somebody who got a payout of late. */
function RecentNote({ rows, recent, total }: Pick<Known, "rows" | "recent" | "total">) {
  const count = rows.filter(({ recipientEmail }) => recent.has(recipientEmail.toLowerCase())).length;
  if (count === 0) return null;
  const among = total > rows.length ? `Among the first ${figure(rows.length)}, ` : "";
  return (
    <p className="px-4 pb-2 text-warning">
      {among}
      {counted(count, "row goes", "rows go")} to somebody who has a payout of the last 30 days. Each says so and leads
      to their payouts.
    </p>
  );
}

type PersonProps = {
  row: ReviewRow;
  columns: readonly OwnColumn[];
  /** A payout that they got of late. */
  recent: string | undefined;
  /** A payout that they got at any time. */
  known: string | undefined;
  children: ReactNode;
};

const Person = ({ row, columns, recent, known, children }: PersonProps) => (
  <tr>
    <Td>
      {row.recipientName}
      <div className="text-sm text-muted">
        {known === undefined ? (
          <EmailAddress>{row.recipientEmail}</EmailAddress>
        ) : (
          <SoftLink href={recipientHref(known)} className="recipient-link">
            <EmailAddress>{row.recipientEmail}</EmailAddress>
          </SoftLink>
        )}
      </div>
      {row.extra !== null && (
        <div className="text-sm break-words text-muted">
          {saidIn(columns, row)
            .map(({ label, text }) => `${label} ${text}`)
            .join(" · ")}
        </div>
      )}
      {recent !== undefined && (
        <div className="text-sm">
          <SoftLink href={recipientHref(recent)} className="text-warning underline underline-offset-2">
            Has a payout of the last 30 days
          </SoftLink>
        </div>
      )}
    </Td>
    <Td right>
      <Amount of={{ amount: formatAmount(row.amountMinor, row.currency), currency: row.currency }} />
    </Td>
    {children}
  </tr>
);
