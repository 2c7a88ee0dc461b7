import { Icon } from "@/app/_ui/icon";
import { SoftLink } from "@/app/_ui/soft-link";
import type { ReactNode } from "react";
import { buttonStyle } from "@/app/_ui/button";
import type { UserActor } from "@/lib/actor";
import type { At } from "@/lib/moment";
import { listHref, payoutHref, type ListView } from "@/lib/payouts/list/view";
import { filterWords } from "@/lib/payouts/list/words";
import { payoutNeighbours } from "@/lib/payouts/list/neighbours";
import type { Payout } from "@/lib/payouts/queries";

type Props = {
  actor: UserActor;
  payout: Payout;
  /** The list that the page was reached from; null where its address cannot be read. */
  list: ListView | null;
  batchName: string | undefined;
  /** The organization's own columns, where the list asks for some. */
  columns: readonly { key: string; label: string }[];
  at: At;
};

/** Back to the list as it was, and to the payouts before and after this one in it. */
export async function ListNavigation({ actor, payout, list, batchName, columns, at }: Props) {
  const neighbours = list && (await payoutNeighbours(actor, payout, list, at));
  const parts = list ? filterWords(list.filter, at, { batch: batchName, columns }).map(({ words }) => words) : [];
  return (
    <nav aria-label="The list" className="mb-3 flex items-center justify-between gap-4">
      <SoftLink
        href={list ? listHref(list.filter, list.page) : "/payouts"}
        className="inline-flex min-w-0 items-center gap-1.5 text-muted underline-offset-2 hover:text-ink hover:underline max-sm:min-h-11"
      >
        <Icon name="arrow-left" className="size-4 shrink-0" />
        <span className="truncate">{parts.length > 0 ? `Payouts: ${parts.join(" · ")}` : "Payouts"}</span>
      </SoftLink>
      {list && neighbours && (
        <span className="flex gap-1.5">
          <Neighbour id={neighbours.previous} list={list} label="Previous payout">
            <Icon name="chevron-left" className="size-4" />
          </Neighbour>
          <Neighbour id={neighbours.next} list={list} label="Next payout">
            <Icon name="chevron-right" className="size-4" />
          </Neighbour>
        </span>
      )}
    </nav>
  );
}

type NeighbourProps = { id: string | null; list: ListView; label: string; children: ReactNode };

function Neighbour({ id, list, label, children }: NeighbourProps) {
  const look = buttonStyle("secondary", "small");
  if (id === null)
    return (
      <span aria-hidden className={`${look} opacity-50`}>
        {children}
      </span>
    );
  return (
    <SoftLink href={payoutHref(id, list)} aria-label={label} title={label} className={look}>
      {children}
    </SoftLink>
  );
}
