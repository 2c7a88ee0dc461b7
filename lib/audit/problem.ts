import { and, count, desc, eq, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { bulkNames, events } from "@/db/schema/events";
import { assertAdmin, type Actor } from "@/lib/actor";
import { matchingAll } from "@/lib/lists/conditions";
import type { ParamProblem } from "@/lib/lists/params";
import type { At } from "@/lib/moment";
import type { AuditFilter } from "./filter";
import { conditions, found, payoutsSearched } from "./queries";

/**
 * What is wrong with a filter that only the data can tell: a recipient whom so many payouts fit that their events
 * cannot be searched, or conditions that no index has together over more events than can be looked through.
 * @throws DomainError `forbidden` unless the actor is an admin.
 */
export async function auditProblem(
  actor: Actor,
  filter: AuditFilter,
  at: At,
  executor: Executor = db,
): Promise<ParamProblem | null> {
  assertAdmin(actor);
  return (await recipientProblem(actor, filter, executor)) ?? (await bulkProblem(actor, filter, at, executor));
}

async function recipientProblem(actor: Actor, { recipient }: AuditFilter, executor: Executor) {
  if (recipient === undefined) return null;
  const [row] = await executor.execute<{ tooMany: boolean }>(
    sql`select ${found(actor, recipient)} is null as "tooMany"`,
  );
  const most = payoutsSearched.toLocaleString("en-US");
  return row!.tooMany
    ? { param: "recipient", message: `fits more than ${most} payouts; write more of the name or of the email` }
    : null;
}

/** Through how many events the log looks at most for those that one person did. */
const eventsLookedThrough = 1_000;

/**
 * Who did something is in the indexes of events that stand alone. Events that came in bulk are in the indexes of their
 * time and of their batch, without who did them, so there each event has to be read.
 */
function looksThroughBulk({ who, what, payout, recipient, run, batch }: AuditFilter): boolean {
  const fewAnyway = [payout, recipient, run].some((given) => given !== undefined);
  const inBulk = what === undefined ? batch !== undefined : bulkNames.includes(what);
  return who !== undefined && inBulk && !fewAnyway;
}

async function bulkProblem(actor: Actor, filter: AuditFilter, at: At, executor: Executor) {
  if (!looksThroughBulk(filter)) return null;
  const { what, batch, when, user } = filter;
  const some = executor
    .select({ id: events.id })
    .from(events)
    .where(
      and(eq(events.organizationId, actor.organizationId), matchingAll(conditions(actor), { batch, when, user }, at)),
    )
    // Without an order the server may read the whole table, in the hope of meeting enough events early.
    .orderBy(desc(events.occurredAt), desc(events.id))
    .limit(eventsLookedThrough + 1)
    .as("some");
  const [walked] = await executor.select({ count: count() }).from(some);
  if (walked!.count <= eventsLookedThrough) return null;
  const most = eventsLookedThrough.toLocaleString("en-US");
  const why = `to find who did them, more than ${most} events would have to be read`;
  if (batch !== undefined && what === undefined) return { param: "what", message: `must be chosen: ${why}` };
  return { param: "when", message: `must be ${when === undefined ? "chosen" : "shorter"}: ${why}` };
}
