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
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant, organizationId } from "./columns";
import { payouts } from "./payouts";
import { runs } from "./runs";

/** `skipped`: it could not be done with this payout, for the reason in `why`. `failed`: Meridian could not tell. */
export const runResult = pgEnum("run_result", ["done", "skipped", "failed"]);

/** The payouts of a run, each with what became of it once its turn has come. */
export const runPayouts = pgTable(
  "run_payouts",
  {
    organizationId: organizationId(),
    runId: uuid("run_id").notNull(),
    /** From 1 on, in the order in which the run takes them. */
    position: integer("position").notNull(),
    payoutId: uuid("payout_id").notNull(),
    result: runResult("result"),
    why: text("why"),
    /** The payout that took its place. */
    newPayoutId: uuid("new_payout_id"),
    decidedAt: instant("decided_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.runId, t.position] }),
    foreignKey({ columns: [t.organizationId, t.runId], foreignColumns: [runs.organizationId, runs.id] }),
    foreignKey({ columns: [t.organizationId, t.payoutId], foreignColumns: [payouts.organizationId, payouts.id] }),
    foreignKey({ columns: [t.organizationId, t.newPayoutId], foreignColumns: [payouts.organizationId, payouts.id] }),
    uniqueIndex("run_payouts_once").on(t.organizationId, t.runId, t.payoutId),
    index("run_payouts_result").on(t.organizationId, t.runId, t.result, t.position).where(sql`${t.result} is not null`),
    check("run_payouts_decided", sql`(${t.result} is null) = (${t.decidedAt} is null)`),
    check("run_payouts_says_why", sql`coalesce(${t.result} <> 'done', false) = (${t.why} is not null)`),
    check("run_payouts_new_is_done", sql`${t.newPayoutId} is null or coalesce(${t.result} = 'done', false)`),
    check("run_payouts_why_length", sql`char_length(${t.why}) between 1 and 1000`),
  ],
);
