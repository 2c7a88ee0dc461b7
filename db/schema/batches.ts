import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, pgEnum, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, organizationId } from "./columns";
import { organizations } from "./organizations";
import { users } from "./users";

export const batchStatus = pgEnum("batch_status", ["received", "validating", "processed", "partially_processed", "rejected"]);

export const batches = pgTable(
  "batches",
  {
    organizationId: organizationId(),
    id: uuid("id").notNull(),
    fileName: text("file_name").notNull(),
    /** SHA-256 of the file's bytes, hex: the key that makes a second upload of the same file find the first. */
    fileSha256: text("file_sha256").notNull(),
    fileBytes: integer("file_bytes").notNull(),
    status: batchStatus("status").notNull(),
    /** Records below the header, blank lines not counted. accepted + refused = records, always. */
    recordCount: integer("record_count").notNull(),
    acceptedCount: integer("accepted_count").notNull(),
    refusedCount: integer("refused_count").notNull(),
    /** Null when it came from the command line. */
    createdBy: uuid("created_by"),
    createdAt: instant("created_at").notNull(),
    processedAt: instant("processed_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId], foreignColumns: [organizations.id] }),
    foreignKey({ columns: [t.organizationId, t.createdBy], foreignColumns: [users.organizationId, users.id] }),
    uniqueIndex("batches_file").on(t.organizationId, t.fileSha256),
    index("batches_created").on(t.organizationId, t.createdAt, t.id),
    check("batches_counts", sql`${t.acceptedCount} >= 0 and ${t.refusedCount} >= 0 and ${t.acceptedCount} + ${t.refusedCount} = ${t.recordCount}`),
    check(
      "batches_never_processed_with_refusals",
      sql`${t.status} not in ('processed', 'partially_processed', 'rejected')
        or ${t.status} = (case when ${t.refusedCount} = 0 then 'processed' when ${t.acceptedCount} = 0 then 'rejected' else 'partially_processed' end)::batch_status`,
    ),
    check("batches_file_name_length", sql`char_length(${t.fileName}) between 1 and 255`),
  ],
);
