import { and, eq, ilike, inArray, ne, type SQL } from "drizzle-orm";
import { batches } from "@/db/schema/batches";
import type { Actor } from "@/lib/actor";
import { batchHasErrors } from "@/lib/ingest-errors/matching";
import { matchingAll, type Conditions } from "@/lib/lists/conditions";
import { escapeLike } from "@/lib/lists/search-text";
import type { At } from "@/lib/moment";
import type { BatchFilter } from "./filter";
import { unlistedStatus } from "./status";

/** A file whose upload has not ended is no batch yet. */
export const hasArrived = ne(batches.status, unlistedStatus);

const conditions: Conditions<BatchFilter> = {
  status: (statuses) => inArray(batches.status, statuses),
  errors: (window, at) => batchHasErrors(batches.organizationId, batches.id, window, at),
  file: (file) => ilike(batches.fileName, `%${escapeLike(file)}%`),
};

/** The one function that turns a filter into SQL: the actor's batches that it means, on the table `batches`. */
export const matchingBatches = (actor: Actor, filter: BatchFilter, at: At): SQL | undefined =>
  and(eq(batches.organizationId, actor.organizationId), hasArrived, matchingAll(conditions, filter, at));
