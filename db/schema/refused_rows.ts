import { foreignKey, integer, jsonb, pgTable, primaryKey, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { batches } from "./batches";
import { instant, organizationId } from "./columns";
import { payouts } from "./payouts";
import { users } from "./users";

/** A record of a batch file that did not become a payout, kept as it was written until somebody repairs it. */
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
    /** The payout it became once somebody mended it, and who and when. */
    payoutId: uuid("payout_id"),
    resolvedAt: instant("resolved_at"),
    resolvedBy: uuid("resolved_by"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId, t.batchId], foreignColumns: [batches.organizationId, batches.id] }),
    foreignKey({ columns: [t.organizationId, t.payoutId], foreignColumns: [payouts.organizationId, payouts.id] }),
    foreignKey({ columns: [t.organizationId, t.resolvedBy], foreignColumns: [users.organizationId, users.id] }),
    uniqueIndex("refused_rows_line").on(t.organizationId, t.batchId, t.line),
  ],
);
