import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns";

/**
 * What an authenticator has to sign, once. Without a tenant, because a person who signs in belongs to none yet. Rows
 * expire and are then removed, a few with each new one.
 */
export const passkeyChallenges = pgTable(
  "passkey_challenges",
  {
    /** Named by a cookie, so that only the browser that asked can answer. */
    id: uuid("id").primaryKey(),
    /** What for: `sign-in`, or `add` with organization and user. */
    purpose: text("purpose").notNull(),
    /** 32 random bytes, base64url. */
    challenge: text("challenge").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [
    index("passkey_challenges_expired").on(t.expiresAt),
    check("passkey_challenges_purpose_length", sql`char_length(${t.purpose}) between 1 and 100`),
    check("passkey_challenges_form", sql`${t.challenge} ~ '^[A-Za-z0-9_-]{43}$'`),
  ],
);
