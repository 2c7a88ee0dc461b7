import { and, eq, ilike, inArray, ne, sql, type SQL } from "drizzle-orm";
import { batches } from "@/db/schema/batches";
import type { Actor } from "@/lib/actor";
import { followUpConditions } from "@/lib/follow-up/matching";
import { hadErrorIn } from "@/lib/ingest-errors/matching";
import { matchingAll, type Conditions } from "@/lib/lists/conditions";
import { escapeLike } from "@/lib/lists/search-text";
import type { At } from "@/lib/moment";
import type { BatchFilter } from "./filter";
import { unlistedStatus } from "./status";

/** A file whose upload has not ended is no batch yet. */
export const hasArrived = ne(batches.status, unlistedStatus).inlineParams();
// Without parameters, so that the index of what the worker may have to do serves it.
export const hasNotArrived = sql`${batches.status} = ${sql.raw(`'${unlistedStatus}'`)}`;

const conditionsOf = (actor: Actor): Conditions<BatchFilter> => ({
  // Written into the text, so that the index of those that await a decision serves it also by a plan that is kept.
  status: (statuses) => inArray(batches.status, statuses).inlineParams(),
  errors: (window, at) => hadErrorIn(window, at),
  ...followUpConditions(actor, batches),
  file: (file) => ilike(batches.fileName, `%${escapeLike(file)}%`),
});

/** The one function that turns a filter into SQL: the actor's batches that it means, on the table `batches`. */
export const matchingBatches = (actor: Actor, filter: BatchFilter, at: At): SQL | undefined =>
  and(eq(batches.organizationId, actor.organizationId), hasArrived, matchingAll(conditionsOf(actor), filter, at));
