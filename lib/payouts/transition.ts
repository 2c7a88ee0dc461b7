import { getTableColumns, sql, type SQL } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { db, keepingPlans, type Executor } from "@/db/client";
import { insertInto } from "@/db/insert-into";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { DomainError, forbidden, notFound } from "@/lib/errors";
import { insertEvents } from "@/lib/events";
import { nothingPutAside } from "@/lib/follow-up/matching";
import { insertEmails, type OutboxEmail } from "@/lib/outbox";
import { notifyWorkers } from "@/lib/queue";
import { RecipientRefusal } from "@/lib/recipient-words/refusal";
import type { Words } from "@/lib/recipient-words/words";
import { databaseNow } from "@/lib/time";
import { failureInWords } from "./failures";
import { getPayout, type Payout } from "./queries";
import { statusTable, type StatusIn } from "./status";
import { isOverdueAt } from "./as-of";
import { expiringStatus, permits, refusalWords, stands, transitionTable, type TransitionName } from "./transitions";

/**
 * What a transition does beside moving the status, as SQL. `p` is the payout before it, with `p.now`, the moment of the
 * change; `before.now` is the same moment in `set`.
 */
export type Change = {
  /** Further columns, as in `update payouts p set …`. */
  set?: SQL;
  onlyIf?: SQL;
  /** The moment of the change, where it is not the clock's: SQL over `p`. */
  at?: SQL;
  /** Why, in the words of a person or as the code of a machine. */
  reason?: string | null;
  /** Kept with the event; it may name columns of the payout as it is after the change, and `was`, its status before. */
  data?: SQL;
  /** Emails for the recipient; `ordinal` may name columns of the payout as it is after the change. */
  emails?: Pick<OutboxEmail, "kind" | "ordinal">[];
  /** What went wrong with its processing is over, though the status stays. */
  settlesErrors?: boolean;
};

/** Why a payout failed: a code of `failureTable`, or one that Meridian does not know, and what was said in other words. */
type Failure = { code: string; detail: string | null };

type FailingTransition = {
  [Name in TransitionName]: (typeof transitionTable)[Name]["to"] extends StatusIn<"failed"> ? Name : never;
}[TransitionName];

/** A transition to a failed status always says why: the payout, its event and the error of its batch keep it. */
type ChangeOf<Name extends TransitionName> = Name extends FailingTransition
  ? [change: Omit<Change, "reason"> & { failure: Failure }]
  : [change?: Change];
type AnyChange = Change & { failure?: Failure };

/**
 * The one way to change a payout: a single statement whose conditional UPDATE feeds the event and the emails, so that
 * they exist together or not at all, and of two at the same instant one finds nothing left to do. The clock is read
 * once the row is locked: a change that had to wait for another is judged, and stamped, as of when it got the row.
 * @returns the payout as this call left it; null says that it does not stand where the transition starts (any more)
 * @throws DomainError `forbidden` when the table gives this transition to somebody else
 */
export async function applyTransition<Name extends TransitionName>(
  executor: Executor,
  actor: Actor,
  id: string,
  name: Name,
  ...[change = {}]: ChangeOf<Name>
): Promise<Payout | null> {
  if (!permits(actor, name)) throw forbidden();
  // A link is for one payout; its holder touches no other.
  if (!z.uuid().safeParse(id).success || (actor.type === "recipient" && actor.payoutId !== id))
    throw notFound("payout");
  const [changed] = await keepingPlans(executor).execute(statement(actor, [id], name, change, sql`for update`));
  return changed ? payoutOf(changed) : null;
}

const columns = Object.entries(getTableColumns(payouts));

/** By name, so that a new column does not change what a kept plan answers. */
const columnsOfChanged = sql.join(
  columns.map(([, { name }]) => sql`changed.${sql.identifier(name)}`),
  sql`, `,
);

/** A row that the database answered, as queries of payouts answer it. */
const payoutOf = (row: Record<string, unknown>): Payout =>
  Object.fromEntries(
    columns.map(([name, column]) => {
      const value = row[column.name];
      return [name, value === null ? null : column.mapFromDriverValue(value)];
    }),
  ) as Payout;

/**
 * The same for a set of payouts of the actor's organization, in one statement. Those that another transaction has
 * locked are left for the next call.
 * @returns how many were changed
 */
export async function applyTransitions<Name extends TransitionName>(
  executor: Executor,
  actor: Actor,
  ids: readonly string[],
  name: Name,
  ...[change = {}]: ChangeOf<Name>
): Promise<number> {
  if (!permits(actor, name)) throw forbidden();
  if (ids.length === 0) return 0;
  return (await executor.execute(statement(actor, ids, name, change, sql`for update skip locked`))).length;
}

function statement(actor: Actor, ids: readonly string[], name: TransitionName, change: AnyChange, lock: SQL): SQL {
  const { to } = transitionTable[name];
  const { failure, emails = [] } = change;
  return sql`
    with ${before(actor, ids, name, change, lock)},
    changed as (
      update payouts p set ${to ? sql`status = ${to}::payout_status, status_changed_at = before.now, ${nothingPutAside}` : sql`status = p.status`}
        ${failure ? sql`, failure_code = ${failure.code}, failure_detail = ${failure.detail}` : sql``}
        ${change.set ? sql`, ${change.set}` : sql``} from before
      where p.organization_id = ${actor.organizationId} and p.id = before.id
      returning p.*, before.status as was, before.now as at, before.position as position),
    event as (${eventOf(actor, ids, name, change)})
    ${sql.join(emails.map((email, index) => sql`, ${sql.identifier(`email_${index}`)} as (${emailOf(ids, email)})`))}
    ${to || change.settlesErrors ? sql`, ${settledErrors}` : sql``}
    ${failure ? sql`, failed as (${errorOf(ids, failure)})` : sql``}
    select ${columnsOfChanged}, ${emails.length > 0 ? notifyWorkers("emails") : sql`null`} as woken from changed`;
}

/** The payouts that stand where the transition starts, locked, each with its moment and its position among the ids. */
function before(actor: Actor, ids: readonly string[], name: TransitionName, { at, onlyIf }: Change, lock: SQL): SQL {
  const { from, to } = transitionTable[name];
  const statuses = sql.join(
    from.map((status) => sql`${status}::payout_status`),
    sql`, `,
  );
  const expires = to === expiringStatus.to;
  return sql`locked as (
      select * from payouts where organization_id = ${actor.organizationId} and id = any(${sql.param(ids)}::uuid[])
        and status in (${statuses}) and archived_at is null
      ${lock}),
    timed as (select p.*, ${at ?? nextMoment} as now from locked p),
    before as (
      select p.id, p.status, p.now, row_number() over () as position from timed p
      where ${expires ? sql`true` : sql`not ${isOverdueAt(sql`p.now`)({ status: sql`p.status`, expiresAt: sql`p.expires_at` })}`}
        and (${currentLink(actor)}) and (${onlyIf ?? sql`true`}))`;
}

/** Changes of one payout never share a millisecond, so that its timeline has one order. */
const nextMoment = sql`greatest(date_trunc('milliseconds', clock_timestamp()),
      p.status_changed_at + interval '1 millisecond', p.last_emailed_at + interval '1 millisecond')`;

/** A link that was rotated while its holder acted is no longer valid. */
const currentLink = (actor: Actor): SQL =>
  actor.type === "recipient" ? sql`p.link_version = ${actor.linkVersion}` : sql`true`;

/** A new id for each changed payout; ids come from here, because the database makes none that are ordered by time. */
const newId = (ids: readonly string[]): SQL => sql`(${sql.param(ids.map(() => uuidv7()))}::uuid[])[changed.position]`;

function eventOf(actor: Actor, ids: readonly string[], name: TransitionName, change: AnyChange): SQL {
  const { to, event } = transitionTable[name];
  const { data, failure, reason = failure?.code } = change;
  const values = {
    id: newId(ids),
    occurredAt: sql`changed.at`,
    name: event,
    payoutId: sql`changed.id`,
    ...(to && { fromStatus: sql`changed.was`, toStatus: sql`changed.status` }),
    ...(reason && { reason: sql`${reason}::text` }),
    ...(data && { data }),
  };
  return insertEvents(actor, values, sql`changed`);
}

function emailOf(ids: readonly string[], email: Pick<OutboxEmail, "kind" | "ordinal">): SQL {
  const values = {
    organizationId: sql`changed.organization_id`,
    id: newId(ids),
    payoutId: sql`changed.id`,
    toEmail: sql`changed.recipient_email`,
    at: sql`changed.at`,
  };
  return sql`${insertEmails({ ...email, ...values }, sql`changed`)} on conflict do nothing`;
}

/** What stops a payout of a batch is an error of that batch, until the payout moves on or is replaced. */
function errorOf(ids: readonly string[], failure: Failure): SQL {
  const { message, suggestion } = failureInWords(failure);
  const values = {
    organizationId: sql`changed.organization_id`,
    id: newId(ids),
    batchId: sql`changed.batch_id`,
    payoutId: sql`changed.id`,
    scope: sql`'row'::ingest_error_scope`,
    stage: sql`'processing'::ingest_error_stage`,
    line: sql`coalesce(changed.line, changed.from_line)`,
    code: sql`${failure.code}::text`,
    message: sql`${message}::text`,
    suggestion: sql`${suggestion}::text`,
    occurredAt: sql`changed.at`,
  };
  return insertInto(ingestErrors, values, sql`changed where changed.batch_id is not null`);
}

/** A payout that moved on no longer waits for anybody to correct what went wrong on the way to its recipient. */
const settledErrors = sql`settled as (
      update ingest_errors e set resolved_at = changed.at from changed
      where e.organization_id = changed.organization_id and e.payout_id = changed.id and e.resolved_at is null)`;

/**
 * Tells the caller whose transition found nothing to do how the payout stands: they lost a race, came too early, or
 * something else forbids it.
 * @param blocked why it is not possible though the payout stands where the transition starts; null when there is no
 * such reason
 * @throws DomainError always: what `blocked` returns, else `conflict`; `not_found` to a recipient whose link was
 * rotated
 */
export async function refuseTransition(
  actor: Actor,
  id: string,
  name: TransitionName,
  blocked: (payout: Payout, now: Date) => DomainError | null = () => null,
  executor: Executor = db,
): Promise<never> {
  const now = await databaseNow(executor);
  const payout = await getPayout(actor, id, now, executor);
  if (actor.type === "recipient" && payout.linkVersion !== actor.linkVersion)
    throw new RecipientRefusal("not_found", ({ refusals }) => refusals.unknownLink);
  const toRecipient = actor.type === "recipient";
  if (!stands(name, payout))
    throw toRecipient
      ? new RecipientRefusal("conflict", (words) => notWaiting(words, payout))
      : new DomainError("conflict", refusalWords(name, payout));
  throw (
    blocked(payout, now) ??
    (toRecipient ? new RecipientRefusal("conflict", ({ refusals }) => refusals.sameMoment) : lost())
  );
}

/** What the recipient's page says of the payout now. */
function notWaiting({ refusals, closed }: Words, { status, archivedAt }: Payout): string {
  const told = archivedAt ? "replaced" : statusTable[status].told;
  return told === null ? refusals.sameMoment : refusals.notWaiting({ how: closed[told].title });
}

const lost = () =>
  new DomainError(
    "conflict",
    "Nothing was changed: somebody else changed this payout at the same moment. Look at it again, then repeat what you did.",
  );
