import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";

/** Columns that a phone has no room for. Whatever they say must also stand in the row's detail page. */
export type ColumnWidth = "always" | "tablet" | "desktop" | "wide";
const shownFrom: Record<ColumnWidth, string> = { always: "", tablet: "hidden md:table-cell", desktop: "hidden xl:table-cell", wide: "hidden 2xl:table-cell" };

export function Table({ caption, head, children }: { caption: string; head: ReactNode; children: ReactNode }) {
  return (
    <table className="w-full border-separate border-spacing-0">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>{head}</tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

type CellProps = { children?: ReactNode; right?: boolean; from?: ColumnWidth; className?: string };

export function Th({ children, right, from = "always", sorted }: CellProps & { sorted?: "ascending" | "descending" }) {
  return (
    <th
      scope="col"
      aria-sort={sorted}
      className={`sticky top-0 z-10 border-b border-line bg-surface px-3 py-2 text-sm font-medium text-muted first:rounded-tl-card first:pl-4 last:rounded-tr-card last:pr-4 ${right ? "text-right" : "text-left"} ${shownFrom[from]}`}
    >
      {children}
    </th>
  );
}

/** A row whose `RowLink` covers it whole; controls in it need `relative` to stay above. */
export function Row({ children }: { children: ReactNode }) {
  return <tr className="group relative focus-within:bg-sunken hover:bg-sunken">{children}</tr>;
}

export function Td({ children, right, from = "always", className = "" }: CellProps) {
  return (
    <td
      className={`border-b border-line px-3 py-2.5 align-top first:pl-4 last:pr-4 group-last:border-b-0 ${right ? "text-right tabular-nums" : "text-left"} ${shownFrom[from]} ${className}`}
    >
      {children}
    </td>
  );
}

/** The row's one link to its detail; its target is the whole row. */
export function RowLink({ href, children }: { href: Route; children: ReactNode }) {
  return (
    <Link href={href} prefetch={false} className="font-medium after:absolute after:inset-0">
      {children}
    </Link>
  );
}
