import { sql } from "drizzle-orm";
import {
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

/** lib/users/status.ts says what each may do. */
export const userState = pgEnum("user_state", ["invited", "active", "deactivated"]);

/** `system` follows the device. */
export const theme = pgEnum("theme", ["system", "light", "dark"]);

export const users = pgTable(
  "users",
  {
    organizationId: organizationId(),
    id: uuid("id").notNull(),
    /** Lower-cased. One person may work for two organizations, so it is unique inside one only. */
    email: text("email").notNull(),
    name: text("name").notNull(),
    role: userRole("role").notNull(),
    state: userState("state").notNull().default("active"),
    /** Null for somebody who has never chosen a password: they were invited. */
    passwordHash: text("password_hash"),
    /**
     * Whom the identity provider vouches for when this user signs in: the issuer and its subject, both as the ID token
     * says them. Null for somebody who has never signed in that way, or was unlinked.
     */
    oidcIssuer: text("oidc_issuer"),
    oidcSubject: text("oidc_subject"),
    /** A session carries the version it was made under; raising it ends every session of the user. */
    sessionVersion: integer("session_version").notNull().default(1),
    theme: theme("theme").notNull().default("system"),
    /** IANA name of the zone in which stamps are shown to them; null is the organization's. */
    displayZone: text("display_zone"),
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
    uniqueIndex("users_oidc").on(t.organizationId, t.oidcIssuer, t.oidcSubject),
    index("users_oidc_sign_in").on(t.oidcSubject, t.oidcIssuer).where(sql`${t.oidcSubject} is not null`),
    check("users_invited_without_password", sql`${t.state} <> 'invited' or ${t.passwordHash} is null`),
    check("users_invited_without_oidc", sql`${t.state} <> 'invited' or ${t.oidcSubject} is null`),
    check("users_oidc_whole", sql`(${t.oidcIssuer} is null) = (${t.oidcSubject} is null)`),
    check("users_oidc_issuer_length", sql`char_length(${t.oidcIssuer}) between 1 and 500`),
    check("users_oidc_subject_length", sql`char_length(${t.oidcSubject}) between 1 and 255`),
    check("users_email_lower", sql`${t.email} = lower(${t.email}) and char_length(${t.email}) between 3 and 254`),
    check("users_display_zone_length", sql`char_length(${t.displayZone}) between 1 and 64`),
    check("users_name_length", sql`char_length(${t.name}) between 1 and 200`),
  ],
);
