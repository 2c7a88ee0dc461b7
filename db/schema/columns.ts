import { sql, type SQL } from "drizzle-orm";
import { char, customType, integer, pgEnum, text, timestamp, uuid, type AnyPgColumn } from "drizzle-orm/pg-core";

/** Every table is keyed by its tenant first, so that no row can point across organizations. */
export const organizationId = () => uuid("organization_id").notNull();

/** A UTC instant. Millisecond precision, because that is all a JavaScript Date (and so a page cursor) can carry. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

/** A place in the primary's log, such as `0/16B3748`. */
export const logPlace = customType<{ data: string }>({ dataType: () => "pg_lsn" });

/** ISO 4217 alphabetic code. */
export const currencyCode = (name = "currency") => char(name, { length: 3 });

/**
 * The columns by which lib/queue.ts claims rows of a table as work. The table adds when a row is due first.
 */
export const queueColumns = () => ({
  attempts: integer("attempts").notNull().default(0),
  leasedUntil: instant("leased_until"),
  /** Rises with each claim; a worker whose lease ran out cannot write under an old number. */
  fence: integer("fence").notNull().default(0),
});

export const bytes = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** What people hand to one another: who has a record, until when it rests, and that somebody has dealt with it. */
export const followUpColumns = () => ({
  assigneeId: uuid("assignee_id"),
  /** It comes back at this moment. Ends when the record's status changes. */
  snoozedUntil: instant("snoozed_until"),
  /** When somebody said that nothing is left to do about it as it stands, and why. Ends when its status changes. */
  handledAt: instant("handled_at"),
  handledReason: text("handled_reason"),
});

type FollowUpColumn = keyof ReturnType<typeof followUpColumns>;

/** True of a record that somebody has, or has put aside: few of many, so that an index has them alone. */
export const isInHand = (t: Record<Exclude<FollowUpColumn, "handledReason">, AnyPgColumn>): SQL =>
  sql`(${t.assigneeId} is not null or ${t.snoozedUntil} is not null or ${t.handledAt} is not null)`;

/** A record is handled exactly when a reason says why. */
export const handledHasReason = (t: Record<"handledAt" | "handledReason", AnyPgColumn>): SQL =>
  sql`(${t.handledAt} is null) = (${t.handledReason} is null)
        and (${t.handledReason} is null or char_length(${t.handledReason}) between 1 and 500)`;

/** The languages that recipients are written to in. */
export const recipientLanguage = pgEnum("recipient_language", ["en", "es", "fr", "de", "pt", "ar"]);

/** Texts under at most ten keys, none of them empty; null where there is none. */
export const extraForm = (column: AnyPgColumn): SQL =>
  sql`${column} is null or (jsonb_typeof(${column}) = 'object' and ${column} <> '{}'
        and not jsonb_path_exists(${column}, 'strict $.* ? (@.type() <> "string" || @ == "")')
        and jsonb_array_length(jsonb_path_query_array(${column}, 'strict $.keyvalue()')) <= 10
        and octet_length(${column}::text) <= 16000)`;
