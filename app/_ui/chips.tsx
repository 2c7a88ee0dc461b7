import { Icon } from "./icon";
import type { Route } from "next";
import { SoftLink } from "./soft-link";

/** One part of a filter in words, and the link to the list without that part. */
type Chip = { key: string; words: string; title?: string; without: Route };

export function Chips({ chips, clear }: { chips: readonly Chip[]; clear: Route }) {
  if (chips.length === 0) return null;
  return (
    <ul aria-label="Active filters" className="flex flex-wrap items-center gap-1.5">
      {chips.map((chip) => (
        <li
          key={chip.key}
          title={chip.title}
          className="inline-flex max-w-full items-center rounded-control border border-line bg-surface pl-2.5"
        >
          <span className="min-w-0 truncate">{chip.words}</span>
          <SoftLink
            href={chip.without}
            aria-label={`Remove filter: ${chip.words}`}
            className="ml-1 grid size-7 place-items-center rounded-control text-muted max-sm:size-11 hover:bg-sunken hover:text-ink"
          >
            <Icon name="x" className="size-3.5" />
          </SoftLink>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <SoftLink href={clear} className="px-2 text-muted underline underline-offset-2 hover:text-ink">
            Clear all
          </SoftLink>
        </li>
      )}
    </ul>
  );
}
