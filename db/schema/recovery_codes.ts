import { sql } from "drizzle-orm";
import { check, foreignKey, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, organizationId } from "./columns";
import { users } from "./users";

/** Codes that stand in for the authenticator app, each of them once. */
export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    organizationId: organizationId(),
    userId: uuid("user_id").notNull(),
    /** SHA-256 of the code, hex. */
    hash: text("hash").notNull(),
    usedAt: instant("used_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.userId, t.hash] }),
    foreignKey({ columns: [t.organizationId, t.userId], foreignColumns: [users.organizationId, users.id] }),
    check("recovery_codes_hash_form", sql`${t.hash} ~ '^[0-9a-f]{64}$'`),
  ],
);
