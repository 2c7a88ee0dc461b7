import { foreignKey, integer, jsonb, pgTable, primaryKey, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { batches } from "./batches";
import { instant, organizationId } from "./columns";

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
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId, t.batchId], foreignColumns: [batches.organizationId, batches.id] }),
    uniqueIndex("refused_rows_line").on(t.organizationId, t.batchId, t.line),
  ],
);
