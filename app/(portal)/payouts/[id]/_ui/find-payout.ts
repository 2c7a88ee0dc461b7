import { notFound } from "next/navigation";
import type { UserActor } from "@/lib/actor";
import { DomainError } from "@/lib/errors";
import { getPayout, type Payout } from "@/lib/payouts/queries";
import type { At } from "@/lib/moment";

/** The payout, or the not-found page: the same for an id that never was and for another organization's. */
export async function findPayout(actor: UserActor, id: string, at: At): Promise<Payout> {
  try {
    return await getPayout(actor, id, at.now);
  } catch (error) {
    if (error instanceof DomainError && error.code === "not_found") notFound();
    throw error;
  }
}
