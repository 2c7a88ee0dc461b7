import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { batches } from "./batches";
import { currencyCode, organizationId } from "./columns";
import { payouts } from "./payouts";

/**
 * Accepted rows that a review shows: the first of the file, and the first that repeat another payout. Kept only while
 * the batch waits for it. Of a batch without a review, every row that repeats another payout stays, for its report.
 */
export const reviewRows = pgTable(
  "review_rows",
  {
    organizationId: organizationId(),
    batchId: uuid("batch_id").notNull(),
    line: integer("line").notNull(),
    recipientName: text("recipient_name").notNull(),
    recipientEmail: text("recipient_email").notNull(),
    amountMinor: bigint("amount_minor", { mode: "bigint" }).notNull(),
    currency: currencyCode().notNull(),
    /** As the payout would keep it. */
    extra: jsonb("extra").$type<Record<string, string>>(),
    /** Among the first accepted rows of the file. */
    first: boolean("is_first").notNull(),
    /** What it repeats: an earlier line of its file, or a payout; neither for a row that repeats nothing. */
    repeatsLine: integer("repeats_line"),
    repeatsPayoutId: uuid("repeats_payout_id"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.batchId, t.line] }),
    foreignKey({
      columns: [t.organizationId, t.batchId],
      foreignColumns: [batches.organizationId, batches.id],
    }),
    foreignKey({
      columns: [t.organizationId, t.repeatsPayoutId],
      foreignColumns: [payouts.organizationId, payouts.id],
    }),
    index("review_rows_payout").on(t.organizationId, t.repeatsPayoutId),
    check("review_rows_repeat_one", sql`num_nonnulls(${t.repeatsLine}, ${t.repeatsPayoutId}) <= 1`),
  ],
);
