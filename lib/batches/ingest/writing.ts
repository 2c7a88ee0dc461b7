import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { ingestErrors } from "@/db/schema/ingest_errors";
import type { Author } from "@/lib/actor";
import { env } from "@/lib/env";
import type { EventName } from "@/lib/events-table";
import { newIds } from "@/lib/new-ids";
import { initialStatus } from "@/lib/payouts/transitions";
import { wake } from "@/lib/queue";
import { linkHash, linkToken } from "@/lib/token";
import { keptAnswer } from "@/lib/payouts/fields/verification";
import type { RefusedRecord } from "@/lib/batches/rules/cells";
import type { IngestError } from "@/lib/ingest-errors/table";
import type { AcceptedRow } from "@/lib/batches/rules/judge";

export type Destination = { batchId: string; now: Date; lifetimeDays: number };
type Stage = (typeof ingestErrors.$inferInsert)["stage"];
type Owner = { organizationId: string };
type Kept = Pick<Destination, "batchId" | "now">;

const rowsPerStatement = 5_000;
const dayMs = 86_400_000;
const created: EventName = "payout.created";

const chunks = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / rowsPerStatement) }, (_, index) =>
    rows.slice(index * rowsPerStatement, (index + 1) * rowsPerStatement),
  );

/** Rows as one parameter, for a statement that makes thousands: many times quicker than a parameter for each value. */
const recordset = (rows: readonly object[], columns: SQL): SQL =>
  sql`json_to_recordset(${JSON.stringify(rows)}::json) as given(${columns})`;

/**
 * Two files that share references always take them in the same order, so that neither waits for the other in a circle.
 */
const byReference = (a: { reference: string }, b: { reference: string }) => (a.reference < b.reference ? -1 : 1);

/** Payouts ready to be written, at most a few thousand. */
export type PreparedPayouts = { count: number; given: SQL; to: Destination };

/**
 * Everything about new payouts that needs no database, so that it can be done while the database is busy with others.
 */
export function preparePayouts(rows: readonly AcceptedRow[], to: Destination): PreparedPayouts {
  const ids = newIds(3 * rows.length);
  const shared = {
    key: env().LINK_KEY,
    usualExpiry: new Date(to.now.getTime() + to.lifetimeDays * dayMs).toISOString(),
  };
  const payouts = rows.map((row, index) =>
    payoutOf(row, [ids[3 * index]!, ids[3 * index + 1]!, ids[3 * index + 2]!], shared),
  );
  return { count: rows.length, given: arrays(payouts.sort(byReference)), to };
}

/**
 * Makes payouts of prepared rows, with the event and the owed email of each.
 * @returns the references that another payout got first; their rows made nothing
 */
export async function writePrepared(tx: Tx, author: Author, prepared: PreparedPayouts): Promise<Set<string>> {
  if (prepared.count === 0) return new Set();
  const taken = await tx.execute<{ reference: string }>(payoutStatement(author, prepared));
  if (taken.length < prepared.count) await tx.execute(sql`select ${wake("emails")}`);
  return new Set(taken.map(({ reference }) => reference));
}

/** The same in one go, for any number of rows. */
export async function writePayouts(
  tx: Tx,
  author: Author,
  rows: readonly AcceptedRow[],
  to: Destination,
): Promise<Set<string>> {
  const taken = new Set<string>();
  for (const chunk of chunks(rows.toSorted(byReference))) {
    for (const reference of await writePrepared(tx, author, preparePayouts(chunk, to))) taken.add(reference);
  }
  return taken;
}

/** A new payout under its column names, with the ids of its event and its email. */
function payoutOf(
  row: AcceptedRow,
  [id, eventId, emailId]: [string, string, string],
  { key, usualExpiry }: { key: string; usualExpiry: string },
) {
  return {
    id,
    line: row.line,
    reference: row.reference,
    recipient_name: row.recipientName,
    recipient_email: row.recipientEmail,
    amount_minor: row.amountMinor.toString(),
    currency: row.currency,
    expires_at: row.expiresAt ?? usualExpiry,
    link_hash: linkHash(linkToken(key, id, 1)),
    verification_answer: row.verificationCode === null ? null : keptAnswer(key, id, row.verificationCode),
    event_id: eventId,
    email_id: emailId,
  };
}

type PayoutRow = ReturnType<typeof payoutOf>;

const payoutColumns: { [Column in keyof PayoutRow]: string } = {
  id: "uuid",
  line: "int",
  reference: "text",
  recipient_name: "text",
  recipient_email: "text",
  amount_minor: "bigint",
  currency: "text",
  expires_at: "timestamptz",
  link_hash: "text",
  verification_answer: "text",
  event_id: "uuid",
  email_id: "uuid",
};

/** Payouts as one array a column, which the server reads in two thirds of the time it needs for the same in JSON. */
function arrays(payouts: readonly PayoutRow[]): SQL {
  const columns = Object.entries(payoutColumns) as [keyof PayoutRow, string][];
  const values = columns.map(
    ([name, type]) => sql`${sql.param(payouts.map((payout) => payout[name]))}::${sql.raw(type)}[]`,
  );
  return sql`unnest(${sql.join(values, sql`, `)}) as given(${sql.raw(columns.map(([name]) => name).join(", "))})`;
}

function payoutStatement(author: Author, { given, to: { batchId, now } }: PreparedPayouts): SQL {
  const at = sql`${now.toISOString()}::timestamptz`;
  const organization = sql`${author.organizationId}::uuid`;
  const status = sql`${initialStatus}::payout_status`;
  return sql`
    with given as (select * from ${given}),
    made as (
      insert into payouts (organization_id, id, batch_id, line, reference, recipient_name, recipient_email, amount_minor, currency,
        status, status_changed_at, created_at, last_emailed_at, expires_at, link_hash, verification_answer)
      select ${organization}, id, ${batchId}::uuid, line, reference, recipient_name, recipient_email, amount_minor, currency,
        ${status}, ${at}, ${at}, ${at}, expires_at, link_hash, verification_answer from given
      on conflict (organization_id, reference) do nothing returning id),
    told as (
      insert into events (organization_id, id, occurred_at, name, actor_type, actor_user_id, payout_id, batch_id, to_status, request_id)
      select ${organization}, event_id, ${at}, ${created}, ${author.type}::actor_type, ${author.type === "user" ? author.userId : null}::uuid, id,
        ${batchId}::uuid, ${status}, ${author.requestId} from given join made using (id)),
    owed as (
      insert into emails (organization_id, id, payout_id, kind, ordinal, to_email, status, queued_at, next_attempt_at)
      select ${organization}, email_id, id, 'payout_sent', 0, recipient_email, 'queued', ${at}, ${at} from given join made using (id))
    select reference from given left join made using (id) where made.id is null`;
}

/** Keeps refused rows as they were written, each with its errors. */
export async function writeRefusals(
  tx: Tx,
  owner: Owner,
  rows: readonly RefusedRecord[],
  stage: Stage,
  to: Kept,
): Promise<void> {
  const ids = newIds(rows.length);
  const kept = rows.map(({ line, values }, index) => ({ id: ids[index], line, values }));
  for (const chunk of chunks(kept)) {
    await tx.execute(sql`
      insert into refused_rows (organization_id, batch_id, id, line, "values", created_at)
      select ${owner.organizationId}::uuid, ${to.batchId}::uuid, id, line, "values", ${to.now.toISOString()}::timestamptz
      from ${recordset(chunk, sql`id uuid, line int, "values" jsonb`)}`);
  }
  const errors = rows.flatMap((row, index) => row.errors.map((error) => ({ ...error, refusedRowId: ids[index]! })));
  await writeErrors(tx, owner, errors, stage, to);
}

type PlacedError = IngestError & { refusedRowId: string | null };

/** Keeps errors, each with the refused row it is about, or with none when it is about the whole file. */
export async function writeErrors(
  tx: Tx,
  owner: Owner,
  errors: readonly PlacedError[],
  stage: Stage,
  to: Kept,
): Promise<void> {
  const ids = newIds(errors.length);
  const kept = errors.map(({ refusedRowId, ...error }, index) => ({
    ...error,
    id: ids[index],
    refused_row_id: refusedRowId,
  }));
  for (const chunk of chunks(kept)) {
    await tx.execute(sql`
      insert into ingest_errors (organization_id, batch_id, id, refused_row_id, scope, stage, line, column_name, code, message, value, suggestion, occurred_at)
      select ${owner.organizationId}::uuid, ${to.batchId}::uuid, id, refused_row_id, scope, ${stage}::ingest_error_stage, line, "column", code, message, value,
        suggestion, ${to.now.toISOString()}::timestamptz from ${recordset(chunk, errorColumns)}`);
  }
}

const errorColumns = sql`id uuid, refused_row_id uuid, scope ingest_error_scope, line int, "column" text, code text, message text, value text, suggestion text`;
