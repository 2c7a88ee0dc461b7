import { SoftLink } from "@/app/_ui/soft-link";
import type { At } from "@/lib/moment";
import { windowEdges, windowWords } from "@/lib/lists/time-window";
import { listHref, type ListView } from "@/lib/payouts/list/view";

const windows = ["last-24h", "last-7d", "last-30d", "this-month", "last-month"] as const;

/** The same list for another window of its changes, by one press. */
export function QuickWindows({ view: { filter, page }, at }: { view: ListView; at: At }) {
  if (filter.changed === undefined) return null;
  return (
    <nav aria-label="Changed" className="flex flex-wrap items-center gap-x-1 text-sm text-muted">
      <span className="mr-1">Changed:</span>
      {windows.map((changed) => (
        <SoftLink
          key={changed}
          href={listHref({ ...filter, changed }, { sort: page.sort })}
          title={windowEdges(changed, at)}
          aria-current={filter.changed === changed ? "page" : undefined}
          className="inline-flex min-h-7 items-center rounded-control px-2 hover:text-ink aria-current:bg-neutral-soft aria-current:font-medium aria-current:text-ink max-sm:min-h-11"
        >
          {windowWords(changed, at.timeZone).replace(/^in the /, "")}
        </SoftLink>
      ))}
    </nav>
  );
}
