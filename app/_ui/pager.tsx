import { ChevronLeft, ChevronRight } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { buttonStyle } from "./button";

/** Links to the previous and next page of a list. Renders nothing for a list of one page. */
export function Pager({ previous, next }: { previous: Route | null; next: Route | null }) {
  if (!previous && !next) return null;
  return (
    <nav aria-label="Pages" className="flex justify-end gap-2 border-t border-line px-4 py-3">
      {previous && (
        <Link href={previous} rel="prev" prefetch={false} className={buttonStyle("secondary", "small")}>
          <ChevronLeft aria-hidden className="size-4" /> Previous
        </Link>
      )}
      {next && (
        <Link href={next} rel="next" prefetch={false} className={buttonStyle("secondary", "small")}>
          Next <ChevronRight aria-hidden className="size-4" />
        </Link>
      )}
    </nav>
  );
}
