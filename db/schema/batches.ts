import { sql, type SQL } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
  type AnyPgColumn,
  type PgTableExtraConfigValue,
} from "drizzle-orm/pg-core";
import type { KeptMapping } from "./column_mappings";
import { followUpColumns, handledHasReason, instant, isInHand, organizationId, queueColumns } from "./columns";
import { organizations } from "./organizations";
import { users } from "./users";

export const batchStatus = pgEnum("batch_status", [
  "uploading",
  "received",
  "validating",
  "awaiting_columns",
  "awaiting_file_check",
  "ready",
  "processing",
  "processed",
  "partially_processed",
  "rejected",
  "discarded",
]);

export const batchFormat = pgEnum("batch_format", ["csv", "xlsx"]);
/** What becomes of the good rows of a file that has bad ones too. */
export const batchMode = pgEnum("batch_mode", ["valid_rows", "all_or_nothing"]);

/** What becomes of rows that a worksheet does not show. */
export const hiddenRowsChoice = pgEnum("hidden_rows_choice", ["include", "skip"]);

/** Skipped rows are hidden ones, and hidden rows never become payouts unasked. */
const hiddenRowChecks = (
  t: Record<"status" | "skippedCount" | "hiddenRowCount" | "hiddenRows", AnyPgColumn>,
): PgTableExtraConfigValue[] => [
  check(
    "batches_skipped_are_hidden",
    sql`${t.skippedCount} = 0 or (${t.skippedCount} = ${t.hiddenRowCount} and ${t.hiddenRows} is not distinct from 'skip')`,
  ),
  check(
    "batches_hidden_rows_are_meant",
    sql`${t.hiddenRowCount} = 0 or ${t.hiddenRows} is not null
        or ${t.status} not in ('awaiting_file_check', 'processing', 'processed', 'partially_processed')`,
  ),
];

const stageChecks = (
  t: Record<"fileSha256" | "folderPrint" | "processedAt" | "status" | "validatedAt", AnyPgColumn>,
) => [
  check("batches_hash_once_uploaded", sql`(${t.fileSha256} is null) = (${t.status} = 'uploading')`),
  check(
    "batches_file_check_after_validation",
    sql`${t.status} <> 'awaiting_file_check' or (${t.folderPrint} is not null and ${t.validatedAt} is not null)`,
  ),
  check(
    "batches_validated_before_creating",
    sql`${t.status} not in ('ready', 'processing') or ${t.validatedAt} is not null`,
  ),
  check(
    "batches_end_has_time",
    sql`${t.status} not in ('processed', 'partially_processed', 'rejected') or ${t.processedAt} is not null`,
  ),
];

/**
 * Which batches have errors that concern somebody: no error does of what is still being uploaded, or was discarded.
 * Without parameters, so that the index of just these serves it.
 */
export const hasErrors = (t: Record<"status" | "dryRun" | "lastErrorMinute", AnyPgColumn>): SQL =>
  sql`(${t.lastErrorMinute} is not null and not ${t.dryRun} and ${t.status} not in ('uploading', 'discarded'))`;

export const batches = pgTable(
  "batches",
  {
    organizationId: organizationId(),
    id: uuid("id").notNull(),
    fileName: text("file_name").notNull(),
    format: batchFormat("format").notNull().default("csv"),
    /** The worksheet to read; null for the first, and for text files. */
    sheet: text("sheet"),
    /**
     * SHA-256 of the file's bytes, hex: the key that makes a second upload of the same file find the first. Null exactly
     * while it is uploaded.
     */
    fileSha256: text("file_sha256"),
    fileBytes: bigint("file_bytes", { mode: "number" }).notNull(),
    status: batchStatus("status").notNull(),
    /** Decided at the review. With `autoProcess` a command or folder decided before, and there is no review. */
    mode: batchMode("mode"),
    autoProcess: boolean("auto_process").notNull().default(false),
    decidedBy: uuid("decided_by"),
    /**
     * Records below the header, blank lines not counted; so far, while it is validated. accepted + refused + set aside + skipped =
     * records, always.
     */
    recordCount: integer("record_count").notNull(),
    acceptedCount: integer("accepted_count").notNull(),
    refusedCount: integer("refused_count").notNull(),
    /** Accepted rows that were refused first, and repaired. */
    repairedCount: integer("repaired_count").notNull().default(0),
    /** Refused rows that a person said are no payments, such as a line of totals. */
    setAsideCount: integer("set_aside_count").notNull().default(0),
    /** Hidden rows that were left out, as `hiddenRows` says. They are counted when every row is validated. */
    skippedCount: integer("skipped_count").notNull().default(0),
    /** Rows that the worksheet does not show, and what becomes of them; null until somebody has said it. */
    hiddenRowCount: integer("hidden_row_count").notNull().default(0),
    hiddenRows: hiddenRowsChoice("hidden_rows"),
    /** What else is not seen or not read: the first hidden rows, hidden columns, a filter, other sheets. */
    sheetNotes: jsonb("sheet_notes").$type<{
      firstHidden: { line: number; amount: string; currency: string }[];
      hiddenColumns: string[];
      isFiltered: boolean;
      otherSheets: string[];
    }>(),
    /** Accepted rows that are payouts by now. */
    createdCount: integer("created_count").notNull().default(0),
    /** Accepted rows that repeat recipient, amount and currency of another row or of a payout of the last 30 days. */
    duplicateCount: integer("duplicate_count").notNull().default(0),
    /** Money of the accepted rows: currency, minor units as decimal text, rows. */
    totals: jsonb("totals").$type<{ currency: string; amountMinor: string; count: number }[]>().notNull().default([]),
    /** The columns of the file that its payouts keep as the organization's own: key, and name as the header has it. */
    extraColumns: jsonb("extra_columns").$type<{ key: string; name: string }[]>().notNull().default([]),
    ignoredColumns: jsonb("ignored_columns").$type<string[]>().notNull().default([]),
    /** What else of the file was not read and could have been meant, in sentences. */
    readingNotes: jsonb("reading_notes").$type<string[]>().notNull().default([]),
    /**
     * How its columns are read, with a copy of the mapping, so that a later change of it changes nothing that was read
     * before. Null until the file is looked at, and for one that was read by our own names before there were mappings.
     */
    columnsRead: jsonb("columns_read").$type<
      { how: "own_names" } | { how: "template" | "remembered" | "chosen"; name: string; mapping: KeptMapping }
    >(),
    /** How far validation has read, for its progress bar. */
    bytesRead: bigint("bytes_read", { mode: "number" }).notNull().default(0),
    /**
     * The last line that validation, and then processing, has dealt with and committed: where a restarted worker goes
     * on.
     */
    validatedLine: integer("validated_line").notNull().default(0),
    processedLine: integer("processed_line").notNull().default(0),
    /** The fence of the claim under which it creates payouts, one batch of the organization at a time. */
    turnFence: integer("turn_fence"),
    /** Only asks what the file would create: discarded as soon as that is known. */
    dryRun: boolean("dry_run").notNull().default(false),
    /**
     * Size, time and identity of its file in a watched folder when it was read. Nothing is created before the file was
     * found the same once more. Null for a batch that did not come through a folder.
     */
    folderPrint: text("folder_print"),
    ...queueColumns(),
    nextAttemptAt: instant("next_attempt_at").notNull().defaultNow(),
    /**
     * Attempts that ended in an error since the batch last made progress; `attempts` counts also those whose worker died.
     */
    failures: integer("failures").notNull().default(0),
    /** When the first of them ended, and under which request the log has the error of the last. */
    failingSince: instant("failing_since"),
    failingRequestId: text("failing_request_id"),
    /** Null when it came from a command or a folder. */
    createdBy: uuid("created_by"),
    createdAt: instant("created_at").notNull(),
    /**
     * Begin of the latest minute in which one of its rows or payouts met an error: finds the batches of a window. A trigger
     * of `ingest_errors` keeps it, by minute, so that a batch is not written for each of its errors.
     */
    lastErrorMinute: instant("last_error_minute"),
    /** When every row was checked, or the check ended at columns that are not known. */
    validatedAt: instant("validated_at"),
    processedAt: instant("processed_at"),
    /** When its file and its refused rows began to move to the archive. They are read no more from then on. */
    recordsMovedAt: instant("records_moved_at"),
    /** When its stored file was removed. */
    fileRemovedAt: instant("file_removed_at"),
    ...followUpColumns(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({ columns: [t.organizationId], foreignColumns: [organizations.id] }),
    foreignKey({ columns: [t.organizationId, t.createdBy], foreignColumns: [users.organizationId, users.id] }),
    foreignKey({ columns: [t.organizationId, t.decidedBy], foreignColumns: [users.organizationId, users.id] }),
    foreignKey({ columns: [t.organizationId, t.assigneeId], foreignColumns: [users.organizationId, users.id] }),
    uniqueIndex("batches_file").on(t.organizationId, t.fileSha256).where(sql`${t.status} <> 'discarded'`),
    // With the id, so that batches with errors are counted, and their payouts found, without a look at their rows.
    index("batches_errors").on(t.organizationId, t.lastErrorMinute, t.id).where(hasErrors(t)),
    index("batches_created").on(t.organizationId, t.createdAt, t.id),
    index("batches_in_hand").on(t.organizationId, t.createdAt, t.id).where(isInHand(t)),
    index("batches_assigned").on(t.organizationId, t.assigneeId).where(sql`${t.assigneeId} is not null`),
    // Those that wait for an admin, the longest wait first. By the order of the statuses, from `awaiting_columns` to
    // `ready`: a new one cannot be named in the transaction of a migration that adds it.
    index("batches_awaiting_decision")
      .on(t.organizationId, t.validatedAt, t.id)
      .where(sql`${t.status} > 'validating' and ${t.status} <= 'ready'`),
    // Organizations take turns in the worker's queue.
    // An upload is due when it has long been silent: then what it stored is deleted.
    index("batches_due_in_turn")
      .on(t.organizationId, t.nextAttemptAt)
      .where(sql`${t.status} in ('uploading', 'received', 'validating', 'processing')`),
    check(
      "batches_counts",
      sql`least(${t.acceptedCount}, ${t.refusedCount}, ${t.setAsideCount}, ${t.skippedCount}) >= 0
        and ${t.acceptedCount} + ${t.refusedCount} + ${t.setAsideCount} + ${t.skippedCount} = ${t.recordCount}`,
    ),
    ...hiddenRowChecks(t),
    check("batches_created_accepted", sql`${t.createdCount} between 0 and ${t.acceptedCount}`),
    check("batches_repaired_created", sql`${t.repairedCount} between 0 and ${t.createdCount}`),
    check(
      "batches_never_processed_with_refusals",
      sql`${t.status} not in ('processed', 'partially_processed')
        or (${t.createdCount} = ${t.acceptedCount} and (${t.status} = 'processed') = (${t.refusedCount} = 0) and ${t.acceptedCount} > 0)`,
    ),
    ...stageChecks(t),
    check("batches_rejected_made_nothing", sql`${t.status} <> 'rejected' or ${t.createdCount} = 0`),
    check("batches_handled_has_reason", handledHasReason(t)),
    check("batches_file_name_length", sql`char_length(${t.fileName}) between 1 and 255`),
  ],
);
