import { and, eq, ilike, inArray, ne, sql, type SQL } from "drizzle-orm";
import { batches } from "@/db/schema/batches";
import type { Actor } from "@/lib/actor";
import { batchesWithErrorsIn } from "@/lib/ingest-errors/matching";
import { matchingAll, type Conditions } from "@/lib/lists/conditions";
import { escapeLike } from "@/lib/lists/search-text";
import type { At } from "@/lib/moment";
import type { BatchFilter } from "./filter";
import { unlistedStatus } from "./status";

/** A file whose upload has not ended is no batch yet. */
export const hasArrived = ne(batches.status, unlistedStatus);

const conditionsOf = (actor: Actor): Conditions<BatchFilter> => ({
  status: (statuses) => inArray(batches.status, statuses),
  errors: (window, at) => sql`${batches.id} in (${batchesWithErrorsIn(actor, window, at)})`,
  file: (file) => ilike(batches.fileName, `%${escapeLike(file)}%`),
});

/** The one function that turns a filter into SQL: the actor's batches that it means, on the table `batches`. */
export const matchingBatches = (actor: Actor, filter: BatchFilter, at: At): SQL | undefined =>
  and(eq(batches.organizationId, actor.organizationId), hasArrived, matchingAll(conditionsOf(actor), filter, at));
