import { sql, type SQL } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { emails } from "@/db/schema/emails";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { payouts } from "@/db/schema/payouts";
import { emailRefusal, emailRefusalMessage } from "@/lib/ingest-errors/email-refusal";
import { initialStatus } from "@/lib/payouts/transitions";
import { unaskedKind } from "./kinds";
import { returnedStatus } from "./status";

/**
 * Part of the statement that ends an email's claim (`ended`): the payout's batch has an error now, once however many
 * emails are refused, stamped with the latest. The batch of a payout that replaced another is the one the first of them
 * came from. Not when there is no batch, the payout moved on, or goes to another address by now; the payout is held, so
 * that a step at the same instant comes before this or after it.
 */
export const openRefusal = (why: string): SQL => sql`
    held as (
      select p.*, ended.at from ${payouts} p join ended on p.organization_id = ended.organization_id and p.id = ended.payout_id
      where p.recipient_email = ended.to_email and p.status = ${initialStatus} and p.expires_at > ended.at
      for update of p),
    origin as (
      select held.*, first.batch_id as of_batch, first.line as of_line from held join lateral (
        with recursive back as (
          select batch_id, line, reissue_of from ${payouts} where organization_id = held.organization_id and id = held.id
          union all
          select p.batch_id, p.line, p.reissue_of from ${payouts} p join back on p.organization_id = held.organization_id and p.id = back.reissue_of)
        select batch_id, line from back where batch_id is not null) first on true),
    trouble as (
      insert into ${ingestErrors} (organization_id, id, batch_id, payout_id, scope, stage, line, column_name, code, message, value, suggestion, occurred_at)
      select organization_id, ${uuidv7()}::uuid, of_batch, id, ${emailRefusal.scope}, 'processing', of_line, 'email', ${emailRefusal.code},
        ${emailRefusalMessage(why)}, left(recipient_email, 200), ${emailRefusal.suggestion}, at from origin
      on conflict (organization_id, payout_id, code) where payout_id is not null and resolved_at is null
      do update set occurred_at = excluded.occurred_at, message = excluded.message)`;

/**
 * Part of the same statement for an email that left: the address is good after all, unless it is another one by now, or
 * an email came back from it and this one left unasked: the mail server had taken the other too. The payout is held
 * first here as well: whoever took its error first would wait for ever for a step that holds the payout and wants the
 * error.
 */
export const settleRefusal: SQL = sql`
    held as (
      select p.organization_id, p.id, ended.to_email, ended.kind, ended.at from ${payouts} p join ended on p.organization_id = ended.organization_id and p.id = ended.payout_id
      for update of p),
    trouble as (
      update ${ingestErrors} e set resolved_at = held.at from held
      where e.organization_id = held.organization_id and e.payout_id = held.id and e.code = ${emailRefusal.code}
        and e.value = left(held.to_email, 200) and e.resolved_at is null
        and not (held.kind = ${unaskedKind} and exists (
          select 1 from ${emails} back where back.organization_id = held.organization_id and back.payout_id = held.id
            and back.to_email = held.to_email and back.status = ${returnedStatus})))`;
