import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { Actor } from "@/lib/actor";
import { lineage } from "./lineage";
import type { Payout } from "@/lib/payouts/queries";
import { stands, transitionTable } from "@/lib/payouts/transitions";

/**
 * The provider said the opposite of what it had said before. `of`: the reference of the replaced payout that it is
 * about; null for the payout itself.
 */
export type Contradiction = { said: "paid" | "failed"; of: string | null };

/**
 * The latest contradiction about one of the actor's payouts, or about one that it replaced; null while there is none.
 */
export async function payoutContradiction(actor: Actor, payoutId: string): Promise<Contradiction | null> {
  const { organizationId } = actor;
  // The event on a replacement repeats what the event of the replaced payout says.
  const [found] = await db.execute<Contradiction>(sql`
    with recursive ${lineage({ organizationId, payoutId })}
    select e.data->>'said' as said, nullif(l.reference, (select reference from payouts where organization_id = ${organizationId} and id = ${payoutId})) as of
    from lineage l join events e on e.organization_id = ${organizationId} and e.payout_id = l.id
    where e.name = 'payout.report_ignored' and e.data ? 'said' and not e.data ? 'ofReplaced'
    order by e.occurred_at desc, e.id desc limit 1`);
  return found ?? null;
}

/** A contradiction in words, and what to do about it. */
export function contradictionWords(
  { said, of }: Contradiction,
  payout: Pick<Payout, "status" | "archivedAt">,
): { text: string; nextStep: string } {
  const which = of === null ? "this payment" : `the payment of ${of}, which this payout replaces,`;
  const text =
    said === "paid"
      ? `The provider said that ${which} failed, and later that it was paid.`
      : `The provider said that ${which} was paid, and later that it failed.`;
  return { text, nextStep: nextStep(said, of, payout) };
}

const ask = "Ask the provider which is true.";
const anew = "make a payout by hand, or in a batch file, under a new reference";

function nextStep(
  said: Contradiction["said"],
  of: string | null,
  payout: Pick<Payout, "status" | "archivedAt">,
): string {
  if (said === "failed") return `${ask} Do not pay again before it has told you. If the money never arrived, ${anew}.`;
  if (payout.archivedAt !== null)
    return `${ask} Do not pay again, and do not cancel the payout that replaced this one, before it has told you.`;
  if (payout.status === transitionTable.complete.to)
    return `${ask} If both were paid, the recipient has the money twice. Do not pay anything again.`;
  if (of !== null && stands("reissue", payout))
    return `${ask} Do not create a new payout in the place of this one: Meridian would send no money for it. If ${of} was not paid, ${anew}.`;
  if (of === null || !stands("cancel", payout)) return `${ask} Do not pay again before it has told you.`;
  return `${ask} Do not cancel anything before it has told you. If ${of} was paid, cancel this payout. If it was not, cancel this payout too and ${anew}: Meridian sends no money for this one any more, nor for one that replaces it.`;
}
