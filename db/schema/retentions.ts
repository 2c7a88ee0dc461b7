import { sql } from "drizzle-orm";
import { check, foreignKey, index, pgEnum, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";
import { instant, organizationId } from "./columns";
import { organizations } from "./organizations";

/** What a pass moves, in this order. */
export const retentionStage = pgEnum("retention_stage", ["events", "emails", "batches"]);

/**
 * How far the worker has moved old records of an organization to the archive. A pass looks once at every record that is
 * old enough, oldest first. There is a row for each organization that ever set a retention.
 */
export const retentions = pgTable(
  "retentions",
  {
    organizationId: organizationId(),
    stage: retentionStage("stage").notNull().default("events"),
    /** The last record that this stage has looked at; null before the first. */
    reachedAt: instant("reached_at"),
    reachedId: uuid("reached_id"),
    /** The batch of which the worker is moving file and refused rows. */
    batchId: uuid("batch_id"),
    /** When the next step may be taken; null while the organization keeps everything. */
    dueAt: instant("due_at"),
    /** Records before this moment may stand in the archive, and when the latest of them went there. */
    movedBefore: instant("moved_before"),
    movedAt: instant("moved_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId] }),
    foreignKey({ columns: [t.organizationId], foreignColumns: [organizations.id] }),
    // The worker serves every organization, so its index starts with what is due.
    index("retentions_due").on(t.dueAt).where(sql`${t.dueAt} is not null`),
    check("retentions_reached_whole", sql`num_nonnulls(${t.reachedAt}, ${t.reachedId}) in (0, 2)`),
    check("retentions_moved_whole", sql`num_nonnulls(${t.movedBefore}, ${t.movedAt}) in (0, 2)`),
  ],
);
