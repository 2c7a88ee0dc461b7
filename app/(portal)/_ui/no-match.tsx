import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { buttonStyle } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";

/** Shown instead of a list when no record matches its filter. `all` is the list without a filter. */
export const NoMatch = ({ one, many = `${one}s`, all }: { one: string; many?: string; all: Route }) => (
  <EmptyState
    icon="search-x"
    title={`No ${one} matches this filter`}
    action={
      <SoftLink href={all} className={buttonStyle()}>
        Show all {many}
      </SoftLink>
    }
  >
    Remove one of the filters above, or show all {many}.
  </EmptyState>
);
