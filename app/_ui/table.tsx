import type { Route } from "next";
import type { ReactNode } from "react";
import { SoftLink } from "./soft-link";

/**
 * How wide the table must be before a column is shown. What a hidden column says must also be elsewhere in the row or on
 * its detail page.
 */
export type ColumnWidth = "always" | "tablet" | "desktop" | "wide" | "widest";
const shownFrom: Record<ColumnWidth, string> = {
  always: "",
  tablet: "from-tablet",
  desktop: "from-desktop",
  wide: "from-wide",
  widest: "from-widest",
};

type TableProps = {
  caption: string;
  head: ReactNode;
  /** From which width the header row is visible. Below it, one column is left, which needs no header. */
  headFrom?: "always" | "tablet";
  /** Its first column is a narrow one of boxes that select a row. */
  selectable?: boolean;
  /** Rows stand closer together where a mouse presses them. */
  compact?: boolean;
  children: ReactNode;
};

/** As wide as its container: a column has the width of its header cell; columns without one share the rest equally. */
export function Table({ caption, head, headFrom = "always", compact, selectable, children }: TableProps) {
  return (
    <div className="@container overflow-clip first:rounded-t-card last:rounded-b-card">
      <table className={`rows ${compact ? "compact " : ""}w-full table-fixed border-separate border-spacing-0`}>
        <caption className="sr-only">{caption}</caption>
        {selectable && (
          <colgroup>
            <col className="w-9" />
          </colgroup>
        )}
        <thead className={headFrom === "always" ? "" : "@max-2xl:sr-only"}>
          <tr>{head}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** Many cells are on a page, so each names no more than it needs; what all of them have is in rows.css. */
const classesOf = (...names: (string | false | undefined)[]): string | undefined =>
  names.filter(Boolean).join(" ") || undefined;

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

type RowProps = {
  /** In a narrow table its cells stand one below the other, so that none needs a copy in the first. */
  stacked?: boolean;
  children: ReactNode;
};

/** A row that its `RowLink` covers completely; other controls in it need `relative` to stay clickable. */
export const Row = ({ stacked, children }: RowProps) => <tr className={stacked ? "row stacked" : "row"}>{children}</tr>;

export function Td({ children, right, from = "always", className = "" }: CellProps) {
  return <td className={classesOf(right && "text-right tabular-nums", shownFrom[from], className)}>{children}</td>;
}

/** The link to the row's detail page; the whole row is clickable. */
export function RowLink({ href, children }: { href: Route; children: ReactNode }) {
  return (
    <SoftLink href={href} className="row-link">
      {children}
    </SoftLink>
  );
}

/** The header of the column of `ActionsTd`. */
export const ActionsTh = () => (
  <Th from="tablet" className="w-32 pointer-coarse:hidden">
    <span className="sr-only">Actions</span>
  </Th>
);

/**
 * The row's controls, in `actions`, in its last cell: in a narrow table below its text, on wide touch
 * screens, where they are larger, along the bottom of the row.
 */
export const ActionsTd = ({ children }: { children: ReactNode }) => <td className="cell-actions">{children}</td>;
