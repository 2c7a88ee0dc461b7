import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant, organizationId, queueColumns } from "./columns";
import { payouts } from "./payouts";

export const attemptStatus = pgEnum("attempt_status", ["queued", "sent", "paid", "failed"]);

/**
 * Each time the money of a payout was sent on its way: once the recipient submitted, and again for each retry. Its id
 * is the provider's idempotency key.
 */
export const payoutAttempts = pgTable(
  "payout_attempts",
  {
    organizationId: organizationId(),
    id: uuid("id").notNull(),
    payoutId: uuid("payout_id").notNull(),
    /** 1 for the first. */
    number: smallint("number").notNull(),
    provider: text("provider").notNull(),
    method: text("method").notNull(),
    /** What the recipient typed, sealed by lib/sealed.ts. */
    details: text("details").notNull(),
    /** The same as people may see it. */
    maskedDetails: text("masked_details").notNull(),
    status: attemptStatus("status").notNull(),
    createdAt: instant("created_at").notNull(),
    /** When the provider took it, and by what name it goes there. */
    sentAt: instant("sent_at"),
    providerReference: text("provider_reference"),
    endedAt: instant("ended_at"),
    /** A code of lib/payouts/failures.ts, and what the provider said in its own words. */
    failureCode: text("failure_code"),
    failureDetail: text("failure_detail"),
    ...queueColumns(),
    /** How many of them surely did not reach the provider. Only while all did not may the attempt be given up. */
    unreached: integer("unreached").notNull().default(0),
    /** When to hand it over, or, once sent, when to ask the provider how it stands. */
    nextAttemptAt: instant("next_attempt_at").notNull(),
    lastError: text("last_error"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId, t.payoutId], foreignColumns: [payouts.organizationId, payouts.id] }),
    uniqueIndex("payout_attempts_number").on(t.organizationId, t.payoutId, t.number),
    uniqueIndex("payout_attempts_open").on(t.organizationId, t.payoutId).where(sql`${t.status} in ('queued', 'sent')`),
    // Organizations take turns to hand attempts over; the provider is asked first about what it has had longest.
    index("payout_attempts_to_hand_over").on(t.organizationId, t.nextAttemptAt).where(sql`${t.status} = 'queued'`),
    index("payout_attempts_to_ask_for").on(t.nextAttemptAt).where(sql`${t.status} = 'sent'`),
    // A provider's report brings the id alone.
    index("payout_attempts_id").on(t.id),
    index("payout_attempts_reference_prefix").on(t.organizationId, sql`lower(${t.providerReference}) text_pattern_ops`),
    check("payout_attempts_number_limit", sql`${t.number} between 1 and 20`),
    check("payout_attempts_sent_has_time", sql`${t.status} <> 'sent' or ${t.sentAt} is not null`),
    check("payout_attempts_end_has_time", sql`(${t.status} in ('paid', 'failed')) = (${t.endedAt} is not null)`),
    check("payout_attempts_failure_has_reason", sql`(${t.status} = 'failed') = (${t.failureCode} is not null)`),
  ],
);
