import { sql, type SQL } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import type { emailKind } from "@/db/schema/emails";
import type { Actor } from "../actor";
import { DomainError, forbidden, notFound } from "../errors";
import { wake } from "../queue";
import { databaseNow } from "../time";
import { getPayout, type Payout } from "./queries";
import { resendBlock, resendLimits } from "./resend";
import { expiringStatus, permits, refusalWords, stands, transitionTable, type TransitionName } from "./transitions";

type OwedEmail = { kind: (typeof emailKind.enumValues)[number]; ordinal: SQL };
type Step = { set?: SQL; onlyIf?: SQL; reason?: string; owes?: OwedEmail };

/**
 * The one way to change a payout: a single statement whose conditional UPDATE feeds the event and the owed email, so that they exist together
 * or not at all, and of two at the same instant one finds nothing left to do. The clock is read once the row is held: a step that had to wait
 * for another is judged, and stamped, as of when it took hold.
 * @returns whether this call did it; false says the payout does not stand where the step starts (any more)
 * @throws DomainError `forbidden` when the table gives this step to somebody else
 */
async function take(executor: Executor, actor: Actor, id: string, name: TransitionName, step: Step = {}): Promise<boolean> {
  if (!permits(actor, name)) throw forbidden();
  if (!z.uuid().safeParse(id).success) throw notFound("payout");
  const { from, to, event } = transitionTable[name];
  const startsFrom = sql.join(from.map((status) => sql`${status}::payout_status`), sql`, `);
  const status = to ? sql`status = ${to}::payout_status, status_changed_at = before.now` : sql`status = p.status`;
  const email = step.owes
    ? sql`, owed as (
        insert into emails (organization_id, id, payout_id, kind, ordinal, to_email, status, queued_at, next_attempt_at)
        select organization_id, ${uuidv7()}::uuid, id, ${step.owes.kind}::email_kind, ${step.owes.ordinal}, recipient_email, 'queued', at, at from changed
        on conflict do nothing)`
    : sql``;
  const [row] = await executor.execute<{ changed: string }>(sql`
    with held as (
      select * from payouts where organization_id = ${actor.organizationId} and id = ${id} and status in (${startsFrom}) and archived_at is null
      for update),
    seen as (select *, greatest(date_trunc('milliseconds', clock_timestamp()), ${after("status_changed_at")}, ${after("last_emailed_at")}) as now from held),
    before as (
      select p.id, p.status, p.now from seen p
      where (p.status <> ${expiringStatus.from}::payout_status or p.expires_at > p.now) ${step.onlyIf ? sql`and ${step.onlyIf}` : sql``}),
    changed as (
      update payouts p set ${status} ${step.set ? sql`, ${step.set}` : sql``} from before
      where p.organization_id = ${actor.organizationId} and p.id = before.id
      returning p.*, before.status as was, before.now as at),
    told as (
      insert into events (organization_id, id, occurred_at, name, actor_type, actor_user_id, payout_id, from_status, to_status, reason, request_id)
      select organization_id, ${uuidv7()}::uuid, at, ${event}, ${actor.type}::actor_type, ${actor.type === "user" ? actor.userId : null}::uuid, id,
        ${to ? sql`was` : sql`null`}, ${to ? sql`status` : sql`null`}, ${step.reason ?? null}, ${actor.requestId} from changed) ${email}
    select count(*)::text as changed, ${step.owes ? wake("emails") : sql`null`} as woken from changed`);
  return row?.changed === "1";
}

/** Steps of one payout never share a millisecond, so that its timeline has one order. */
const after = (column: "status_changed_at" | "last_emailed_at") => sql`${sql.identifier(column)} + interval '1 millisecond'`;

/**
 * Cancels a payout that still waits for its recipient, and owes them the news.
 * @param reason the admin's words, kept in the payout's timeline
 * @throws DomainError `conflict` saying how the payout stands now, when it cannot be canceled (any more)
 */
export async function cancelPayout(actor: Actor, id: string, reason: string): Promise<Payout> {
  const done = await take(db, actor, id, "cancel", { reason, owes: { kind: "payout_canceled", ordinal: sql`0` } });
  return done ? getPayout(actor, id, await databaseNow(db)) : refuse(actor, id, "cancel");
}

/**
 * Owes the recipient the same link once more: same payout, same expiry.
 * @throws DomainError `conflict` when the payout is not pending any more, `rate_limited` when it is too soon or was done too often
 */
export async function resendPayout(actor: Actor, id: string): Promise<Payout> {
  const done = await take(db, actor, id, "resend", {
    set: sql`resend_count = p.resend_count + 1, last_emailed_at = before.now`,
    onlyIf: sql`p.resend_count < ${resendLimits.atMost}
      and (p.last_emailed_at is null or p.last_emailed_at <= p.now - make_interval(secs => ${resendLimits.apartMs / 1000}))`,
    owes: { kind: "payout_resent", ordinal: sql`resend_count` },
  });
  return done ? getPayout(actor, id, await databaseNow(db)) : refuse(actor, id, "resend");
}

/** Tells the caller that lost a race, or came too early, how things stand. */
async function refuse(actor: Actor, id: string, name: TransitionName): Promise<never> {
  const now = await databaseNow(db);
  const payout = await getPayout(actor, id, now);
  const block = name === "resend" && stands(name, payout) ? resendBlock(payout, now, actor.type === "user" ? actor.timeZone : "UTC") : null;
  if (block) throw new DomainError("rate_limited", block);
  throw new DomainError("conflict", refusalWords(name, payout));
}
