import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "./columns";

/**
 * How often something was tried of late, by a key that tells nothing about whom it counts. Without a tenant, because
 * a person who signs in belongs to none yet. Rows expire and are then removed, a few with each count.
 */
export const attemptCounts = pgTable(
  "attempt_counts",
  {
    key: text("key").primaryKey(),
    attempts: integer("attempts").notNull(),
    /** The latest attempt that was counted. */
    lastAt: instant("last_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [
    index("attempt_counts_expired").on(t.expiresAt),
    check("attempt_counts_key_length", sql`char_length(${t.key}) between 1 and 100`),
    check("attempt_counts_attempts", sql`${t.attempts} >= 0`),
  ],
);
