import { and, eq, ilike, inArray, isNotNull, type SQL } from "drizzle-orm";
import { batches } from "@/db/schema/batches";
import type { Actor } from "@/lib/actor";
import { escapeLike } from "@/lib/lists/params";
import { batchHasErrors } from "@/lib/payouts/list/matching";
import type { At } from "@/lib/moment";
import type { BatchFilter } from "./filter";

/** A file whose upload has not ended is nobody's batch yet. */
export const hasArrived = isNotNull(batches.fileSha256);

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
