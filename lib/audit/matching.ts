import { and, eq, sql, type SQL } from "drizzle-orm";
import { events, ofRun, standsAloneUnless, wasRefused } from "@/db/schema/events";
import { inWindow, type Conditions } from "@/lib/lists/conditions";
import { runRequestId } from "@/lib/runs/status";
import { otherActors, type AuditFilter } from "./filter";

export type NamedPayout = { id: string; reference: string; recipientName: string };

/** A filter of which `askLog` says that it can be answered. `payouts`: those that it names, if it asks for any. */
export type Asked = { filter: AuditFilter; payouts?: NamedPayout[] };

/** What each part of a filter asks of an event of the actor's organization. */
export const conditions = (named?: NamedPayout[]): Conditions<AuditFilter> => ({
  who: (who, _, { run }) => {
    const type = otherActors.find((other) => other === who);
    // Written into the text, so that a partial index can serve it.
    return type
      ? sql`${events.actorType} = ${sql.raw(`'${type}'`)}`
      : and(run === undefined ? undefined : sql`${events.actorType} = 'user'`, eq(events.actorUserId, who));
  },
  // What indexes leave out is said, so that they can serve.
  what: (what) => and(eq(events.name, what), standsAloneUnless(what)),
  payout: () => named && isOf(named),
  recipient: () => named && isOf(named),
  batch: (batch) => eq(events.batchId, batch),
  run: (run) => and(ofRun, eq(events.requestId, runRequestId(run))),
  user: (user) => eq(events.userId, user),
  result: (result) => (result === "refused" ? wasRefused : sql`${wasRefused} is not true`),
  when: (window, at) => inWindow(events.occurredAt, window, at),
});

/** Whether an event is of one of these payouts. */
export const isOf = (named: NamedPayout[]): SQL =>
  sql`${events.payoutId} = any(${sql.param(named.map(({ id }) => id))}::uuid[])`;
