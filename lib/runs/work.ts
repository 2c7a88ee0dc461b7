import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import { db, isDatabaseUnavailable, transaction, type Tx } from "@/db/client";
import { runPayouts } from "@/db/schema/run_payouts";
import { runs } from "@/db/schema/runs";
import { isAdmin, systemActor, type UserActor } from "@/lib/actor";
import { DomainError } from "@/lib/errors";
import { recordEvents } from "@/lib/events";
import { logFault } from "@/lib/fault";
import { retryIn } from "@/lib/payments/attempts";
import { cancelPayout, extendExpiry, resendPayout } from "@/lib/payouts/mutations";
import { replaceIn, withFreeReference } from "@/lib/payouts/reissue";
import { claimDue, ownedByClaim, type Claim, type Due } from "@/lib/queue";
import { inNameOf } from "@/lib/users/standing-in";
import type { Run } from "./queries";
import type { RunResult } from "./results-view";
import { aboutRun, countsOf, runRequestId } from "./status";
import type { RunAction } from "./table";

/** How much of one run is done before the next organization's turn. */
const turn = { payouts: 100, ms: 4_000 } as const;
const retryMs = 10_000;
/** Turns in a row that ended in an error at the same payout, after which the run goes on without it. */
const mostTries = 6;

// Written into the text, so that the partial index on due runs can serve it.
const due: Due[] = [{ open: inArray(runs.status, ["draft", "running"]).inlineParams(), order: "inTurn" }];

/** Another worker has the run now, or it was stopped: this one must write nothing more. */
class ClaimLost extends Error {
  constructor() {
    super("the claim on this run was lost");
  }
}

type Act = (tx: Tx, actor: UserActor, payoutId: string, run: Run) => Promise<{ newPayoutId?: string }>;

/** Each through the one way to change a payout, which judges it as it stands now. */
const acts: Record<RunAction, Act> = {
  resend: async (tx, actor, id) => (await resendPayout(actor, id, tx), {}),
  cancel: async (tx, actor, id, { reason }) => (await cancelPayout(actor, id, reason!, tx), {}),
  extend: async (tx, actor, id, { expiresAt }) => (await extendExpiry(actor, id, expiresAt!, tx), {}),
  reissue: async (tx, actor, id, { reason }) => {
    const made = await replaceIn(tx, actor, id, { note: reason ?? undefined });
    return { newPayoutId: made.id };
  },
  retry: async (tx, actor, id) => (await retryIn(tx, actor, id), {}),
};

/**
 * Takes one turn of a due run, of any organization; or deletes a draft that nobody started.
 * @returns how many were claimed: 0 or 1
 */
export async function workOnDueRun(requestId: string): Promise<number> {
  const claim = await claimDue(runs, due);
  if (!claim) return 0;
  try {
    await takeTurn(claim, requestId);
  } catch (error) {
    if (error instanceof ClaimLost) return 1;
    await giveBack(claim, retryMs).catch((another: unknown) => logFault("run retried later", requestId, another));
    throw error;
  }
  return 1;
}

async function takeTurn(claim: Claim, requestId: string): Promise<void> {
  const [run] = await db.select().from(runs).where(ownedByClaim(runs, claim));
  if (!run) return;
  if (run.status === "draft") return deleteDraft(claim);
  const actor = await starterOf(run);
  if (!actor) return end(claim, "stopped", requestId);
  const reached = run.doneCount + run.skippedCount + run.failedCount;
  const next = await db
    .select({ position: runPayouts.position, payoutId: runPayouts.payoutId })
    .from(runPayouts)
    .where(and(ofRun(run), gt(runPayouts.position, reached)))
    .orderBy(asc(runPayouts.position))
    .limit(turn.payouts);
  const until = performance.now() + turn.ms;
  let taken = 0;
  for (const one of next) {
    await decide(claim, { run, actor, requestId, ...one, tries: taken === 0 ? claim.attempts : 1 });
    taken += 1;
    if (performance.now() >= until) break;
  }
  if (reached + taken === run.payoutCount) await end(claim, "done", requestId);
  else await giveBack(claim, 0);
}

const ofRun = ({ organizationId, id }: Pick<Run, "organizationId" | "id">) =>
  and(eq(runPayouts.organizationId, organizationId), eq(runPayouts.runId, id));

/** The admin who confirmed the run, as the database knows them now; null when they may not act any more. */
async function starterOf({ id, organizationId, startedBy }: Run): Promise<UserActor | null> {
  const starter = await inNameOf({ organizationId, userId: startedBy! }, runRequestId(id));
  return starter && isAdmin(starter) ? starter : null;
}

type Turn = { run: Run; actor: UserActor; requestId: string; position: number; payoutId: string; tries: number };

/**
 * Acts on one payout, and writes its result in the same transaction; or, when it may not be acted on, why. A fault of the
 * database ends the turn, and the payout has its turn again.
 */
async function decide(claim: Claim, one: Turn): Promise<void> {
  const { run, actor, payoutId, requestId } = one;
  try {
    await withFreeReference(() =>
      transaction(async (tx) => {
        await countResult(tx, claim, one, "done");
        await keepResult(tx, one, { result: "done", ...(await acts[run.action](tx, actor, payoutId, run)) });
      }),
    );
  } catch (error) {
    if (error instanceof DomainError) return without(claim, one, { result: "skipped", why: error.message });
    if (error instanceof ClaimLost || isDatabaseUnavailable(error) || one.tries < mostTries) throw error;
    logFault("payout of a run", requestId, error);
    await without(claim, one, {
      result: "failed",
      why: `Something went wrong on our side, again and again, and nothing was changed. Tell support this number: ${requestId}`,
    });
  }
}

type Kept = { result: RunResult; why?: string; newPayoutId?: string };

const without = (claim: Claim, one: Turn, kept: Kept): Promise<void> =>
  transaction(async (tx) => {
    await countResult(tx, claim, one, kept.result);
    await keepResult(tx, one, kept);
  });

const countColumns = { done: "doneCount", skipped: "skippedCount", failed: "failedCount" } as const;

/**
 * Counts the result and locks the run, so that an admin who stops it waits for this payout. What has made progress has all its
 * tries again.
 * @throws ClaimLost also when the payout had its turn already
 */
async function countResult(tx: Tx, claim: Claim, { position }: Turn, result: RunResult): Promise<void> {
  const column = countColumns[result];
  const reached = sql`${runs.doneCount} + ${runs.skippedCount} + ${runs.failedCount}`;
  const counted = await tx
    .update(runs)
    .set({ [column]: sql`${runs[column]} + 1`, attempts: 0 })
    .where(and(ownedByClaim(runs, claim), eq(runs.status, "running"), sql`${reached} = ${position - 1}`))
    .returning({ id: runs.id });
  if (counted.length === 0) throw new ClaimLost();
}

async function keepResult(tx: Tx, { run, position }: Turn, { result, why, newPayoutId }: Kept): Promise<void> {
  await tx
    .update(runPayouts)
    .set({
      result,
      why: why?.slice(0, 1_000),
      newPayoutId,
      decidedAt: sql`date_trunc('milliseconds', clock_timestamp())`,
    })
    .where(and(ofRun(run), eq(runPayouts.position, position)));
}

async function giveBack(claim: Claim, waitMs: number): Promise<void> {
  await db
    .update(runs)
    .set({ leasedUntil: null, nextAttemptAt: sql`now() + ${waitMs} * interval '1 millisecond'` })
    .where(ownedByClaim(runs, claim));
}

/** `stopped`: the user who started it is not an admin any more. */
const end = (claim: Claim, status: "done" | "stopped", requestId: string): Promise<void> =>
  transaction(async (tx) => {
    const [ended] = await tx
      .update(runs)
      .set({ status, endedAt: sql`date_trunc('milliseconds', clock_timestamp())`, leasedUntil: null })
      .where(and(ownedByClaim(runs, claim), eq(runs.status, "running")))
      .returning();
    if (!ended) throw new ClaimLost();
    const name = status === "done" ? "run.ended" : "run.stopped";
    const data = { ...aboutRun(ended), ...countsOf(ended) };
    await recordEvents(tx, systemActor(ended.organizationId, requestId), [{ name, occurredAt: ended.endedAt!, data }]);
  });

/** An admin who starts it at the same instant is quicker, or finds that it is gone. */
const deleteDraft = (claim: Claim): Promise<void> =>
  transaction(async (tx) => {
    const draft = and(ownedByClaim(runs, claim), eq(runs.status, "draft"));
    const [locked] = await tx.select({ id: runs.id }).from(runs).where(draft).for("update");
    if (!locked) return;
    await tx.delete(runPayouts).where(ofRun(claim));
    await tx.delete(runs).where(draft);
  });
