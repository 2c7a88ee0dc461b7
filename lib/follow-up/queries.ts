import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import type { Question } from "@/db/question";
import { batches } from "@/db/schema/batches";
import { payouts } from "@/db/schema/payouts";
import { users } from "@/db/schema/users";
import type { Actor, UserActor } from "@/lib/actor";
import type { ParamProblem } from "@/lib/lists/params";
import { namedAssignee, type FollowUpFilter } from "./filter";

/** Somebody of the organization whom work can be given to, and whom a note can mention. */
export type Colleague = { id: string; name: string; email: string };

/** The active users of the actor's organization, by name. */
export const colleagues = (actor: Actor): Promise<Colleague[]> =>
  db
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(and(eq(users.organizationId, actor.organizationId), eq(users.state, "active")))
    .orderBy(asc(sql`lower(${users.name})`), asc(users.id));

/** The names of those who have some records of the actor's organization, by id, also of users who cannot sign in any more. */
export async function assigneeNames(
  actor: Actor,
  records: readonly { assigneeId: string | null }[],
  executor: Executor = db,
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(records.flatMap(({ assigneeId }) => assigneeId ?? []))];
  if (ids.length === 0) return new Map();
  const found = await executor
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(and(eq(users.organizationId, actor.organizationId), inArray(users.id, ids)));
  return new Map(found.map(({ id, name }) => [id, name]));
}

/**
 * The name of the user whom a filter names by id, for its chip; or what is wrong with the filter, where the organization
 * has no such user. Ask it before the list is read.
 */
export async function filterAssignee(
  actor: Actor,
  filter: FollowUpFilter,
): Promise<{ name?: string; problems: ParamProblem[] }> {
  const assigneeId = namedAssignee(filter);
  if (assigneeId === undefined) return { problems: [] };
  const name = (await assigneeNames(actor, [{ assigneeId }])).get(assigneeId);
  if (name !== undefined) return { name, problems: [] };
  return { problems: [{ param: "assigned", message: "must be the id of a user of your organization" }] };
}

export type AssignedCounts = { payouts: number; batches: number };

/** Asks how many payouts and batches the actor has: as many as the lists assigned to them have. */
export function assignedToMe(actor: UserActor): Question<AssignedCounts> {
  const countIn = (table: typeof payouts | typeof batches) =>
    sql`(select count(*)::int from ${table} where organization_id = ${actor.organizationId} and assignee_id = ${actor.userId})`;
  return {
    statement: sql`select ${countIn(payouts)} as payouts, ${countIn(batches)} as batches`,
    keepsPlan: true,
    understand: ([counts]: AssignedCounts[]) => counts!,
  };
}
