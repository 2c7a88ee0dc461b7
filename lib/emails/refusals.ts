import { sql, type SQL } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { emails } from "@/db/schema/emails";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { payouts } from "@/db/schema/payouts";
import { emailRefused, emailRefusedMessage } from "@/lib/ingest-errors/processing-faults";
import { initialStatus } from "@/lib/payouts/transitions";
import { automaticKind } from "./kinds";

/**
 * Part of the statement that ends an email's claim (`ended`): opens an error at the payout's batch. Several refused
 * emails of a payout share one error, with the time of the latest. No error is opened when there is no batch, the payout is no longer pending, or its
 * address has changed. The payout is locked, so that a transition at the same time runs before or after this.
 */
export const openRefusal = (why: string): SQL => sql`
    held as (
      select p.*, ended.at from ${payouts} p join ended on p.organization_id = ended.organization_id and p.id = ended.payout_id
      where p.recipient_email = ended.to_email and p.status = ${initialStatus} and p.expires_at > ended.at
      for update of p),
    trouble as (
      insert into ${ingestErrors} (organization_id, id, batch_id, payout_id, scope, stage, line, column_name, code, message, value, suggestion, occurred_at)
      select organization_id, ${uuidv7()}::uuid, batch_id, id, ${emailRefused.scope}, 'processing', coalesce(line, from_line), 'email', ${emailRefused.code},
        ${emailRefusedMessage(why)}, left(recipient_email, 200), ${emailRefused.suggestion}, at from held where batch_id is not null
      on conflict (organization_id, payout_id, code) where payout_id is not null and resolved_at is null
      do update set occurred_at = excluded.occurred_at, message = excluded.message)`;

/**
 * Part of the same statement for an email that was sent: resolves the error about its address. It stays open when an
 * email to this address has bounced and this one is a reminder, because the mail server had accepted the bounced email
 * too. The payout is locked before its error, like in every other transition; the reverse order could deadlock.
 */
export const settleRefusal: SQL = sql`
    held as (
      select p.organization_id, p.id, ended.to_email, ended.kind, ended.at from ${payouts} p join ended on p.organization_id = ended.organization_id and p.id = ended.payout_id
      for update of p),
    trouble as (
      update ${ingestErrors} e set resolved_at = held.at from held
      where e.organization_id = held.organization_id and e.payout_id = held.id and e.code = ${emailRefused.code}
        and e.value = left(held.to_email, 200) and e.resolved_at is null
        and not (held.kind = ${automaticKind} and exists (
          select 1 from ${emails} back where back.organization_id = held.organization_id and back.payout_id = held.id
            and back.to_email = held.to_email and back.status = 'bounced')))`;
