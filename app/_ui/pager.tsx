import { Icon } from "./icon";
import type { Route } from "next";
import { SoftLink } from "./soft-link";
import { buttonStyle } from "./button";

/** Links to the previous and next page of a list. Renders nothing for a list of one page. */
export function Pager({ previous, next }: { previous: Route | null; next: Route | null }) {
  if (!previous && !next) return null;
  return (
    <nav aria-label="Pages" className="flex justify-end gap-2 border-t border-line px-4 py-3">
      {previous && (
        <SoftLink href={previous} rel="prev" className={buttonStyle("secondary", "small")}>
          <Icon name="chevron-left" className="size-4" /> Previous
        </SoftLink>
      )}
      {next && (
        <SoftLink href={next} rel="next" className={buttonStyle("secondary", "small")}>
          Next <Icon name="chevron-right" className="size-4" />
        </SoftLink>
      )}
    </nav>
  );
}
