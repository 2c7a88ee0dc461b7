import type { UserActor } from "@/lib/actor";
import { getBatch } from "@/lib/batches/queries";
import { DomainError } from "@/lib/errors";
import type { PayoutFilter } from "@/lib/payouts/list/filter";

/** The file name behind a `batch` filter, for its chip; an unknown batch has none, and its list is empty. */
export async function batchName(actor: UserActor, filter: PayoutFilter): Promise<string | undefined> {
  if (filter.batch === undefined) return undefined;
  try {
    return (await getBatch(actor, filter.batch)).fileName;
  } catch (error) {
    if (error instanceof DomainError && error.code === "not_found") return "an unknown batch";
    throw error;
  }
}
