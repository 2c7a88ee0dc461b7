import { isAdmin, type UserActor } from "@/lib/actor";
import { payoutsHref, type PayoutFilter } from "@/lib/payouts/list/filter";
import { statusesAsked } from "@/lib/payouts/list/kinds-asked";
import { payoutStatuses, type PayoutStatus } from "@/lib/payouts/status";
import { transitionTable } from "@/lib/payouts/transitions";
import { runActions, runActionTable, type RunAction } from "@/lib/runs/table";

/** All payouts of the list that a page of payouts belongs to. */
export type AllMatching = {
  /** The filter of the list as its address has it, from the "?" on. */
  query: string;
  count: number;
  /** There are more than `count`. */
  capped: boolean;
  /** A search has found so many so far; until it has looked at all payouts, nobody acts on all that match. */
  soFar: boolean;
  /** What some payouts of such a list can take. */
  actions: readonly RunAction[];
};

/** Null for who may not act on payouts. */
export function allMatching(
  actor: UserActor,
  filter: PayoutFilter,
  { count, capped = false, soFar = false }: { count: number; capped?: boolean; soFar?: boolean },
): AllMatching | null {
  if (!isAdmin(actor)) return null;
  const statuses = filter.replaced === "yes" ? [] : (statusesAsked(filter) ?? payoutStatuses);
  const canTake = (action: RunAction) => {
    const from: readonly PayoutStatus[] = transitionTable[runActionTable[action].transition].from;
    return statuses.some((status) => from.includes(status));
  };
  return {
    query: payoutsHref(filter).slice("/payouts".length),
    count,
    capped,
    soFar,
    actions: runActions.filter(canTake),
  };
}
