import { sql } from "drizzle-orm";
import { check, foreignKey, index, pgEnum, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, organizationId } from "./columns";
import { users } from "./users";

export const userLinkPurpose = pgEnum("user_link_purpose", ["invitation", "reset"]);

/**
 * The links by which a user chooses a password. A row is a link that can still be used: using it deletes the row, and
 * so does a newer link of its user for the same purpose.
 */
export const userLinks = pgTable(
  "user_links",
  {
    organizationId: organizationId(),
    /** The token is derived from it. */
    id: uuid("id").notNull(),
    userId: uuid("user_id").notNull(),
    purpose: userLinkPurpose("purpose").notNull(),
    /** SHA-256 of the token, for look-up. */
    tokenHash: text("token_hash").notNull(),
    /** The admin who invited; null when a command did, and for a reset. */
    madeBy: uuid("made_by"),
    createdAt: instant("created_at").notNull(),
    endsAt: instant("ends_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId, t.userId], foreignColumns: [users.organizationId, users.id] }),
    foreignKey({ columns: [t.organizationId, t.madeBy], foreignColumns: [users.organizationId, users.id] }),
    uniqueIndex("user_links_one").on(t.organizationId, t.userId, t.purpose),
    index("user_links_made_by").on(t.organizationId, t.madeBy),
    index("user_links_token").on(t.tokenHash),
    check("user_links_token_form", sql`${t.tokenHash} ~ '^[0-9a-f]{64}$'`),
    check("user_links_end_after_start", sql`${t.endsAt} > ${t.createdAt}`),
  ],
);
