import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant, logPlace, organizationId } from "./columns";
import { organizations } from "./organizations";

export const userRole = pgEnum("user_role", ["admin", "viewer"]);

export const users = pgTable(
  "users",
  {
    organizationId: organizationId(),
    id: uuid("id").notNull(),
    /** Lower-cased. One person may work for two organizations, so it is unique inside one only. */
    email: text("email").notNull(),
    name: text("name").notNull(),
    role: userRole("role").notNull(),
    active: boolean("active").notNull().default(true),
    passwordHash: text("password_hash").notNull(),
    /** A session carries the version it was made under; raising it ends every session of the user. */
    sessionVersion: integer("session_version").notNull().default(1),
    lastSignInAt: instant("last_sign_in_at"),
    createdAt: instant("created_at").notNull(),
    /** Where the log ended after their latest write; the largest place there is while they write. Kept for a replica. */
    lastWrite: logPlace("last_write"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId], foreignColumns: [organizations.id] }),
    uniqueIndex("users_email").on(t.organizationId, t.email),
    index("users_sign_in").on(t.email),
    check("users_email_lower", sql`${t.email} = lower(${t.email}) and char_length(${t.email}) between 3 and 254`),
    check("users_name_length", sql`char_length(${t.name}) between 1 and 200`),
  ],
);
