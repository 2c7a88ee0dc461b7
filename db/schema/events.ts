import { foreignKey, index, jsonb, pgEnum, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { batches } from "./batches";
import { instant, organizationId } from "./columns";
import { organizations } from "./organizations";
import { payouts, payoutStatus } from "./payouts";
import { users } from "./users";

export const actorType = pgEnum("actor_type", ["user", "recipient", "api_key", "system"]);

/** Append-only (a trigger refuses UPDATE and DELETE): a payout's timeline and the audit log are both read from here. */
export const events = pgTable(
  "events",
  {
    organizationId: organizationId(),
    id: uuid("id").notNull(),
    occurredAt: instant("occurred_at").notNull(),
    /** A key of the table in lib/events-table.ts. */
    name: text("name").notNull(),
    actorType: actorType("actor_type").notNull(),
    actorUserId: uuid("actor_user_id"),
    payoutId: uuid("payout_id"),
    batchId: uuid("batch_id"),
    /** The user something was done to (not the one who did it). */
    userId: uuid("user_id"),
    fromStatus: payoutStatus("from_status"),
    toStatus: payoutStatus("to_status"),
    /** Why, in the words of the person or the code of the machine that did it. */
    reason: text("reason"),
    data: jsonb("data").$type<Record<string, string | number | boolean | null>>(),
    requestId: text("request_id"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId], foreignColumns: [organizations.id] }),
    foreignKey({ columns: [t.organizationId, t.actorUserId], foreignColumns: [users.organizationId, users.id] }),
    foreignKey({ columns: [t.organizationId, t.payoutId], foreignColumns: [payouts.organizationId, payouts.id] }),
    foreignKey({ columns: [t.organizationId, t.batchId], foreignColumns: [batches.organizationId, batches.id] }),
    foreignKey({ columns: [t.organizationId, t.userId], foreignColumns: [users.organizationId, users.id] }),
    index("events_occurred").on(t.organizationId, t.occurredAt, t.id),
    index("events_payout").on(t.organizationId, t.payoutId, t.occurredAt),
  ],
);
