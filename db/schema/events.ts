import { sql, type SQL } from "drizzle-orm";
import {
  bigint,
  check,
  foreignKey,
  index,
  jsonb,
  pgEnum,
  pgSequence,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
  type AnyPgColumn,
} from "drizzle-orm/pg-core";
import { batches } from "./batches";
import { bytes, instant, organizationId } from "./columns";
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
/** True of an event that came with no upload by the thousand, unless it is one of this kind. */
export const standsAloneUnless = (kind: string | undefined): SQL =>
  sql.join(
    Object.entries(bulk).flatMap(([name, one]) => (name === kind ? [] : [sql`${one} is not true`])),
    sql` and `,
  );
/** True of an event that stands for itself. */
export const standsAlone = standsAloneUnless(undefined);

/** What was asked for and not given, in the words of the index that has it alone. */
export const refusedNames = ["user.denied", "user.sign_in_limited", "user.sign_in_refused"] as const;
export const wasRefused: SQL = sql.raw(`events.name in (${refusedNames.map((name) => `'${name}'`).join(", ")})`);

/** It must not be cached: of two events, the one with the lower number has taken it earlier. */
export const eventSequence = pgSequence("event_sequence", { cache: 1 });

/**
 * What a run did to one payout; its own events tell of all. The log leaves these out at first too. Nearly all events of a
 * run say the same, so indexes have what happened and who did it: the others must not cost all of them. In the words of
 * indexes, like the above.
 */
export const ofRun: SQL = sql.raw(`(events.request_id like 'run-%' and events.payout_id is not null)`);
/** True of an event that neither an upload nor a run brought by the thousand. */
export const standsInLog: SQL = sql`${standsAlone} and ${ofRun} is not true`;

/**
 * True of an event that tells of a list with a filter by an extra column, as its address says it: of an export, of a view.
 * In the words of indexes, like the above; of `archive.events` under the name `events`.
 */
export const tellsOfExtraFilter: SQL = sql.raw(`(events.data::text like '%?x.%' or events.data::text like '%&x.%')`);

/** One run: all of it, what happened in it, and who did it. */
const runIndexes = (
  t: Record<"organizationId" | "requestId" | "occurredAt" | "id" | "name" | "actorType" | "actorUserId", AnyPgColumn>,
) => [
  index("events_of_run").on(t.organizationId, t.requestId, t.occurredAt, t.id).where(ofRun),
  index("events_of_run_what").on(t.organizationId, t.requestId, t.name, t.occurredAt, t.id).where(ofRun),
  index("events_of_run_who")
    .on(t.organizationId, t.requestId, t.actorType, t.actorUserId, t.occurredAt, t.id)
    .where(ofRun),
];

/** What may be personal is either there, under its hash, or erased whole. */
const contentChecks = (
  t: Record<"reason" | "data" | "address" | "device" | "salt" | "contentHash" | "erasedAt", AnyPgColumn>,
) => [
  check(
    "events_content_hashed",
    sql`(${t.contentHash} is null) = (num_nonnulls(${t.reason}, ${t.data}, ${t.address}, ${t.device}, ${t.erasedAt}) = 0)`,
  ),
  check(
    "events_erased_whole",
    sql`case when ${t.erasedAt} is null then (${t.salt} is null) = (${t.contentHash} is null)
        else num_nonnulls(${t.reason}, ${t.data}, ${t.address}, ${t.device}, ${t.salt}) = 0 end`,
  ),
];

/**
 * Append-only: a payout's timeline and the audit log are both read from here. Triggers refuse every UPDATE but an
 * erasure, and every DELETE but that of an event which its organization's retention lets go and which stands in
 * `archive.events`. The worker seals events into `event_blocks` in the order of their sequence.
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
    /** The network address and the device, in words, that asked for it; null where no request did. */
    address: text("address"),
    device: text("device"),
    /**
     * The event's place in the log. Its transaction has its number before the event has its place: by that the worker
     * knows which places nobody can fill any more.
     */
    sequence: bigint("sequence", { mode: "bigint" })
      .notNull()
      .default(sql`case when pg_current_xact_id() is not null then nextval('event_sequence'::regclass) end`),
    /** A random number that goes into `content_hash`, so that nobody can guess what was erased. */
    salt: uuid("salt"),
    /** SHA-256 over the salt and reason, data, address and device, which may be personal: this is sealed, and not they. A trigger makes both. */
    contentHash: bytes("content_hash"),
    /** When those and the salt were taken away. */
    erasedAt: instant("erased_at"),
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
    index("events_alone_other")
      .on(t.organizationId, t.actorType, t.name, t.occurredAt, t.id)
      .where(sql`${t.actorType} <> 'user' and ${standsAlone}`),
    // With the name at the end, so that events are counted by the index alone where refused ones are left out.
    index("events_in_log").on(t.organizationId, t.occurredAt, t.id, t.name).where(standsInLog),
    index("events_in_log_user")
      .on(t.organizationId, t.actorUserId, t.occurredAt, t.id, t.name)
      .where(sql`${t.actorUserId} is not null and ${standsInLog}`),
    index("events_in_log_other")
      .on(t.organizationId, t.actorType, t.occurredAt, t.id, t.name)
      .where(sql`${t.actorType} <> 'user' and ${standsInLog}`),
    ...runIndexes(t),
    index("events_batch").on(t.organizationId, t.batchId, t.occurredAt, t.id).where(sql`${t.batchId} is not null`),
    index("events_batch_what")
      .on(t.organizationId, t.batchId, t.name, t.occurredAt, t.id)
      .where(sql`${t.batchId} is not null and ${standsAloneUnless("email.sent")}`),
    index("events_payout").on(t.organizationId, t.payoutId, t.occurredAt),
    index("events_refused").on(t.organizationId, t.occurredAt, t.id).where(wasRefused),
    index("events_of_extra_filters").on(t.organizationId, t.id).where(tellsOfExtraFilter),
    index("events_about_user").on(t.organizationId, t.userId, t.occurredAt, t.id).where(sql`${t.userId} is not null`),
    uniqueIndex("events_sequence").on(t.organizationId, t.sequence),
    check("events_address_length", sql`char_length(${t.address}) between 1 and 64`),
    check("events_device_length", sql`char_length(${t.device}) between 1 and 100`),
    ...contentChecks(t),
  ],
);
