import { sql } from "drizzle-orm";
import { foreignKey, index, integer, pgEnum, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { batches } from "./batches";
import { instant, organizationId } from "./columns";
import { payouts } from "./payouts";
import { refusedRows } from "./refused_rows";

export const ingestErrorScope = pgEnum("ingest_error_scope", ["file", "row", "field"]);
export const ingestErrorStage = pgEnum("ingest_error_stage", ["validation", "processing"]);

export const ingestErrors = pgTable(
  "ingest_errors",
  {
    organizationId: organizationId(),
    id: uuid("id").notNull(),
    batchId: uuid("batch_id").notNull(),
    refusedRowId: uuid("refused_row_id"),
    /** The payout whose processing went wrong; null for what validation refused. */
    payoutId: uuid("payout_id"),
    scope: ingestErrorScope("scope").notNull(),
    stage: ingestErrorStage("stage").notNull(),
    line: integer("line"),
    column: text("column_name"),
    code: text("code").notNull(),
    message: text("message").notNull(),
    /** The refused text, cut at 200 characters. */
    value: text("value"),
    suggestion: text("suggestion"),
    occurredAt: instant("occurred_at").notNull(),
    resolvedAt: instant("resolved_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId, t.batchId], foreignColumns: [batches.organizationId, batches.id] }),
    foreignKey({
      columns: [t.organizationId, t.refusedRowId],
      foreignColumns: [refusedRows.organizationId, refusedRows.id],
    }),
    foreignKey({ columns: [t.organizationId, t.payoutId], foreignColumns: [payouts.organizationId, payouts.id] }),
    index("ingest_errors_batch").on(t.organizationId, t.batchId, t.line),
    // Finds whether a batch had an error in a window, and the latest.
    index("ingest_errors_occurred").on(t.organizationId, t.batchId, t.occurredAt),
    // Why rows wait for repair is counted on the index alone.
    index("ingest_errors_waiting_rows")
      .on(t.organizationId, t.batchId, t.code, t.refusedRowId)
      .where(sql`${t.resolvedAt} is null and ${t.payoutId} is null`),
    index("ingest_errors_payouts").on(t.organizationId, t.batchId, t.payoutId).where(sql`${t.payoutId} is not null`),
    index("ingest_errors_waiting_payouts")
      .on(t.organizationId, t.batchId, t.code, t.payoutId)
      .where(sql`${t.payoutId} is not null and ${t.resolvedAt} is null`),
    // The payouts whose recipients are not reached, of all batches.
    index("ingest_errors_unreached")
      .on(t.organizationId, t.payoutId)
      .where(sql`${t.code} = 'email_refused' and ${t.payoutId} is not null and ${t.resolvedAt} is null`),
    index("ingest_errors_row").on(t.organizationId, t.refusedRowId),
    uniqueIndex("ingest_errors_payout")
      .on(t.organizationId, t.payoutId, t.code)
      .where(sql`${t.payoutId} is not null and ${t.resolvedAt} is null`),
  ],
);
