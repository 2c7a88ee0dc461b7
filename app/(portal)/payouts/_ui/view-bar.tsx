import type { Route } from "next";
import { Icon } from "@/app/_ui/icon";
import { SoftLink } from "@/app/_ui/soft-link";
import { buttonStyle } from "@/app/_ui/button";
import type { UserActor } from "@/lib/actor";
import { listViews } from "@/lib/views/queries";

type Props = {
  actor: UserActor;
  /** The list's address from its "?" on, without its page. */
  query: string;
  /** Whether it can be saved. */
  readable?: boolean;
};

/** Which saved view the list is, or how to save it as one, and the way back to all payouts. */
export async function ViewBar({ actor, query, readable = true }: Props) {
  if (query === "") return null;
  const view = (await listViews(actor)).find((one) => one.query === query);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
      {view && (
        <>
          <span className="min-w-0 break-words text-muted">
            Saved view: <strong className="font-medium text-ink">{view.name}</strong>
          </span>
          <BarLink href={`/payouts/views/${view.id}` as Route}>Edit view</BarLink>
        </>
      )}
      {!view && readable && (
        <SoftLink
          href={`/payouts/views/new?${new URLSearchParams({ list: query })}` as Route}
          className={`${buttonStyle("quiet", "small")} -ml-2.5`}
        >
          <Icon name="plus" className="size-4" /> Save view
        </SoftLink>
      )}
      <BarLink href="/payouts">All payouts</BarLink>
    </div>
  );
}

const BarLink = ({ href, children }: { href: Route; children: string }) => (
  <SoftLink
    href={href}
    className="inline-flex min-h-7 items-center text-muted underline underline-offset-2 max-sm:min-h-11 hover:text-ink"
  >
    {children}
  </SoftLink>
);
