import { sql, type SQL } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Tx } from "@/db/client";
import type { ingestErrors } from "@/db/schema/ingest_errors";
import type { Actor } from "../actor";
import { env } from "../env";
import type { EventName } from "../events-table";
import { initialStatus } from "../payouts/transitions";
import { wake } from "../queue";
import { linkHash, linkToken } from "../token";
import type { AcceptedRow, RefusedRow } from "./inspect";

export type Destination = { batchId: string; now: Date; lifetimeDays: number };
type Stage = (typeof ingestErrors.$inferInsert)["stage"];

const rowsPerStatement = 5_000;
const dayMs = 86_400_000;
const created: EventName = "payout.created";

const chunks = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / rowsPerStatement) }, (_, index) => rows.slice(index * rowsPerStatement, (index + 1) * rowsPerStatement));

/** Rows as one parameter, for a statement that makes thousands: many times quicker than a parameter for each value. */
const recordset = (rows: readonly object[], columns: SQL): SQL => sql`json_to_recordset(${JSON.stringify(rows)}::json) as given(${columns})`;

/**
 * Makes payouts of accepted rows, with the event and the owed email of each.
 * @returns the references that another payout got first; their rows made nothing
 */
export async function writePayouts(tx: Tx, actor: Actor, rows: readonly AcceptedRow[], to: Destination): Promise<Set<string>> {
  const taken = new Set<string>();
  // Two files that share references always take them in the same order, so that neither waits for the other in a circle.
  const ordered = rows.map((row) => payoutOf(row, to)).sort((a, b) => (a.reference < b.reference ? -1 : 1));
  for (const chunk of chunks(ordered)) {
    for (const { reference } of await tx.execute<{ reference: string }>(payoutStatement(actor, chunk, to))) taken.add(reference);
  }
  if (taken.size < ordered.length) await tx.execute(sql`select ${wake("emails")}`);
  return taken;
}

/** A new payout under its column names, with the ids of its event and its email. */
function payoutOf(row: AcceptedRow, { now, lifetimeDays }: Destination) {
  const id = uuidv7();
  return {
    id,
    line: row.line,
    reference: row.reference,
    recipient_name: row.recipientName,
    recipient_email: row.recipientEmail,
    amount_minor: row.amountMinor.toString(),
    currency: row.currency,
    expires_at: row.expiresAt ?? new Date(now.getTime() + lifetimeDays * dayMs),
    link_hash: linkHash(linkToken(env().LINK_KEY, id, 1)),
    event_id: uuidv7(),
    email_id: uuidv7(),
  };
}

const payoutColumns = sql`id uuid, line int, reference text, recipient_name text, recipient_email text, amount_minor bigint, currency text,
  expires_at timestamptz, link_hash text, event_id uuid, email_id uuid`;

function payoutStatement(actor: Actor, rows: ReturnType<typeof payoutOf>[], { batchId, now }: Destination): SQL {
  const at = sql`${now.toISOString()}::timestamptz`;
  const organization = sql`${actor.organizationId}::uuid`;
  const status = sql`${initialStatus}::payout_status`;
  return sql`
    with given as (select * from ${recordset(rows, payoutColumns)}),
    made as (
      insert into payouts (organization_id, id, batch_id, line, reference, recipient_name, recipient_email, amount_minor, currency,
        status, status_changed_at, created_at, last_emailed_at, expires_at, link_hash)
      select ${organization}, id, ${batchId}::uuid, line, reference, recipient_name, recipient_email, amount_minor, currency,
        ${status}, ${at}, ${at}, ${at}, expires_at, link_hash from given
      on conflict (organization_id, reference) do nothing returning id),
    told as (
      insert into events (organization_id, id, occurred_at, name, actor_type, actor_user_id, payout_id, batch_id, to_status, request_id)
      select ${organization}, event_id, ${at}, ${created}, ${actor.type}::actor_type, ${actor.type === "user" ? actor.userId : null}::uuid, id,
        ${batchId}::uuid, ${status}, ${actor.requestId} from given join made using (id)),
    owed as (
      insert into emails (organization_id, id, payout_id, kind, ordinal, to_email, status, queued_at, next_attempt_at)
      select ${organization}, email_id, id, 'payout_sent', 0, recipient_email, 'queued', ${at}, ${at} from given join made using (id))
    select reference from given left join made using (id) where made.id is null`;
}

/** Keeps refused rows as they were written, each with its errors. */
export async function writeRefusals(tx: Tx, actor: Actor, rows: readonly RefusedRow[], stage: Stage, { batchId, now }: Destination): Promise<void> {
  const owner = sql`${actor.organizationId}::uuid, ${batchId}::uuid`;
  const at = sql`${now.toISOString()}::timestamptz`;
  const kept = rows.map((row) => ({ ...row, id: uuidv7() }));
  for (const chunk of chunks(kept)) {
    await tx.execute(sql`
      insert into refused_rows (organization_id, batch_id, id, line, "values", created_at)
      select ${owner}, id, line, "values", ${at} from ${recordset(chunk, sql`id uuid, line int, "values" jsonb`)}`);
  }
  const errors = kept.flatMap(({ id, errors }) => errors.map((error) => ({ ...error, id: uuidv7(), refused_row_id: id })));
  for (const chunk of chunks(errors)) {
    await tx.execute(sql`
      insert into ingest_errors (organization_id, batch_id, id, refused_row_id, scope, stage, line, column_name, code, message, value, suggestion, occurred_at)
      select ${owner}, id, refused_row_id, scope, ${stage}, line, "column", code, message, value, suggestion, ${at} from ${recordset(chunk, errorColumns)}`);
  }
}

const errorColumns = sql`id uuid, refused_row_id uuid, scope ingest_error_scope, line int, "column" text, code text, message text, value text, suggestion text`;
