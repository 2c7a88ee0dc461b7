import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { insertInto } from "@/db/insert-into";
import { batches } from "@/db/schema/batches";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { payoutSearch } from "@/db/schema/payout_search";
import { payouts } from "@/db/schema/payouts";
import { batchTransitionTable } from "@/lib/batches/transitions";
import { initialStatus, transitionTable } from "@/lib/payouts/transitions";
import { idAt, salts } from "./ids";
import { chance, failureWords, lives } from "./life";
import { amountMinor, currency, recipientEmail, recipientName } from "./people";
import { refusalRows, refused } from "./refused";

/**
 * Writes the batches of one chunk with everything that belongs to them, in one statement, and takes them off the plan.
 * @returns how many payouts were made; 0 where another run made them
 */
export async function writeChunk(tx: Tx, chunk: number, now: Date): Promise<number> {
  const [row] = await tx.execute<{ made: number }>(sql`
    with todo as (delete from big_seed.plan where chunk = ${chunk} returning *),
    life as materialized (
      select lives.*, ${idAt(sql`created_at`, sql`n`, salts.payout)} as id, ${reference} as reference, ${recipientName} as recipient_name,
        ${recipientEmail} as recipient_email, ${amountMinor} as amount_minor, ${currency} as currency
      from (${lives(sql`${now.toISOString()}::timestamptz`)}) as lives),
    made as (${payoutRows} returning 1),
    searched as (${searchRows}),
    event as (${createdEvents}), change as (${changeEvents}), replacement as (${reissueEvents}),
    email as (${emailRows}), failure as (${failureRows}),
    batch as (${batchRows}), batch_event as (${batchEvents}),
    refused as (${refused}), refusal as (${refusalRows})
    select count(*)::int as made from made`);
  return row?.made ?? 0;
}

const reference = sql`'CLM-' || to_char(created_at, 'YYYY') || '-' || lpad(n::text, 9, '0')`;
const firstId = idAt(sql`began`, sql`n - 1`, salts.payout);

const payoutRows = insertInto(
  payouts,
  {
    organizationId: sql`organization_id`,
    id: sql`id`,
    batchId: sql`batch_id`,
    line: sql`case when not is_second then line end`,
    fromLine: sql`case when is_second then line - 1 end`,
    reference: sql`reference`,
    recipientName: sql`recipient_name`,
    recipientEmail: sql`recipient_email`,
    amountMinor: sql`amount_minor`,
    currency: sql`currency`,
    status: sql`coalesce(to_status, ${initialStatus}::payout_status)`,
    statusChangedAt: sql`changed_at`,
    createdAt: sql`created_at`,
    expiresAt: sql`expires_at`,
    failureCode: sql`failure_code`,
    openedAt: sql`case when change <> 'expire' then decided_at - interval '1 minute' end`,
    lastEmailedAt: sql`created_at`,
    reissueOf: sql`case when is_second then ${firstId} end`,
    archivedAt: sql`case when is_replaced then replaced_at end`,
  },
  sql`life`,
);

/** The trigger that would have the worker enter them is off, too. */
const searchRows = insertInto(
  payoutSearch,
  {
    organizationId: sql`organization_id`,
    payoutId: sql`id`,
    text: sql`payout_search_text(recipient_name, recipient_email, reference)`,
  },
  sql`life`,
);

const ofPayout = { organizationId: sql`organization_id`, payoutId: sql`id` };

const createdEvents = insertInto(
  events,
  {
    ...ofPayout,
    id: idAt(sql`created_at`, sql`n`, salts.created),
    occurredAt: sql`created_at`,
    name: sql`'payout.created'`,
    actorType: sql`'user'::actor_type`,
    actorUserId: sql`user_id`,
    toStatus: sql`${initialStatus}::payout_status`,
    batchId: sql`case when not is_second then batch_id end`,
  },
  sql`life`,
);

const changeEvents = insertInto(
  events,
  {
    ...ofPayout,
    id: idAt(sql`changed_at`, sql`n`, salts.changed),
    occurredAt: sql`changed_at`,
    name: sql`event`,
    actorType: sql`actor_type`,
    actorUserId: sql`case when actor_type = 'user' then user_id end`,
    fromStatus: sql`from_status`,
    toStatus: sql`to_status`,
    reason: sql`failure_code`,
  },
  sql`life where change is not null`,
);

const reissueEvents = insertInto(
  events,
  {
    ...ofPayout,
    id: idAt(sql`replaced_at`, sql`n`, salts.reissued),
    occurredAt: sql`replaced_at`,
    name: sql`${transitionTable.reissue.event}`,
    actorType: sql`'user'::actor_type`,
    actorUserId: sql`user_id`,
  },
  sql`life where is_replaced`,
);

/** All have left; a few came back, and fewer were never taken. */
const emailStatus = sql`case when ${chance(20)} < 0.99 then 'sent' when ${chance(20)} < 0.998 then 'bounced'
  when ${chance(20)} < 0.9995 then 'failed' else 'skipped' end::email_status`;
const emailRows = insertInto(
  emails,
  {
    ...ofPayout,
    id: idAt(sql`created_at`, sql`n`, salts.email),
    kind: sql`'payout_sent'::email_kind`,
    ordinal: sql`0`,
    toEmail: sql`recipient_email`,
    status: emailStatus,
    queuedAt: sql`created_at`,
    sentAt: sql`case when ${chance(20)} < 0.998 then created_at + interval '4 seconds' end`,
    attempts: sql`1`,
    fence: sql`1`,
    nextAttemptAt: sql`created_at`,
  },
  sql`life`,
);

/** What stopped a payout is an error of its batch until it was replaced. */
const failureRows = insertInto(
  ingestErrors,
  {
    ...ofPayout,
    id: idAt(sql`changed_at`, sql`n`, salts.failure),
    batchId: sql`batch_id`,
    scope: sql`'row'::ingest_error_scope`,
    stage: sql`'processing'::ingest_error_stage`,
    line: sql`line - is_second::int`,
    code: sql`code`,
    message: sql`message`,
    suggestion: sql`suggestion`,
    occurredAt: sql`changed_at`,
    resolvedAt: sql`case when is_replaced then replaced_at end`,
  },
  sql`life join ${failureWords} on code = failure_code`,
);

const { to: processed } = batchTransitionTable.endProcessing;
const { to: partly } = batchTransitionTable.endProcessingPartially;
const lastLine = sql`last - first + 2 + refused`;
const fileBytes = sql`60 + (accepted + refused) * 74`;
const batchRows = insertInto(
  batches,
  {
    organizationId: sql`organization_id`,
    id: sql`batch_id`,
    fileName: sql`file_name`,
    fileSha256: sql`encode(sha256(convert_to(batch_id::text, 'UTF8')), 'hex')`,
    fileBytes,
    status: sql`case when refused = 0 then ${processed} else ${partly} end::batch_status`,
    mode: sql`'valid_rows'::batch_mode`,
    decidedBy: sql`user_id`,
    createdBy: sql`user_id`,
    recordCount: sql`accepted + refused`,
    acceptedCount: sql`accepted`,
    createdCount: sql`accepted`,
    refusedCount: sql`refused`,
    totals: sql`sums.totals`,
    bytesRead: fileBytes,
    validatedLine: lastLine,
    processedLine: lastLine,
    createdAt: sql`received_at`,
    validatedAt: sql`received_at + interval '300 milliseconds'`,
    processedAt: sql`processed_at`,
  },
  sql`todo join (
      select batch_id as of, jsonb_agg(jsonb_build_object('currency', currency, 'amountMinor', sum::text, 'count', count)) as totals
      from (select batch_id, currency, sum(amount_minor), count(*) from life where not is_second group by 1, 2) as money
      group by 1) as sums on of = batch_id`,
);

const batchEvents = insertInto(
  events,
  {
    organizationId: sql`organization_id`,
    id: idAt(sql`at`, sql`first`, salts.refused),
    occurredAt: sql`at`,
    name: sql`name`,
    actorType: sql`actor_type::actor_type`,
    actorUserId: sql`case when actor_type = 'user' then user_id end`,
    batchId: sql`batch_id`,
  },
  sql`todo cross join lateral (values ('batch.received', 'user', received_at), ('batch.processed', 'system', processed_at)) as told (name, actor_type, at)`,
);
