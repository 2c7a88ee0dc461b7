import { bigint, foreignKey, pgTable, primaryKey } from "drizzle-orm/pg-core";
import { organizationId } from "./columns";
import { organizations } from "./organizations";

/** Up to which of its events an organization's log can be sealed, and from when on: see lib/audit/chain/sealing.ts. */
export const sealCandidates = pgTable(
  "seal_candidates",
  {
    organizationId: organizationId(),
    /** The place of an event. */
    sequence: bigint("sequence", { mode: "bigint" }).notNull(),
    /** What has a place up to `sequence` has an older transaction than this one. */
    transactionId: bigint("transaction_id", { mode: "bigint" }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId] }),
    foreignKey({ columns: [t.organizationId], foreignColumns: [organizations.id] }),
  ],
);
