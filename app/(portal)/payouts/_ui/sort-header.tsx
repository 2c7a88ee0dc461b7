import { Icon } from "@/app/_ui/icon";
import { SoftLink } from "@/app/_ui/soft-link";
import { Th, type ColumnWidth } from "@/app/_ui/table";
import {
  listHref,
  sortOf,
  sortsFor,
  sortTable,
  splitSort,
  type ListView,
  type Sort,
  type SortKey,
} from "@/lib/payouts/list/view";

/** A column title that sorts the list by the column; pressed again, it reverses the order. */
export function SortHeader({
  view,
  count,
  by,
  right,
  from,
  className,
}: {
  view: ListView;
  /** How many payouts the list has at most. */
  count: number;
  by: SortKey;
  right?: boolean;
  from?: ColumnWidth;
  className: string;
}) {
  const { key, descending } = splitSort(sortOf(view.filter, view.page));
  const current = key === by;
  const arrow = descending ? "arrow-down" : "arrow-up";
  if (!sortsFor(view.filter, count).includes(by)) {
    return (
      <Th right={right} from={from} className={className}>
        <span title={`Narrow the list to sort it by this${by === "amount" ? ": to one currency" : ""}.`}>
          {sortTable[by].label}
        </span>
      </Th>
    );
  }
  const turned: Sort = descending ? by : `-${by}`;
  return (
    <Th
      right={right}
      from={from}
      className={className}
      sorted={current ? (descending ? "descending" : "ascending") : undefined}
    >
      <SoftLink
        href={listHref(view.filter, { sort: current ? turned : sortTable[by].first })}
        className="inline-flex items-center gap-1 whitespace-nowrap hover:text-ink"
      >
        {sortTable[by].label}
        {current && <Icon name={arrow} className="size-3.5" />}
      </SoftLink>
    </Th>
  );
}
