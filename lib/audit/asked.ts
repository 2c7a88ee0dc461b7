import { and, eq, or, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { bulkNames, events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { assertAdmin, type Actor } from "@/lib/actor";
import { matchingAll } from "@/lib/lists/conditions";
import type { ParamProblem } from "@/lib/lists/params";
import type { At } from "@/lib/moment";
import { fitsText } from "@/lib/payouts/search/folded";
import { foundByText } from "@/lib/payouts/search/found";
import type { AuditFilter } from "./filter";
import { conditions, type Asked, type NamedPayout } from "./matching";

/** Of how many payouts of a recipient the events are read at most: each costs about twenty blocks. */
const payoutsRead = 25;
/** Through how many events the log looks at most where no index has what is asked of them. */
const eventsLookedThrough = 1_000;

type Asking = { actor: Actor; filter: AuditFilter; at: At; executor: Executor };

/**
 * Looks up which payouts a filter names; or says what is wrong with it that only the data can tell: too many payouts fit
 * its recipient, or no index has what it asks, over more events than can be looked through.
 * @throws DomainError `forbidden` unless the actor is an admin.
 */
export async function askLog(
  actor: Actor,
  filter: AuditFilter,
  at: At,
  executor: Executor = db,
): Promise<Asked | { problem: ParamProblem }> {
  assertAdmin(actor);
  const asking = { actor, filter, at, executor };
  const { payout, recipient } = filter;
  if (payout !== undefined) return { filter, payouts: await named(asking, isNamed(payout)) };
  if (recipient !== undefined) return ofRecipient(asking, recipient);
  const problem = await bulkProblem(asking);
  return problem ? { problem } : { filter };
}

const isNamed = (text: string) =>
  or(
    sql`lower(${payouts.reference}) = lower(${text})`,
    z.uuid().safeParse(text).success ? eq(payouts.id, text) : undefined,
  );

/** The payouts that a part of a filter means, and that fit the filter's recipient, if it names one. */
function named({ actor, filter: { recipient }, executor }: Asking, which: SQL | undefined): Promise<NamedPayout[]> {
  const { organizationId, id, reference, recipientName } = payouts;
  const searched = { ...payouts, reference: sql`''`, extra: sql`null::jsonb` };
  const fits = recipient === undefined ? undefined : fitsText(searched, recipient);
  return executor
    .select({ id, reference, recipientName })
    .from(payouts)
    .where(and(eq(organizationId, actor.organizationId), which, fits));
}

/** Found by the search of payouts; where that finds too many, among the payouts of the events that can be looked through. */
async function ofRecipient(asking: Asking, recipient: string): Promise<Asked | { problem: ParamProblem }> {
  const { actor, filter, executor } = asking;
  const [row] = await executor.execute<{ found: string[] | null; whole: boolean }>(
    sql`select to_json(ids) as found, whole from ${foundByText(actor, recipient, payoutsRead)}`,
  );
  const { found, whole } = row!;
  const ids = whole && found !== null ? found : await payoutsOfLatest(asking);
  if (ids === null && !whole) return { problem: notAllSearched(filter) };
  const those = ids && (await named(asking, sql`${payouts.id} = any(${sql.param(ids)}::uuid[])`));
  return those === null || those.length > payoutsRead ? { problem: tooManyFit(filter) } : { filter, payouts: those };
}

/** The payouts of the events that can be looked through; null where these are too many. */
async function payoutsOfLatest(asking: Asking): Promise<string[] | null> {
  if ((await countOfLatest(asking)) > eventsLookedThrough) return null;
  const rows = await asking.executor.execute<{ id: string | null }>(
    latestEvents(asking, sql`${events.payoutId} as id`),
  );
  // More may have happened since they were counted.
  return rows.length > eventsLookedThrough ? null : [...new Set(rows.flatMap(({ id }) => id ?? []))];
}

const fewEvents = ({ when }: AuditFilter): string =>
  `choose ${when === undefined ? "a window" : "a shorter window"} in which no more than ${eventsLookedThrough.toLocaleString("en-US")} events happened`;

const notAllSearched = (filter: AuditFilter): ParamProblem => ({
  param: "recipient",
  message: `cannot be looked up yet, because many payouts are still being made ready for the search; try again in some minutes, or ${fewEvents(filter)}`,
});

function tooManyFit(filter: AuditFilter): ParamProblem {
  return {
    param: "recipient",
    // The search looks at all that a payout says.
    message: `is found in more than ${payoutsRead} payouts, references and own columns included; write more of the name or of the email, or ${fewEvents(filter)}`,
  };
}

/**
 * Selects from the latest events of those among which others are looked for: one more than the log looks through. In an
 * order, because without one the server may read the whole table, in the hope of meeting enough events early.
 */
const latestEvents = ({ actor, filter: { batch, run, user, when }, at }: Asking, columns: SQL): SQL => sql`
  select ${columns} from ${events}
  where ${and(eq(events.organizationId, actor.organizationId), matchingAll(conditions(), { batch, run, user, when }, at))}
  order by ${events.occurredAt} desc, ${events.id} desc limit ${eventsLookedThrough + 1}`;

/** Counted by an index alone, before any event is read. */
async function countOfLatest(asking: Asking): Promise<number> {
  const [row] = await asking.executor.execute<{ count: number }>(
    sql`select count(*)::int as count from (${latestEvents(asking, sql`1`)}) as latest`,
  );
  return row!.count;
}

/**
 * Who did something is in the indexes of events that stand alone. Events that came in bulk are in the indexes of their
 * time and of their batch, without who did them, so there each event has to be read.
 */
function looksThroughBulk({ who, what, run, batch }: AuditFilter): boolean {
  const inBulk = what === undefined ? batch !== undefined : bulkNames.includes(what);
  return who !== undefined && inBulk && run === undefined;
}

async function bulkProblem(asking: Asking): Promise<ParamProblem | null> {
  const { what, batch, when } = asking.filter;
  if (!looksThroughBulk(asking.filter)) return null;
  if ((await countOfLatest(asking)) <= eventsLookedThrough) return null;
  const most = eventsLookedThrough.toLocaleString("en-US");
  const why = `to find who did them, more than ${most} events would have to be read`;
  if (batch !== undefined && what === undefined) return { param: "what", message: `must be chosen: ${why}` };
  return { param: "when", message: `must be ${when === undefined ? "chosen" : "shorter"}: ${why}` };
}
