import { sql } from "drizzle-orm";
import { bigint, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { organizationId } from "./columns";

/**
 * What the search reads of each payout: name, email, reference and the texts of its extra columns, folded (lower case, no
 * accents), one a line; and by what the filter of extra columns finds it. The worker keeps it (lib/payouts/search/entering.ts). Payouts are never deleted, and it is written from their own rows, so
 * it needs no foreign key.
 */
export const payoutSearch = pgTable(
  "payout_search",
  {
    organizationId: organizationId(),
    payoutId: uuid("payout_id").notNull(),
    text: text("text").notNull(),
    /** A hash of each extra column with its text, as it is written; null where the payout has none. */
    extraKeys: bigint("extra_keys", { mode: "bigint" }).array(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.payoutId] }),
    index("payout_search_grams")
      .using("gin", sql`payout_search_grams(${t.organizationId}, ${t.text})`)
      .with({ gin_pending_list_limit: 1024 }),
    index("payout_search_extra")
      .using("gin", t.extraKeys)
      .with({ gin_pending_list_limit: 1024 })
      .where(sql`${t.extraKeys} is not null`),
  ],
);

/**
 * Ranges of ids with payouts that are not in `payout_search` yet, or stand there as they were. Triggers on payouts write
 * one for each statement that creates payouts or changes who is paid; the search reads these payouts themselves.
 */
export const payoutSearchQueue = pgTable(
  "payout_search_queue",
  {
    organizationId: organizationId(),
    firstId: uuid("first_id").notNull(),
    lastId: uuid("last_id").notNull(),
    id: uuid("id").notNull(),
  },
  (t) => [primaryKey({ columns: [t.organizationId, t.firstId, t.id] })],
);
