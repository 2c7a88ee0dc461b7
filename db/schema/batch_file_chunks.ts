import { foreignKey, integer, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";
import { batches } from "./batches";
import { bytes, organizationId } from "./columns";

/** The bytes of a batch's file in pieces, so that neither storing nor reading one ever holds it whole. */
export const batchFileChunks = pgTable(
  "batch_file_chunks",
  {
    organizationId: organizationId(),
    batchId: uuid("batch_id").notNull(),
    seq: integer("seq").notNull(),
    bytes: bytes("bytes").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.batchId, t.seq] }),
    foreignKey({
      columns: [t.organizationId, t.batchId],
      foreignColumns: [batches.organizationId, batches.id],
    }),
  ],
);
