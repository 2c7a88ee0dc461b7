import { eq, isNotNull, sql, type AnyColumn, type SQL } from "drizzle-orm";
import type { batches } from "@/db/schema/batches";
import { isInHand } from "@/db/schema/columns";
import type { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import type { Conditions } from "@/lib/lists/conditions";
import type { At } from "@/lib/moment";
import type { FollowUpFilter } from "./filter";

type Followed = typeof payouts | typeof batches;

const isSnoozed = ({ snoozedUntil }: Followed, { now }: At): SQL =>
  sql`${snoozedUntil} > ${now.toISOString()}::timestamptz`;

/**
 * Whether a column is null, as nearly all of a table's are. Before the server has looked at the column it expects next to
 * no row of `is null`, and would read and sort all others to find it; of this it expects nearly all.
 */
const isNothing = (column: AnyColumn): SQL => sql`num_nonnulls(${column}) <> 1`;

function isAssigned(actor: Actor, { assigneeId }: Followed, to: string): SQL {
  if (to === "nobody") return isNothing(assigneeId);
  if (to === "somebody") return isNotNull(assigneeId);
  if (to !== "me") return eq(assigneeId, to);
  // Nothing is assigned to the worker, or to a recipient.
  return actor.type === "user" ? eq(assigneeId, actor.userId) : sql`false`;
}

/** The keys of `FollowUpFilter` in SQL, over payouts (as they stand at the moment) or over batches. */
export const followUpConditions = (actor: Actor, table: Followed): Conditions<FollowUpFilter> => ({
  assigned: (to) => isAssigned(actor, table, to),
  snoozed: (snoozed, at) => (snoozed === "yes" ? isSnoozed(table, at) : sql`(${isSnoozed(table, at)}) is not true`),
  handled: (handled) => (handled === "yes" ? isNotNull(table.handledAt) : isNothing(table.handledAt)),
});

/**
 * Of a table: what an index has that a filter with `asksInHand` asks for. For one user the index of what is assigned.
 */
export function inHand(actor: Actor, table: Followed, { assigned }: FollowUpFilter): SQL {
  const one = assigned !== undefined && assigned !== "somebody" && assigned !== "nobody";
  return one ? isAssigned(actor, table, assigned) : isInHand(table);
}

/** What ends when the status of a record changes, or when another one replaces it: to be written with that. */
export const nothingPutAside = sql`snoozed_until = null, handled_at = null, handled_reason = null`;
