import { sql, type SQL } from "drizzle-orm";
import { foreignKey, index, jsonb, pgEnum, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { batches } from "./batches";
import { instant, organizationId } from "./columns";
import { organizations } from "./organizations";
import { payouts, payoutStatus } from "./payouts";
import { users } from "./users";

export const actorType = pgEnum("actor_type", ["user", "recipient", "api_key", "system"]);

/**
 * Events that come by the thousand with one upload: the creation of its payouts, which the events of the batch tell of,
 * and the first email of each payout. The audit log leaves them out at first. Written without parameters, because an
 * index has the same words.
 */
const bulk = {
  "payout.created": sql.raw(`(events.name = 'payout.created' and events.batch_id is not null)`),
  "email.sent": sql.raw(`(events.name = 'email.sent' and events.data @> '{"kind": "payout_sent", "ordinal": 0}')`),
} as const;
export const bulkNames: readonly string[] = Object.keys(bulk);
/** True of an event that stands for itself. */
export const standsAlone: SQL = sql.join(
  Object.values(bulk).map((one) => sql`${one} is not true`),
  sql` and `,
);

/**
 * Append-only: a payout's timeline and the audit log are both read from here. Triggers refuse UPDATE, and every DELETE
 * but that of an event which its organization's retention lets go and which stands in `archive.events`.
 */
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
    index("events_alone").on(t.organizationId, t.occurredAt, t.id).where(standsAlone),
    // What was done, and who did it: the log is narrowed by these. Nearly all events have no user.
    index("events_alone_what").on(t.organizationId, t.name, t.occurredAt, t.id).where(standsAlone),
    index("events_alone_user")
      .on(t.organizationId, t.actorUserId, t.occurredAt, t.id)
      .where(sql`${t.actorUserId} is not null and ${standsAlone}`),
    index("events_alone_api_key")
      .on(t.organizationId, t.occurredAt, t.id)
      .where(sql`${t.actorType} = 'api_key' and ${standsAlone}`),
    index("events_batch").on(t.organizationId, t.batchId, t.occurredAt, t.id).where(sql`${t.batchId} is not null`),
    index("events_payout").on(t.organizationId, t.payoutId, t.occurredAt),
  ],
);
