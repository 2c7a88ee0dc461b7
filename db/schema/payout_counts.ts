import { sql } from "drizzle-orm";
import { bigint, boolean, check, json, numeric, pgEnum, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";
import { currencyCode, instant, organizationId } from "./columns";
import { payoutCountAxis } from "./payout_deltas";
import { payoutStatus } from "./payouts";

/** How long the time of one bucket is. A day is one of the organization's time zone. */
export const payoutCountGrain = pgEnum("payout_count_grain", ["minute", "quarter_hour", "hour", "day"]);

const kindOfPayout = () => ({
  status: payoutStatus("status").notNull(),
  /** Whether another payout has taken its place. */
  replaced: boolean("replaced").notNull(),
  currency: currencyCode().notNull(),
});

const figures = () => ({
  count: bigint("count", { mode: "number" }).notNull(),
  amountMinor: numeric("amount_minor", { precision: 38, scale: 0 }).notNull(),
});

/** Payouts of one kind: their status, whether replaced, currency, number, and the sum of their minor units as decimal text. */
export type KindCount = [
  status: (typeof payoutStatus.enumValues)[number],
  replaced: boolean,
  currency: string,
  count: number,
  amountMinor: string,
];

/** Rows of `status`, `replaced`, `currency`, `count` and `amount_minor` as a list of such kinds. */
export const kindCounts = sql`json_agg(json_build_array(status, replaced, currency, count, amount_minor::text))`;

/**
 * How many payouts, and how much money, fall into a piece of time; kept in four sizes of pieces. A piece is one row with
 * all its kinds, so that a window costs as many rows as it has pieces. `summed_kinds` of the database adds two such lists up.
 */
export const payoutCounts = pgTable(
  "payout_counts",
  {
    organizationId: organizationId(),
    axis: payoutCountAxis("axis").notNull(),
    grain: payoutCountGrain("grain").notNull(),
    /** When the piece begins. */
    at: instant("at").notNull(),
    /** As text, which is handed on as it is: jsonb is written anew for each reader. */
    kinds: json("kinds").$type<KindCount[]>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.axis, t.grain, t.at] }),
    check("payout_counts_axis_of_time", sql`${t.axis} <> 'batch'`),
  ],
);

/** How many payouts of each kind a batch has, and how much money. */
export const batchPayoutCounts = pgTable(
  "batch_payout_counts",
  { organizationId: organizationId(), batchId: uuid("batch_id").notNull(), ...kindOfPayout(), ...figures() },
  (t) => [primaryKey({ columns: [t.organizationId, t.batchId, t.status, t.replaced, t.currency] })],
);

/** How many payouts of any kind a batch has, and how much money: what stays the same when they change. */
export const batchTotals = pgTable(
  "batch_totals",
  {
    organizationId: organizationId(),
    batchId: uuid("batch_id").notNull(),
    currency: currencyCode().notNull(),
    ...figures(),
  },
  (t) => [primaryKey({ columns: [t.organizationId, t.batchId, t.currency] })],
);

/** How many payouts there are in all, and how much money: of any time and any batch. */
export const payoutTotals = pgTable(
  "payout_totals",
  { organizationId: organizationId(), ...kindOfPayout(), ...figures() },
  (t) => [primaryKey({ columns: [t.organizationId, t.status, t.replaced, t.currency] })],
);
