import { and, eq, sql, type SQL } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { transaction, type Tx } from "@/db/client";
import { insertInto } from "@/db/insert-into";
import { runPayouts } from "@/db/schema/run_payouts";
import { runs } from "@/db/schema/runs";
import { assertAdmin, type UserActor } from "@/lib/actor";
import { DomainError, notFound } from "@/lib/errors";
import { recordEvents } from "@/lib/events";
import type { At } from "@/lib/moment";
import { payoutsHref, type PayoutFilter } from "@/lib/payouts/list/filter";
import { listedIds } from "@/lib/payouts/list/listed-ids";
import { searchOf } from "@/lib/payouts/list/matching";
import { mayLack } from "@/lib/payouts/search/found";
import { listPayouts } from "@/lib/payouts/queries";
import { counted } from "@/lib/plain-words";
import { notifyWorkers } from "@/lib/queue";
import { getRun, type Run, type RunDetail } from "./queries";
import { aboutRun, countsOf } from "./status";
import { mostInRun, runActionTable, type RunAction } from "./table";

/** Which payouts a run is about: those of a list as it is now, or chosen ones. */
type Choice = { filter: PayoutFilter } | { payoutIds: readonly string[] };

/** A draft that nobody starts is deleted after this. */
const draftMs = 24 * 3_600_000;
/** A list of which no index has all that it asks is read for longer than a page may take. */
const preparingMs = 30_000;

/**
 * Keeps which payouts a run is about, in one statement, as a draft that does nothing yet. What matches later is not in it.
 * @returns the id of the run
 * @throws DomainError `forbidden` for all but admins; `invalid` for no payout at all or more than `mostInRun`; `not_found`
 * when a chosen payout is not one of the actor's organization
 */
export async function prepareRun(actor: UserActor, action: RunAction, choice: Choice, at: At): Promise<string> {
  assertAdmin(actor);
  const id = uuidv7();
  const found = await transaction(
    async (tx) => {
      const filter = "filter" in choice ? payoutsHref(choice.filter).slice("/payouts".length) : null;
      const chosen = await chosenOf(tx, actor, choice, at);
      const [row] = await tx.execute<{ found: number }>(draft(actor, { id, action, filter, chosen }));
      if ("payoutIds" in choice) expectAll(choice, row!.found);
      return row!.found;
    },
    { deadlineMs: preparingMs },
  );
  if (found === 0) throw new DomainError("invalid", "No payout matches this list now.");
  if (found > mostInRun) throw await tooMany(actor, choice, at);
  return id;
}

/** Undoes what was kept of the others. */
function expectAll({ payoutIds }: { payoutIds: readonly string[] }, found: number): void {
  if (payoutIds.length === 0) throw new DomainError("invalid", "Choose payouts first.");
  if (found < new Set(payoutIds).size) throw notFound("payout");
}

async function tooMany(actor: UserActor, choice: Choice, at: At): Promise<DomainError> {
  const narrow = "Narrow the list, for example by status or by date.";
  const most = `One run takes ${counted(mostInRun, "payout")} at most`;
  if ("payoutIds" in choice) return new DomainError("invalid", `${most}, and more were chosen.`);
  const { total } = await listPayouts(actor, { filter: choice.filter, page: {} }, at, 1);
  const match = total.capped ? "more match" : `${counted(total.count, "payout")} match`;
  return new DomainError("invalid", `${most}, and ${match}. ${narrow}`);
}

const notAllSearched =
  "Nothing was started: many payouts are still being made ready for the search, so some that match could be left out. Try again in some minutes, or select the payouts one by one.";

/** Selects `id` and `position`: one more than a run may have, at most. */
async function chosenOf(tx: Tx, actor: UserActor, choice: Choice, at: At): Promise<SQL> {
  const most = mostInRun + 1;
  if ("payoutIds" in choice) return chosenIds(actor, [...new Set(choice.payoutIds)].slice(0, most));
  const searched = await searchOf(actor, choice.filter, tx);
  if (mayLack(searched)) throw new DomainError("conflict", notAllSearched);
  return listedIds(actor, choice.filter, at, searched, most);
}

const chosenIds = ({ organizationId }: UserActor, ids: readonly string[]): SQL => sql`
  select p.id, row_number() over (order by given.place) as position
  from unnest(${sql.param(ids)}::uuid[]) with ordinality as given (id, place)
  join payouts p on p.organization_id = ${organizationId} and p.id = given.id`;

type Draft = Pick<Run, "id" | "action" | "filter"> & { chosen: SQL };

function draft({ organizationId, userId }: UserActor, { id, action, filter, chosen }: Draft): SQL {
  const organization = sql`${organizationId}::uuid`;
  const run = {
    organizationId: organization,
    id: sql`${id}::uuid`,
    action: sql`${action}::run_action`,
    filter: sql`${filter}::text`,
    payoutCount: sql`found.count`,
    createdBy: sql`${userId}::uuid`,
    createdAt: clock,
    nextAttemptAt: sql`${clock} + ${draftMs} * interval '1 millisecond'`,
  };
  const listed = {
    organizationId: organization,
    runId: sql`run.id`,
    position: sql`chosen.position`,
    payoutId: sql`chosen.id`,
  };
  return sql`
    with chosen as materialized (${chosen}),
    found as (select count(*)::int as count from chosen),
    run as (${insertInto(runs, run, sql`found where found.count between 1 and ${mostInRun}`)} returning id),
    listed as (${insertInto(runPayouts, listed, sql`chosen cross join run`)})
    select count as found from found`;
}

/** Read once the row is locked. */
const clock = sql`date_trunc('milliseconds', clock_timestamp())`;

const ownRun = ({ organizationId }: UserActor, { id }: Pick<Run, "id">) =>
  and(eq(runs.organizationId, organizationId), eq(runs.id, id));

/** What ends every claim, so that a worker in the middle of the run writes nothing more. */
const withoutClaim = { fence: sql`${runs.fence} + 1`, leasedUntil: null, attempts: 0, nextAttemptAt: clock };

/** What is asked of the admin who starts a run. `acts`: on how many payouts they were told it acts; `typed`: what they typed. */
type Input = { acts: number; typed?: string; reason?: string; expiresAt?: Date };

/**
 * Starts a draft: from now on the worker acts in the name of this admin. Of two at once, and of a repeated press, one
 * starts it.
 * @returns false when it was started before
 * @throws DomainError `forbidden` for all but admins, `not_found`, `invalid` naming the field that its action asks for
 */
export async function startRun(actor: UserActor, id: string, input: Input): Promise<boolean> {
  assertAdmin(actor);
  const run = await getRun(actor, id);
  if (run.status !== "draft") return false;
  const kept = keptOf(run, input);
  return transaction(async (tx) => {
    const [started] = await tx
      .update(runs)
      .set({ ...withoutClaim, ...kept, status: "running", startedBy: actor.userId, startedAt: clock })
      .where(and(ownRun(actor, run), eq(runs.status, "draft")))
      .returning();
    if (!started) return false;
    await recordEvents(tx, actor, [
      { name: "run.started", occurredAt: started.startedAt!, reason: kept.reason, data: aboutRun(started) },
    ]);
    await tx.execute(sql`select ${notifyWorkers("runs")}`);
    return true;
  });
}

/** What a run keeps of the form. @throws DomainError `invalid` naming the field that its action asks for */
function keptOf({ action }: Run, { acts, typed, reason, expiresAt }: Input): Pick<Run, "reason" | "expiresAt"> {
  const asked = runActionTable[action];
  if (asked.reason === "required" && !reason)
    throw new DomainError("invalid", "Enter a reason. It is kept in the timeline of each payout.", "reason");
  if (asked.asksDay && !expiresAt) throw new DomainError("invalid", "Choose the new last day.", "expires_at");
  if (asked.irreversible && typed?.replace(/[\s,.]/g, "") !== String(acts))
    throw new DomainError("invalid", `Type ${acts}, the number of payouts that it acts on.`, "count");
  return {
    reason: asked.reason === "none" ? null : reason || null,
    expiresAt: asked.asksDay ? (expiresAt ?? null) : null,
  };
}

/**
 * Stops a run: what it has done stays done, and the rest is left as it is. It waits for the payout whose turn it is.
 * @returns the run as it stands then
 * @throws DomainError `forbidden` for all but admins, `not_found`, `conflict` when it does not run (any more)
 */
export async function stopRun(actor: UserActor, id: string): Promise<RunDetail> {
  assertAdmin(actor);
  const run = await getRun(actor, id);
  const done = await transaction(async (tx) => {
    const [stopped] = await tx
      .update(runs)
      .set({ ...withoutClaim, status: "stopped", endedAt: clock, stoppedBy: actor.userId })
      .where(and(ownRun(actor, run), eq(runs.status, "running")))
      .returning();
    if (!stopped) return false;
    const data = { ...aboutRun(stopped), ...countsOf(stopped) };
    await recordEvents(tx, actor, [{ name: "run.stopped", occurredAt: stopped.endedAt!, data }]);
    return true;
  });
  if (!done)
    throw new DomainError(
      "conflict",
      "Nothing was stopped: this run is over, or was not started. The page shows how it stands.",
    );
  return getRun(actor, id);
}
