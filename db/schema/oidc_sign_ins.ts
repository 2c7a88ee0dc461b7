import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns";

/**
 * Sign-ins that have gone to the identity provider and are not back yet. Without a tenant, because a person who signs in
 * belongs to none yet. The answer takes its row; rows expire and are then removed, a few with each new one.
 */
export const oidcSignIns = pgTable(
  "oidc_sign_ins",
  {
    /** Named by a cookie, so that only the browser that began can finish. */
    id: uuid("id").primaryKey(),
    /** 32 random bytes, base64url, from which `state`, `nonce` and the PKCE verifier are derived. */
    secret: text("secret").notNull(),
    /** The path of this portal that they go to afterwards. */
    next: text("next").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [
    index("oidc_sign_ins_expired").on(t.expiresAt),
    check("oidc_sign_ins_secret_form", sql`${t.secret} ~ '^[A-Za-z0-9_-]{43}$'`),
    check("oidc_sign_ins_next_form", sql`${t.next} like '/%' and char_length(${t.next}) <= 4000`),
  ],
);
