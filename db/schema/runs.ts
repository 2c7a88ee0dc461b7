import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uuid,
  type AnyPgColumn,
  type PgTableExtraConfigValue,
} from "drizzle-orm/pg-core";
import { instant, organizationId, queueColumns } from "./columns";
import { organizations } from "./organizations";
import { users } from "./users";

export const runAction = pgEnum("run_action", ["resend", "cancel", "extend", "reissue", "retry"]);

/** A draft does nothing before an admin starts it. */
export const runStatus = pgEnum("run_status", ["draft", "running", "stopped", "done"]);

type Columns = Record<
  | "payoutCount"
  | "doneCount"
  | "skippedCount"
  | "failedCount"
  | "status"
  | "action"
  | "reason"
  | "expiresAt"
  | "startedAt"
  | "startedBy"
  | "endedAt"
  | "stoppedBy"
  | "filter",
  AnyPgColumn
>;

const checks = (t: Columns): PgTableExtraConfigValue[] => [
  check(
    "runs_counts",
    sql`least(${t.doneCount}, ${t.skippedCount}, ${t.failedCount}) >= 0 and ${t.payoutCount} between 1 and 100000
      and ${t.doneCount} + ${t.skippedCount} + ${t.failedCount} <= ${t.payoutCount}`,
  ),
  check(
    "runs_done_with_all",
    sql`${t.status} <> 'done' or ${t.doneCount} + ${t.skippedCount} + ${t.failedCount} = ${t.payoutCount}`,
  ),
  check(
    "runs_started_by_somebody",
    sql`(${t.status} = 'draft') = (${t.startedAt} is null) and (${t.startedAt} is null) = (${t.startedBy} is null)`,
  ),
  check("runs_end_has_time", sql`(${t.status} in ('stopped', 'done')) = (${t.endedAt} is not null)`),
  check("runs_stopped_by_somebody", sql`${t.stoppedBy} is null or ${t.status} = 'stopped'`),
  check("runs_reason_length", sql`char_length(${t.reason}) between 1 and 500`),
  // What the form asks for, the database asks for too.
  check("runs_cancel_has_reason", sql`${t.action} <> 'cancel' or ${t.status} = 'draft' or ${t.reason} is not null`),
  check(
    "runs_extend_has_expiry",
    sql`(${t.action} = 'extend' and ${t.status} <> 'draft') = (${t.expiresAt} is not null)`,
  ),
  check("runs_filter_length", sql`char_length(${t.filter}) <= 2000`),
];

/** One action on many payouts, which `run_payouts` names. */
export const runs = pgTable(
  "runs",
  {
    organizationId: organizationId(),
    id: uuid("id").notNull(),
    action: runAction("action").notNull(),
    /** The query string of the list whose payouts were meant, which may be empty; null where each was chosen by itself. */
    filter: text("filter"),
    status: runStatus("status").notNull().default("draft"),
    payoutCount: integer("payout_count").notNull(),
    /** Together they are also the position that it has reached. */
    doneCount: integer("done_count").notNull().default(0),
    skippedCount: integer("skipped_count").notNull().default(0),
    failedCount: integer("failed_count").notNull().default(0),
    /** Why, in the words of who started it. */
    reason: text("reason"),
    /** The new expiry of the payouts that it extends. */
    expiresAt: instant("expires_at"),
    createdBy: uuid("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
    /** Who confirmed it, and so does everything that it does. */
    startedBy: uuid("started_by"),
    startedAt: instant("started_at"),
    endedAt: instant("ended_at"),
    /** Null where it stopped because the admin who started it may no longer act. */
    stoppedBy: uuid("stopped_by"),
    ...queueColumns(),
    nextAttemptAt: instant("next_attempt_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId], foreignColumns: [organizations.id] }),
    foreignKey({ columns: [t.organizationId, t.createdBy], foreignColumns: [users.organizationId, users.id] }),
    foreignKey({ columns: [t.organizationId, t.startedBy], foreignColumns: [users.organizationId, users.id] }),
    foreignKey({ columns: [t.organizationId, t.stoppedBy], foreignColumns: [users.organizationId, users.id] }),
    index("runs_started").on(t.organizationId, t.startedAt, t.id).where(sql`${t.startedAt} is not null`),
    // Organizations take turns in the worker's queue. A draft is due when it is old: then it is deleted.
    index("runs_due_in_turn").on(t.organizationId, t.nextAttemptAt).where(sql`${t.status} in ('draft', 'running')`),
    ...checks(t),
  ],
);
