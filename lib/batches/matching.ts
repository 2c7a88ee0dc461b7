import { and, eq, ilike, inArray, ne, type SQL } from "drizzle-orm";
import { batches } from "@/db/schema/batches";
import type { Actor } from "@/lib/actor";
import { escapeLike } from "@/lib/lists/params";
import { batchHasErrors } from "@/lib/payouts/list/matching";
import type { At } from "@/lib/moment";
import type { BatchFilter } from "./filter";
import { unlistedStatus } from "./status";

/** A file whose upload has not ended is no batch yet. */
export const hasArrived = ne(batches.status, unlistedStatus);

/** The one function that turns a filter into SQL: the actor's batches that it means, on the table `batches`. */
export function matchingBatches(actor: Actor, filter: BatchFilter, at: At): SQL | undefined {
  return and(
    eq(batches.organizationId, actor.organizationId),
    hasArrived,
    filter.status && inArray(batches.status, filter.status),
    filter.errors ? batchHasErrors(batches.organizationId, batches.id, filter.errors, at) : undefined,
    filter.file ? ilike(batches.fileName, `%${escapeLike(filter.file)}%`) : undefined,
  );
}
