import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";

/**
 * How wide the table must be before a column is shown. What a hidden column says must also be elsewhere in the row or on
 * its detail page.
 */
export type ColumnWidth = "always" | "tablet" | "desktop" | "wide" | "widest";
const shownFrom: Record<ColumnWidth, string> = {
  always: "",
  tablet: "hidden @2xl:table-cell",
  desktop: "hidden @4xl:table-cell",
  wide: "hidden @5xl:table-cell",
  widest: "hidden @6xl:table-cell",
};

type TableProps = {
  caption: string;
  head: ReactNode;
  /** From which width the header row is visible. Below it, one column is left, which needs no header. */
  headFrom?: "always" | "tablet";
  children: ReactNode;
};

/** As wide as its container: a column has the width of its header cell; columns without one share the rest equally. */
export function Table({ caption, head, headFrom = "always", children }: TableProps) {
  return (
    <div className="@container overflow-clip first:rounded-t-card last:rounded-b-card">
      <table className="w-full table-fixed border-separate border-spacing-0">
        <caption className="sr-only">{caption}</caption>
        <thead className={headFrom === "always" ? "" : "@max-2xl:sr-only"}>
          <tr>{head}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

type CellProps = { children?: ReactNode; right?: boolean; from?: ColumnWidth; className?: string };

export function Th({
  children,
  right,
  from = "always",
  sorted,
  className = "",
}: CellProps & { sorted?: "ascending" | "descending" }) {
  return (
    <th
      scope="col"
      aria-sort={sorted}
      className={`sticky top-0 z-10 sm:in-has-data-review-bar:top-14 border-b border-line bg-surface px-3 py-2 text-sm font-medium text-muted first:pl-4 last:pr-4 ${right ? "text-right" : "text-left"} ${shownFrom[from]} ${className}`}
    >
      {children}
    </th>
  );
}

/** A row that its `RowLink` covers completely; other controls in it need `relative` to stay clickable. */
export function Row({ acting, children }: { /** Has `RowActions`. */ acting?: boolean; children: ReactNode }) {
  return (
    <tr data-acting={acting} className="group relative focus-within:bg-sunken hover:bg-sunken">
      {children}
    </tr>
  );
}

export function Td({ children, right, from = "always", className = "" }: CellProps) {
  return (
    <td
      className={`border-b border-line px-3 py-2.5 align-top break-words first:pl-4 last:pr-4 group-last:border-b-0 pointer-coarse:@2xl:in-data-acting:group-has-data-actions:pb-12 ${right ? "text-right tabular-nums" : "text-left"} ${shownFrom[from]} ${className}`}
    >
      {children}
    </td>
  );
}

/** The link to the row's detail page; the whole row is clickable. */
export function RowLink({ href, children }: { href: Route; children: ReactNode }) {
  return (
    <Link href={href} prefetch={false} className="font-medium after:absolute after:inset-0">
      {children}
    </Link>
  );
}

/**
 * The row's controls, marked with `data-actions`. They stand in the first cell: in a narrow table below its text; in a
 * wide one over the empty cell at the end of the row that `ActionsTd` leaves for them; on wide touch screens, where they
 * are larger, along the bottom of the row.
 */
export function RowActions({ children }: { children: ReactNode }) {
  return (
    <div className="mt-2 empty:hidden @2xl:absolute @2xl:mt-0 pointer-fine:@2xl:top-2 pointer-fine:@2xl:right-4 pointer-coarse:@2xl:bottom-2.5 pointer-coarse:@2xl:left-4">
      {children}
    </div>
  );
}

/** The header of the column of `RowActions`. */
export const ActionsTh = () => (
  <Th from="tablet" className="w-36 pointer-coarse:hidden">
    <span className="sr-only">Actions</span>
  </Th>
);

/** The empty cell at the end of a row, over which its actions stand. */
export const ActionsTd = () => <Td from="tablet" className="pointer-coarse:hidden" />;
