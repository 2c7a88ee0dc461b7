import { sql } from "drizzle-orm";
import { boolean, check, foreignKey, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { organizationId } from "./columns";
import { users } from "./users";

/** How a person wants the list of payouts to look. Who keeps nothing here sees every column. */
export const payoutListLooks = pgTable(
  "payout_list_looks",
  {
    organizationId: organizationId(),
    id: uuid("id").notNull(),
    userId: uuid("user_id").notNull(),
    /** Keys of lib/views/look/columns.ts. A later column is shown, because nobody has hidden it. */
    hidden: text("hidden").array().notNull(),
    /** Keys of `extra_columns` that the list shows. None is shown unasked. */
    extra: text("extra").array().notNull().default(sql`'{}'`),
    /** Rows stand closer together. */
    compact: boolean("compact").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    uniqueIndex("payout_list_looks_user").on(t.organizationId, t.userId),
    foreignKey({ columns: [t.organizationId, t.userId], foreignColumns: [users.organizationId, users.id] }),
    check("payout_list_looks_hidden", sql`cardinality(${t.hidden}) <= 20`),
    check("payout_list_looks_extra", sql`cardinality(${t.extra}) <= 200`),
  ],
);
