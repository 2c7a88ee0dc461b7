import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant, organizationId, queueColumns } from "./columns";
import { organizations } from "./organizations";
import { users } from "./users";

/**
 * Each time the personal data of a recipient was erased. Who it was stands here only while the worker is at it.
 */
export const erasures = pgTable(
  "erasures",
  {
    organizationId: organizationId(),
    id: uuid("id").notNull(),
    /** Keyed hash (hex) of the address, so that the same person gets the same name in place of theirs each time. */
    personHash: text("person_hash").notNull(),
    /** Lower-cased; null once it has ended, like the pattern. */
    address: text("address"),
    /** A regular expression of PostgreSQL that finds the address and the names of the person in other texts. */
    pattern: text("pattern"),
    payoutCount: integer("payout_count").notNull(),
    /** Rows in which something was replaced or removed so far, those of payouts included. */
    recordCount: integer("record_count").notNull().default(0),
    /** How many steps of lib/erasure/steps.ts are done. */
    stepsDone: smallint("steps_done").notNull().default(0),
    /** Null for the command. */
    requestedBy: uuid("requested_by"),
    createdAt: instant("created_at").notNull(),
    endedAt: instant("ended_at"),
    ...queueColumns(),
    nextAttemptAt: instant("next_attempt_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId], foreignColumns: [organizations.id] }),
    foreignKey({ columns: [t.organizationId, t.requestedBy], foreignColumns: [users.organizationId, users.id] }),
    // Of two at once for one person, the second joins the first.
    uniqueIndex("erasures_one_at_once").on(t.organizationId, t.personHash).where(sql`${t.endedAt} is null`),
    index("erasures_created").on(t.organizationId, t.createdAt, t.id),
    index("erasures_due_in_turn").on(t.organizationId, t.nextAttemptAt).where(sql`${t.endedAt} is null`),
    check(
      "erasures_forget_at_the_end",
      sql`num_nonnulls(${t.address}, ${t.pattern}) = case when ${t.endedAt} is null then 2 else 0 end`,
    ),
    check("erasures_person_hash_form", sql`${t.personHash} ~ '^[0-9a-f]{64}$'`),
  ],
);
