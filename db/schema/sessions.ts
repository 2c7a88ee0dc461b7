import { sql } from "drizzle-orm";
import { check, foreignKey, integer, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";
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
    /** When its user signed out. */
    endedAt: instant("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId, t.userId], foreignColumns: [users.organizationId, users.id] }),
    check("sessions_end_after_start", sql`${t.endedAt} >= ${t.createdAt}`),
  ],
);
