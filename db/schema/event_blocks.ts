import { sql } from "drizzle-orm";
import { bigint, check, foreignKey, integer, pgTable, primaryKey, smallint } from "drizzle-orm/pg-core";
import { bytes, instant, organizationId } from "./columns";
import { organizations } from "./organizations";

/**
 * Events of one organization, sealed: each block has the hash of the one before it, so that none of them can be changed
 * without all that follow. Append-only, by a trigger. docs/operating/verifying.md says what is hashed.
 */
export const eventBlocks = pgTable(
  "event_blocks",
  {
    organizationId: organizationId(),
    /** From 1, without a gap. */
    number: integer("number").notNull(),
    /** Which columns of events are hashed: see lib/audit/chain/sealed-text.ts. */
    version: smallint("version").notNull(),
    /** The places of its first and its last event. */
    firstSequence: bigint("first_sequence", { mode: "bigint" }).notNull(),
    lastSequence: bigint("last_sequence", { mode: "bigint" }).notNull(),
    count: integer("count").notNull(),
    sealedAt: instant("sealed_at").notNull(),
    /** Null in the first block. */
    previousHash: bytes("previous_hash"),
    /** SHA-256 over the text of the block. */
    hash: bytes("hash").notNull(),
    /** For each event its sequence, its id and the beginning of its hash, so that a changed one can be named. */
    prints: bytes("prints").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.number] }),
    foreignKey({ columns: [t.organizationId], foreignColumns: [organizations.id] }),
    check("event_blocks_number", sql`${t.number} >= 1 and (${t.number} = 1) = (${t.previousHash} is null)`),
    check("event_blocks_hash", sql`octet_length(${t.hash}) = 32`),
    check("event_blocks_count", sql`${t.count} >= 1 and octet_length(${t.prints}) = 32 * ${t.count}`),
  ],
);
