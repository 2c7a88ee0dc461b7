import type { Route } from "next";
import { buttonStyle } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { SoftLink } from "@/app/_ui/soft-link";
import { figure } from "@/app/(portal)/_ui/figures";
import { sortOf, sortTable, splitSort, type ListView, type SortKey } from "@/lib/payouts/list/view";

/** What makes a list shorter, by what it is read in order of. */
const narrower: Record<SortKey, string> = {
  changed: "Choose a shorter window of the last change",
  created: "Choose a shorter window of creation",
  expires: "Choose a shorter window of expiry",
  amount: "Choose amounts that are closer together",
};

type Props = { looked: number; found: number; view: ListView; onwards: Route | null };

/** Shown where a page was not filled by as many payouts as are looked at for one, because no index has all that is asked. */
export function LookedThrough({ looked, found, view: { filter, page }, onwards }: Props) {
  const { key } = splitSort(sortOf(filter, page));
  const another = filter.q === undefined ? "" : ", or add a word to the search";
  return (
    <EmptyState
      icon="scan-search"
      title={`${found === 0 ? "None" : figure(found)} of ${figure(looked)} payouts here ${found === 1 ? "fits" : "fit"} the filters`}
      action={
        onwards && (
          <SoftLink href={onwards} className={buttonStyle("secondary")}>
            Look through the next {figure(looked)}
          </SoftLink>
        )
      }
    >
      Payouts that fit all these filters at once must be picked out one by one, in order of {sortTable[key].noun}.{" "}
      {narrower[key]}
      {another}, and the list comes at once.
    </EmptyState>
  );
}
