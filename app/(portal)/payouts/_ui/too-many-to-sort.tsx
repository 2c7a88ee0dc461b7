import { SoftLink } from "@/app/_ui/soft-link";
import { buttonStyle } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { figure } from "@/app/(portal)/_ui/figures";
import { exactTotalLimit, type Total } from "@/lib/lists/keyset";
import {
  listHref,
  servedSorts,
  sortableLimit,
  sortOf,
  sortTable,
  splitSort,
  type ListView,
} from "@/lib/payouts/list/view";

/** Shown instead of a long list in an order that no index has. */
export function TooManyToSort({ view: { filter, page }, total }: { view: ListView; total: Total }) {
  const asked = sortTable[splitSort(sortOf(filter, page)).key].noun;
  const own = sortTable[servedSorts(filter)[0]!].noun;
  return (
    <EmptyState
      icon="arrow-down-wide-narrow"
      title={`Too many payouts to sort by ${asked}`}
      action={
        <SoftLink href={listHref(filter)} className={buttonStyle()}>
          Sort by {own}
        </SoftLink>
      }
    >
      {total.capped || total.count > sortableLimit
        ? `Sorting by ${asked} would read every payout of this list. Narrow it to ${figure(sortableLimit)} or fewer, for example by a window of time, or sort it by ${own}.`
        : `These are few, but stand among more than ${figure(exactTotalLimit)} others, which would all be read to sort them by ${asked}. Narrow the window of time, or sort them by ${own}.`}
    </EmptyState>
  );
}
