import { sql } from "drizzle-orm";
import {
  boolean,
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
import { instant, organizationId, queueColumns, recipientLanguage } from "./columns";
import { payouts } from "./payouts";
import { users } from "./users";

export const emailStatus = pgEnum("email_status", ["queued", "sent", "bounced", "failed", "skipped"]);
export const emailKind = pgEnum("email_kind", [
  "payout_sent",
  "payout_resent",
  "payout_canceled",
  "payout_reminder",
  "payout_completed",
  "payout_failed",
  "verification_code",
  "view_digest",
  "user_invited",
  "password_reset",
  "password_changed",
  "settings_test",
]);

/** The outbox. It keeps what a message is about; the text is rendered when it leaves. */
export const emails = pgTable(
  "emails",
  {
    organizationId: organizationId(),
    id: uuid("id").notNull(),
    /** The payout whose recipient gets it; null for an email to a user. */
    payoutId: uuid("payout_id"),
    /** The user who gets it; null for an email to a recipient. */
    userId: uuid("user_id"),
    /** What an email to a user is about, such as a saved view. It may be deleted before the email leaves. */
    aboutId: uuid("about_id"),
    kind: emailKind("kind").notNull(),
    /**
     * 0 for the first of its kind, n for the nth resend, reminder, code, attempt or day: with the payout (or the user
     * and what it is about) and the kind, the key that keeps one message from being owed twice.
     */
    ordinal: smallint("ordinal").notNull(),
    toEmail: text("to_email").notNull(),
    status: emailStatus("status").notNull(),
    queuedAt: instant("queued_at").notNull(),
    sentAt: instant("sent_at"),
    /** In which it left, to a recipient; null before, and where it left before this was kept. */
    language: recipientLanguage("language"),
    ...queueColumns(),
    /** How many of the attempts met a mail server that could not be used, and so say nothing about this email. */
    outages: integer("outages").notNull().default(0),
    /** How many of them surely did not leave though they were no outage: the server said no, or had not got it all. */
    notTaken: integer("not_taken").notNull().default(0),
    /** How many of them gave the server the whole message and got no answer: it may have taken each. */
    unanswered: integer("unanswered").notNull().default(0),
    /** Since when this email waits for the mail server, while none is known to have left in the meantime. */
    waitingSince: instant("waiting_since"),
    /** It waited for the mail server, and others left meanwhile: what keeps it may be about this email alone. */
    othersLeft: boolean("others_left").notNull().default(false),
    nextAttemptAt: instant("next_attempt_at").notNull(),
    lastError: text("last_error"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId, t.payoutId], foreignColumns: [payouts.organizationId, payouts.id] }),
    foreignKey({ columns: [t.organizationId, t.userId], foreignColumns: [users.organizationId, users.id] }),
    uniqueIndex("emails_once").on(t.organizationId, t.payoutId, t.kind, t.ordinal),
    uniqueIndex("emails_once_to_user")
      .on(t.organizationId, t.userId, t.kind, t.aboutId, t.ordinal)
      .where(sql`${t.userId} is not null`),
    index("emails_queued_at").on(t.organizationId, t.queuedAt, t.id),
    // The log by a status that is rare. Nothing is one of these when it is queued, so that ingest does not pay for it.
    index("emails_ended")
      .on(t.organizationId, t.status, t.queuedAt, t.id)
      .where(sql`${t.status} in ('bounced', 'failed')`),
    // Organizations take turns in the worker's queue.
    index("emails_due_in_turn")
      .on(t.organizationId, t.nextAttemptAt)
      .where(sql`${t.status} = 'queued' and ${t.kind} = 'payout_sent'`),
    // Codes are looked for first. The mass of emails is left out, so that ingest does not pay for it; a later kind's
    // name cannot stand in a migration that makes it.
    index("emails_due_of_kind_in_turn")
      .on(t.kind, t.organizationId, t.nextAttemptAt)
      .where(sql`${t.status} = 'queued' and ${t.kind} <> 'payout_sent'`),
    // What a worker had in hand when it died; a claim looks here first.
    index("emails_in_hand").on(t.nextAttemptAt).where(sql`${t.status} = 'queued' and ${t.leasedUntil} is not null`),
    // What waits for the mail server is rare: each email that leaves looks for it, and so does every Dashboard.
    index("emails_waiting").on(t.waitingSince).where(sql`${t.status} = 'queued' and ${t.waitingSince} is not null`),
    index("emails_waiting_of")
      .on(t.organizationId, t.queuedAt)
      .where(sql`${t.status} = 'queued' and ${t.waitingSince} is not null`),
    check(
      "emails_one_recipient",
      sql`num_nonnulls(${t.payoutId}, ${t.userId}) = 1 and (${t.userId} is null) = (${t.aboutId} is null)`,
    ),
    check("emails_sent_has_time", sql`(${t.status} in ('sent', 'bounced')) = (${t.sentAt} is not null)`),
  ],
);
