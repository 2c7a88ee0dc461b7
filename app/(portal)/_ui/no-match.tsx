import { SearchX } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { buttonStyle } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";

/** Shown instead of a list when no record matches its filter. `all` is the list without a filter. */
export const NoMatch = ({ one, many = `${one}s`, all }: { one: string; many?: string; all: Route }) => (
  <EmptyState
    icon={SearchX}
    title={`No ${one} matches this filter`}
    action={
      <Link href={all} className={buttonStyle()}>
        Show all {many}
      </Link>
    }
  >
    Remove one of the filters above, or show all {many}.
  </EmptyState>
);
