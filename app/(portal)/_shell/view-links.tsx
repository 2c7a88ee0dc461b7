import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { hrefOfQuery } from "@/lib/views/address";
import type { SavedView } from "@/lib/views/queries";

/** The saved views, under “Payouts”. Their counts come after the page, into `data-view-count`. */
export const ViewLinks = ({ views }: { views: readonly SavedView[] }) =>
  views.length > 0 && (
    <ul aria-label="Saved views" className="mt-0.5 ml-4 flex flex-col gap-0.5 border-l border-line pl-2">
      {views.map(({ id, name, query, shared }) => (
        <li key={id}>
          <SoftLink
            href={hrefOfQuery(query)}
            title={shared ? `${name} (shared)` : name}
            data-view
            className="flex items-center justify-between gap-2 rounded-control px-2 py-1 text-sm text-muted hover:bg-sunken hover:text-ink aria-current:font-medium aria-current:text-ink max-lg:min-h-11"
          >
            <span className="min-w-0 truncate">{name}</span>
            <span data-view-count={id} className="shrink-0 tabular-nums" />
          </SoftLink>
        </li>
      ))}
      <li>
        <SoftLink
          href={"/payouts/views" as Route}
          className="flex items-center px-2 py-1 text-sm text-muted underline decoration-line underline-offset-2 max-lg:min-h-11 hover:text-ink"
        >
          Edit views
        </SoftLink>
      </li>
    </ul>
  );
