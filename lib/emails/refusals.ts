import { sql, type SQL } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { payouts } from "@/db/schema/payouts";
import { emailRefusal, emailRefusalMessage } from "../payouts/email-refusal";
import { initialStatus } from "../payouts/transitions";

/**
 * Part of the statement that ends an email's claim (`ended`): the payout's batch has an error now, once however many emails are refused,
 * stamped with the latest. Not when the payout has no batch, moved on, or goes to another address by now; the payout is held, so that
 * a step at the same instant comes before this or after it.
 */
export const openRefusal = (why: string): SQL => sql`
    held as (
      select p.*, ended.at from ${payouts} p join ended on p.organization_id = ended.organization_id and p.id = ended.payout_id
      where p.recipient_email = ended.to_email and p.status = ${initialStatus} and p.expires_at > ended.at and p.batch_id is not null
      for update of p),
    trouble as (
      insert into ${ingestErrors} (organization_id, id, batch_id, payout_id, scope, stage, line, column_name, code, message, value, suggestion, occurred_at)
      select organization_id, ${uuidv7()}::uuid, batch_id, id, ${emailRefusal.scope}, 'processing', line, 'email', ${emailRefusal.code},
        ${emailRefusalMessage(why)}, left(recipient_email, 200), ${emailRefusal.suggestion}, at from held
      on conflict (organization_id, payout_id, code) where payout_id is not null and resolved_at is null
      do update set occurred_at = excluded.occurred_at, message = excluded.message)`;

/**
 * Part of the same statement for an email that left: the address is good after all, unless it is another one by now. The payout is held first here
 * too: whoever took its error first would wait for ever for a step that holds the payout and wants the error.
 */
export const settleRefusal: SQL = sql`
    held as (
      select p.organization_id, p.id, ended.to_email, ended.at from ${payouts} p join ended on p.organization_id = ended.organization_id and p.id = ended.payout_id
      for update of p),
    trouble as (
      update ${ingestErrors} e set resolved_at = held.at from held
      where e.organization_id = held.organization_id and e.payout_id = held.id and e.code = ${emailRefusal.code}
        and e.value = left(held.to_email, 200) and e.resolved_at is null)`;
