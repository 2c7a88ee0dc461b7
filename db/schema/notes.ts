import { sql } from "drizzle-orm";
import { check, foreignKey, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { batches } from "./batches";
import { instant, organizationId } from "./columns";
import { organizations } from "./organizations";
import { payouts } from "./payouts";
import { users } from "./users";

/** What staff write to one another about a payout or a batch. Its events name a note by its id alone. */
export const notes = pgTable(
  "notes",
  {
    organizationId: organizationId(),
    id: uuid("id").notNull(),
    payoutId: uuid("payout_id"),
    batchId: uuid("batch_id"),
    authorId: uuid("author_id").notNull(),
    /** Null once it was withdrawn. */
    text: text("text"),
    createdAt: instant("created_at").notNull(),
    withdrawnAt: instant("withdrawn_at"),
    withdrawnBy: uuid("withdrawn_by"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId], foreignColumns: [organizations.id] }),
    foreignKey({ columns: [t.organizationId, t.payoutId], foreignColumns: [payouts.organizationId, payouts.id] }),
    foreignKey({ columns: [t.organizationId, t.batchId], foreignColumns: [batches.organizationId, batches.id] }),
    foreignKey({ columns: [t.organizationId, t.authorId], foreignColumns: [users.organizationId, users.id] }),
    foreignKey({ columns: [t.organizationId, t.withdrawnBy], foreignColumns: [users.organizationId, users.id] }),
    index("notes_payout").on(t.organizationId, t.payoutId, t.createdAt, t.id).where(sql`${t.payoutId} is not null`),
    index("notes_batch").on(t.organizationId, t.batchId, t.createdAt, t.id).where(sql`${t.batchId} is not null`),
    check("notes_one_subject", sql`num_nonnulls(${t.payoutId}, ${t.batchId}) = 1`),
    check(
      "notes_withdrawn_has_no_text",
      sql`num_nonnulls(${t.withdrawnAt}, ${t.withdrawnBy}) = case when ${t.text} is null then 2 else 0 end`,
    ),
    check("notes_text_length", sql`char_length(${t.text}) between 1 and 2000`),
  ],
);
