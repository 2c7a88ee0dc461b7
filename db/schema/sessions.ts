import { sql } from "drizzle-orm";
import { boolean, check, foreignKey, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, organizationId } from "./columns";
import { users } from "./users";

/** One row for each sign-in. The cookie names the row; the row says whether it still counts. */
export const sessions = pgTable(
  "sessions",
  {
    organizationId: organizationId(),
    id: uuid("id").notNull(),
    userId: uuid("user_id").notNull(),
    /** `users.session_version` at sign-in; raising that one ends the session. */
    userVersion: integer("user_version").notNull(),
    createdAt: instant("created_at").notNull(),
    /** At most a minute older than the latest request. */
    lastUsedAt: instant("last_used_at").notNull().defaultNow(),
    /** In words, such as "Chrome on macOS", from what the browser said at sign-in. */
    device: text("device").notNull().default("Unknown device"),
    /** The network address of the sign-in. */
    address: text("address"),
    /** Whether the identity provider said who it is, and not a password or a passkey. */
    byOidc: boolean("by_oidc").notNull().default(false),
    /** Whether it said so after a second factor of its own, so that the organization asks for no other. */
    oidcFactor: boolean("oidc_factor").notNull().default(false),
    /** When its user signed out, or ended it from elsewhere. */
    endedAt: instant("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId, t.userId], foreignColumns: [users.organizationId, users.id] }),
    index("sessions_of_user").on(t.organizationId, t.userId, t.createdAt),
    check("sessions_device_length", sql`char_length(${t.device}) between 1 and 100`),
    check("sessions_address_length", sql`char_length(${t.address}) between 1 and 64`),
    check("sessions_oidc_factor", sql`${t.byOidc} or not ${t.oidcFactor}`),
    check("sessions_end_after_start", sql`${t.endedAt} >= ${t.createdAt}`),
  ],
);
