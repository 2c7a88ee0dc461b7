import { sql } from "drizzle-orm";
import { check, foreignKey, index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, organizationId } from "./columns";
import { organizations } from "./organizations";
import { users } from "./users";

/** Lists of payouts that people keep under a name. */
export const savedViews = pgTable(
  "saved_views",
  {
    organizationId: organizationId(),
    id: uuid("id").notNull(),
    /** Whose it is; null for one that the organization shares. */
    ownerId: uuid("owner_id"),
    name: text("name").notNull(),
    /** The list's address from its "?" on, as `listQuery` writes it: filter and order. */
    query: text("query").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId], foreignColumns: [organizations.id] }),
    foreignKey({ columns: [t.organizationId, t.ownerId], foreignColumns: [users.organizationId, users.id] }),
    uniqueIndex("saved_views_own_name")
      .on(t.organizationId, t.ownerId, sql`lower(${t.name})`)
      .where(sql`${t.ownerId} is not null`),
    uniqueIndex("saved_views_shared_name").on(t.organizationId, sql`lower(${t.name})`).where(sql`${t.ownerId} is null`),
    check("saved_views_name_length", sql`char_length(${t.name}) between 1 and 80`),
    check("saved_views_query_form", sql`${t.query} like '?_%' and char_length(${t.query}) <= 4000`),
  ],
);

/** The view that the navigation's “Payouts” leads a person to. */
export const defaultViews = pgTable(
  "default_views",
  {
    organizationId: organizationId(),
    id: uuid("id").notNull(),
    userId: uuid("user_id").notNull(),
    viewId: uuid("view_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    uniqueIndex("default_views_user").on(t.organizationId, t.userId),
    // A view may be deleted, and then nothing may lead to it.
    index("default_views_view").on(t.organizationId, t.viewId),
    foreignKey({ columns: [t.organizationId, t.userId], foreignColumns: [users.organizationId, users.id] }),
    foreignKey({ columns: [t.organizationId, t.viewId], foreignColumns: [savedViews.organizationId, savedViews.id] }),
  ],
);
