import { sql } from "drizzle-orm";
import { check, foreignKey, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { batches } from "./batches";
import { instant, organizationId } from "./columns";
import { payouts } from "./payouts";
import { users } from "./users";

/**
 * A record of a batch file that did not become a payout, kept as it was written. It is resolved once: it becomes a payout
 * by being repaired, or is set aside because it is no payment.
 */
export const refusedRows = pgTable(
  "refused_rows",
  {
    organizationId: organizationId(),
    id: uuid("id").notNull(),
    batchId: uuid("batch_id").notNull(),
    /** Line of the file on which the record starts; the header is usually line 1. */
    line: integer("line").notNull(),
    /** Column name → the text of its cell. */
    values: jsonb("values").$type<Record<string, string>>().notNull(),
    createdAt: instant("created_at").notNull(),
    /** The payout it became. */
    payoutId: uuid("payout_id"),
    /** Why it is no payment. */
    setAsideReason: text("set_aside_reason"),
    /** When, and by whom; null for a command. */
    resolvedAt: instant("resolved_at"),
    resolvedBy: uuid("resolved_by"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId, t.batchId], foreignColumns: [batches.organizationId, batches.id] }),
    foreignKey({ columns: [t.organizationId, t.payoutId], foreignColumns: [payouts.organizationId, payouts.id] }),
    foreignKey({ columns: [t.organizationId, t.resolvedBy], foreignColumns: [users.organizationId, users.id] }),
    uniqueIndex("refused_rows_line").on(t.organizationId, t.batchId, t.line),
    check(
      "refused_rows_resolved_once",
      sql`num_nonnulls(${t.payoutId}, ${t.setAsideReason}) = num_nonnulls(${t.resolvedAt})`,
    ),
    check("refused_rows_reason_length", sql`char_length(${t.setAsideReason}) between 1 and 500`),
  ],
);
