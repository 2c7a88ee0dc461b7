import { sql } from "drizzle-orm";
import { bigint, boolean, check, integer, numeric, pgEnum, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";
import { currencyCode, instant, organizationId } from "./columns";
import { payoutStatus } from "./payouts";

/**
 * By what payouts are counted: by when their status changed, by when a pending one expires, by the batch they came
 * with.
 */
export const payoutCountAxis = pgEnum("payout_count_axis", ["changed", "expires", "batch"]);

/**
 * What every change of payouts adds to the counts and takes from them. A trigger of `payouts` appends it in the very
 * statement that changes them, so that writers never wait for each other; the worker folds it into `payout_counts`,
 * `batch_payout_counts`, `batch_totals` and `payout_totals`. Without foreign keys, because each row is made of payouts that have them.
 */
export const payoutDeltas = pgTable(
  "payout_deltas",
  {
    organizationId: organizationId(),
    id: bigint("id", { mode: "bigint" }).notNull().generatedAlwaysAsIdentity(),
    axis: payoutCountAxis("axis").notNull(),
    /** The minute, for the axes of time. */
    at: instant("at"),
    batchId: uuid("batch_id"),
    status: payoutStatus("status").notNull(),
    replaced: boolean("replaced").notNull(),
    currency: currencyCode().notNull(),
    count: integer("count").notNull(),
    /** The sum of their minor units. */
    amountMinor: numeric("amount_minor", { precision: 38, scale: 0 }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    check(
      "payout_deltas_place",
      sql`num_nonnulls(${t.at}, ${t.batchId}) = 1 and (${t.axis} = 'batch') = (${t.batchId} is not null)`,
    ),
  ],
);
