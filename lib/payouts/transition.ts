import { sql, type SQL } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { Executor } from "@/db/client";
import type { emailKind } from "@/db/schema/emails";
import type { Actor } from "@/lib/actor";
import { forbidden, notFound } from "@/lib/errors";
import { wake } from "@/lib/queue";
import { expiringStatus, permits, transitionTable, type TransitionName } from "./transitions";

/** An email that a step owes the recipient; `ordinal` may name columns of the payout as the step leaves it. */
export type OwedEmail = { kind: (typeof emailKind.enumValues)[number]; ordinal: SQL };

/** What a step does beside moving the status. `p` is the payout before it, with `p.now` its moment. */
export type Step = {
  set?: SQL;
  onlyIf?: SQL;
  /** Why, in the words of the person or the code of the machine that does it. */
  reason?: string | null;
  /** Kept with the event; it may name columns of the payout as the step leaves it, and `was`, its status before. */
  data?: SQL;
  owes?: OwedEmail[];
  /** What went wrong with its processing is over, though the status stays. */
  settles?: boolean;
};

/**
 * The one way to change a payout: a single statement whose conditional UPDATE feeds the event and the owed emails, so
 * that they exist together or not at all, and of two at the same instant one finds nothing left to do. The clock is
 * read once the row is held: a step that had to wait for another is judged, and stamped, as of when it took hold.
 * @returns whether this call did it; false says the payout does not stand where the step starts (any more)
 * @throws DomainError `forbidden` when the table gives this step to somebody else
 */
export async function take(
  executor: Executor,
  actor: Actor,
  id: string,
  name: TransitionName,
  step: Step = {},
): Promise<boolean> {
  if (!permits(actor, name)) throw forbidden();
  // A link is for one payout; whoever holds it touches no other.
  if (!z.uuid().safeParse(id).success || (actor.type === "recipient" && actor.payoutId !== id))
    throw notFound("payout");
  const { to, event } = transitionTable[name];
  const owes = step.owes ?? [];
  const [row] = await executor.execute<{ changed: string }>(sql`
    with ${held(actor, id, name, onlyIf(actor, step.onlyIf))},
    changed as (
      update payouts p set ${to ? sql`status = ${to}::payout_status, status_changed_at = before.now` : sql`status = p.status`}
        ${step.set ? sql`, ${step.set}` : sql``} from before
      where p.organization_id = ${actor.organizationId} and p.id = before.id
      returning p.*, before.status as was, before.now as at),
    ${told(actor, event, to !== null, step)}
    ${sql.join(owes.map((email, index) => sql`, ${owed(email, index)}`))}
    ${to || step.settles ? sql`, ${settled}` : sql``}
    select count(*)::text as changed, ${owes.length > 0 ? wake("emails") : sql`null`} as woken from changed`);
  return row?.changed === "1";
}

/** A link that was rotated while its holder acted is as good as none. */
function onlyIf(actor: Actor, condition: SQL = sql`true`): SQL {
  return actor.type === "recipient" ? sql`p.link_version = ${actor.linkVersion} and (${condition})` : condition;
}

function held(actor: Actor, id: string, name: TransitionName, condition: SQL): SQL {
  const startsFrom = sql.join(
    transitionTable[name].from.map((status) => sql`${status}::payout_status`),
    sql`, `,
  );
  return sql`held as (
      select * from payouts where organization_id = ${actor.organizationId} and id = ${id} and status in (${startsFrom}) and archived_at is null
      for update),
    seen as (select *, greatest(date_trunc('milliseconds', clock_timestamp()), ${after("status_changed_at")}, ${after("last_emailed_at")}) as now from held),
    before as (
      select p.id, p.status, p.now from seen p
      where (p.status <> ${expiringStatus.from}::payout_status or p.expires_at > p.now) and (${condition}))`;
}

/** Steps of one payout never share a millisecond, so that its timeline has one order. */
const after = (column: "status_changed_at" | "last_emailed_at") =>
  sql`${sql.identifier(column)} + interval '1 millisecond'`;

const told = (
  actor: Actor,
  event: string,
  moves: boolean,
  { reason = null, data = sql`null::jsonb` }: Step,
) => sql`told as (
      insert into events (organization_id, id, occurred_at, name, actor_type, actor_user_id, payout_id, from_status, to_status, reason, data, request_id)
      select organization_id, ${uuidv7()}::uuid, at, ${event}, ${actor.type}::actor_type, ${actor.type === "user" ? actor.userId : null}::uuid, id,
        ${moves ? sql`was` : sql`null`}, ${moves ? sql`status` : sql`null`}, ${reason}, ${data}, ${actor.requestId} from changed)`;

const owed = ({ kind, ordinal }: OwedEmail, index: number) => sql`${sql.identifier(`owed_${index}`)} as (
      insert into emails (organization_id, id, payout_id, kind, ordinal, to_email, status, queued_at, next_attempt_at)
      select organization_id, ${uuidv7()}::uuid, id, ${kind}::email_kind, ${ordinal}, recipient_email, 'queued', at, at from changed
      on conflict do nothing)`;

/** A payout that moved on no longer waits for anybody to mend what went wrong on the way to its recipient. */
const settled = sql`settled as (
      update ingest_errors e set resolved_at = changed.at from changed
      where e.organization_id = changed.organization_id and e.payout_id = changed.id and e.resolved_at is null)`;
