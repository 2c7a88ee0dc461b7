import { db } from "@/db/client";
import type { Actor } from "@/lib/actor";
import { DomainError } from "@/lib/errors";
import { databaseNow } from "@/lib/time";
import { getPayout, type Payout } from "./queries";
import { refusalWords, stands, type TransitionName } from "./transitions";

/**
 * Tells the caller whose step found nothing to do how things stand: they lost a race, came too early, or something else
 * forbids it.
 * @param blocked why the step cannot be taken though the payout stands where it starts; null when there is no such
 * reason
 * @throws DomainError always: what `blocked` makes of it, else `conflict`; `not_found` to a recipient whose link was
 * rotated meanwhile
 */
export async function refuse(
  actor: Actor,
  id: string,
  name: TransitionName,
  blocked: (payout: Payout, now: Date) => DomainError | null = () => null,
): Promise<never> {
  const now = await databaseNow(db);
  const payout = await getPayout(actor, id, now);
  if (actor.type === "recipient" && payout.linkVersion !== actor.linkVersion)
    throw new DomainError("not_found", "This link is no longer known. Use the link in the latest email.");
  const block = stands(name, payout) ? blocked(payout, now) : null;
  if (block) throw block;
  const raced = new DomainError(
    "conflict",
    "Nothing was changed: somebody else changed this payout at the same moment. Look at it again, then repeat what you did.",
  );
  throw stands(name, payout) ? raced : new DomainError("conflict", refusalWords(name, payout));
}
