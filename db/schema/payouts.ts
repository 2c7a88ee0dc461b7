import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
  type AnyPgColumn,
  type PgTableExtraConfigValue,
} from "drizzle-orm/pg-core";
import { batches } from "./batches";
import {
  currencyCode,
  extraForm,
  followUpColumns,
  handledHasReason,
  instant,
  isInHand,
  organizationId,
  recipientLanguage,
} from "./columns";
import { erasures } from "./erasures";
import { organizations } from "./organizations";
import { users } from "./users";

export const payoutStatus = pgEnum("payout_status", [
  "pending",
  "submitted",
  "completed",
  "failed_to_send",
  "failed_to_process",
  "expired",
  "canceled",
]);

/** The status in which a payout expires by itself, as SQL. Written without a parameter, because an index has the same words. */
export const expiringSql = sql.raw(`'pending'`);

type ListColumns = Record<
  | "amountMinor"
  | "archivedAt"
  | "assigneeId"
  | "batchId"
  | "createdAt"
  | "currency"
  | "expiresAt"
  | "handledAt"
  | "id"
  | "openedAt"
  | "organizationId"
  | "recipientEmail"
  | "snoozedUntil"
  | "status"
  | "statusChangedAt",
  AnyPgColumn
>;

/**
 * The orders in which lists read payouts, each with what narrows them. What else a filter may ask stands in each of them
 * too (INCLUDE, by the migration), so that a payout that does not fit costs no look into the table. `current` and
 * `replaced` share the payouts between them, so that each kind of payout (status, replaced or not) is read for itself.
 */
const listIndexes = (t: ListColumns): PgTableExtraConfigValue[] => {
  const [current, replaced] = [sql`${t.archivedAt} is null`, sql`${t.archivedAt} is not null`];
  return [
    index("payouts_changed").on(t.organizationId, t.statusChangedAt, t.id),
    index("payouts_created").on(t.organizationId, t.createdAt, t.id),
    index("payouts_current").on(t.organizationId, t.status, t.statusChangedAt, t.id).where(current),
    index("payouts_replaced").on(t.organizationId, t.status, t.statusChangedAt, t.id).where(replaced),
    index("payouts_current_currency")
      .on(t.organizationId, t.currency, t.status, t.statusChangedAt, t.id)
      .where(current),
    index("payouts_replaced_currency")
      .on(t.organizationId, t.currency, t.status, t.statusChangedAt, t.id)
      .where(replaced),
    index("payouts_currency_amount").on(t.organizationId, t.currency, t.amountMinor, t.id),
    index("payouts_batch_changed")
      .on(t.organizationId, t.batchId, t.status, t.statusChangedAt, t.id)
      .where(sql`${t.batchId} is not null`),
    // By the start of an address, and all payouts of one address in the order of their last change.
    index("payouts_recipient").on(
      t.organizationId,
      sql`lower(${t.recipientEmail}) text_pattern_ops`,
      t.statusChangedAt,
      t.id,
    ),
    index("payouts_due").on(t.organizationId, t.expiresAt, t.id).where(sql`${t.status} = ${expiringSql}`),
    index("payouts_in_hand").on(t.organizationId, t.statusChangedAt, t.id).where(isInHand(t)),
    index("payouts_assigned")
      .on(t.organizationId, t.assigneeId, t.statusChangedAt, t.id)
      .where(sql`${t.assigneeId} is not null`),
    // Few of those that wait: most recipients who open the link finish. Those who have not opened it are all the others,
    // so that ingest pays for no index of them.
    index("payouts_opened")
      .on(t.organizationId, t.expiresAt, t.id)
      .where(sql`${t.status} = ${expiringSql} and ${t.openedAt} is not null`),
  ];
};

const lookUpIndexes = (t: Record<"organizationId" | "reference" | "erasureId", AnyPgColumn>) => [
  index("payouts_erased").on(t.organizationId, t.erasureId).where(sql`${t.erasureId} is not null`),
  index("payouts_reference_prefix").on(t.organizationId, sql`lower(${t.reference}) text_pattern_ops`),
];

const textChecks = (t: Record<"reference" | "recipientName" | "recipientEmail" | "extra", AnyPgColumn>) => [
  check("payouts_extra_form", extraForm(t.extra)),
  check("payouts_reference_length", sql`char_length(${t.reference}) between 1 and 100`),
  check("payouts_name_length", sql`char_length(${t.recipientName}) between 1 and 200`),
  check("payouts_email_length", sql`char_length(${t.recipientEmail}) between 3 and 254`),
];

export const payouts = pgTable(
  "payouts",
  {
    organizationId: organizationId(),
    id: uuid("id").notNull(),
    /** The batch it came from, and the line of its file. */
    batchId: uuid("batch_id"),
    line: integer("line"),
    /** In place of `line` where it replaced another payout: the line that the first of them came from. */
    fromLine: integer("from_line"),
    /** The organization's own name for this payout. */
    reference: text("reference").notNull(),
    recipientName: text("recipient_name").notNull(),
    recipientEmail: text("recipient_email").notNull(),
    /** Minor units of `currency`: cents for USD, yen for JPY, fils for KWD. */
    amountMinor: bigint("amount_minor", { mode: "bigint" }).notNull(),
    currency: currencyCode().notNull(),
    /** In which the recipient is written to; null where the organization names none. */
    language: recipientLanguage("language"),
    status: payoutStatus("status").notNull(),
    /** Moves only when the status does. */
    statusChangedAt: instant("status_changed_at").notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    /** A code of lib/payouts/failures.ts, present exactly while the payout stands failed. */
    failureCode: text("failure_code"),
    /** What the provider said, in its own words. */
    failureDetail: text("failure_detail"),
    /** When the recipient first opened the link, and when they last proved who they are. */
    openedAt: instant("opened_at"),
    verifiedAt: instant("verified_at"),
    /**
     * The answer that proves it, as lib/payouts/fields/verification.ts keeps it; null where a code by email is asked
     * for instead.
     */
    verificationAnswer: text("verification_answer"),
    /** Answers given since the last right one, or since an admin gave them back. */
    verificationAttempts: smallint("verification_attempts").notNull().default(0),
    /** One-time codes mailed so far; the latest alone is good, and only for a while. */
    codeCount: smallint("code_count").notNull().default(0),
    codeSentAt: instant("code_sent_at"),
    /** Raising it rotates the link. */
    linkVersion: smallint("link_version").notNull().default(1),
    /** SHA-256 (hex) of the token of a link that an earlier version made, which names no payout. Null where none is good. */
    linkHash: text("link_hash"),
    resendCount: smallint("resend_count").notNull().default(0),
    lastEmailedAt: instant("last_emailed_at"),
    reminderCount: smallint("reminder_count").notNull().default(0),
    lastRemindedAt: instant("last_reminded_at"),
    /** The payout this one replaces. */
    reissueOf: uuid("reissue_of"),
    /** Set when another payout replaced this one; an archived payout has no actions. */
    archivedAt: instant("archived_at"),
    /** Set once the erasure of its recipient was asked for: nobody is known any more whom a new payout could pay. */
    erasureId: uuid("erasure_id"),
    /** What its file said in columns of the organization's own: key of `extra_columns` → text. Null where it said nothing. */
    extra: jsonb("extra").$type<Record<string, string>>(),
    ...followUpColumns(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId], foreignColumns: [organizations.id] }),
    foreignKey({ columns: [t.organizationId, t.batchId], foreignColumns: [batches.organizationId, batches.id] }),
    foreignKey({ columns: [t.organizationId, t.reissueOf], foreignColumns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId, t.assigneeId], foreignColumns: [users.organizationId, users.id] }),
    foreignKey({ columns: [t.organizationId, t.erasureId], foreignColumns: [erasures.organizationId, erasures.id] }),
    uniqueIndex("payouts_reference").on(t.organizationId, t.reference),
    uniqueIndex("payouts_batch_line").on(t.organizationId, t.batchId, t.line),
    uniqueIndex("payouts_reissue_of").on(t.organizationId, t.reissueOf).where(sql`${t.reissueOf} is not null`),
    ...listIndexes(t),
    ...lookUpIndexes(t),
    // Starts without the tenant because such a link has nothing but its token.
    index("payouts_link").on(t.linkHash).where(sql`${t.linkHash} is not null`),
    check("payouts_amount_positive", sql`${t.amountMinor} > 0`),
    check("payouts_currency_form", sql`${t.currency} ~ '^[A-Z]{3}$'`),
    check("payouts_resend_limit", sql`${t.resendCount} between 0 and 20`),
    check("payouts_verification_limit", sql`${t.verificationAttempts} between 0 and 20`),
    check("payouts_code_has_time", sql`(${t.codeCount} = 0) = (${t.codeSentAt} is null)`),
    check("payouts_reminder_has_time", sql`(${t.reminderCount} = 0) = (${t.lastRemindedAt} is null)`),
    check(
      "payouts_failure_has_reason",
      sql`(${t.status} in ('failed_to_send', 'failed_to_process')) = (${t.failureCode} is not null)`,
    ),
    check("payouts_expired_at_expiry", sql`${t.status} <> 'expired' or ${t.statusChangedAt} = ${t.expiresAt}`),
    check(
      "payouts_archived_after_end",
      sql`${t.archivedAt} is null or ${t.status} in ('expired', 'canceled', 'failed_to_send', 'failed_to_process')`,
    ),
    check("payouts_handled_has_reason", handledHasReason(t)),
    // What comes next concerns the payout that replaced it.
    check(
      "payouts_replaced_is_left_alone",
      sql`${t.archivedAt} is null or num_nonnulls(${t.snoozedUntil}, ${t.handledAt}) = 0`,
    ),
    // One payout a line; those that replaced it keep its batch and say which line it was.
    check(
      "payouts_line_of_batch",
      sql`num_nonnulls(${t.line}, ${t.fromLine}) = num_nonnulls(${t.batchId})
        and (${t.fromLine} is null or ${t.reissueOf} is not null)`,
    ),
    ...textChecks(t),
  ],
);
