import { and, asc, desc, eq, gt, isNotNull, lt, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { runPayouts } from "@/db/schema/run_payouts";
import { runs } from "@/db/schema/runs";
import { users } from "@/db/schema/users";
import type { Actor } from "@/lib/actor";
import { notFound } from "@/lib/errors";
import { keyset, pageSize, turnedPage } from "@/lib/lists/keyset";
import type { Place } from "@/lib/lists/place";
import type { ResultsView, RunResult } from "./results-view";

export type Run = typeof runs.$inferSelect;

const starter = alias(users, "starter");
const stopper = alias(users, "stopper");

const ofUser = (user: typeof starter | typeof stopper, id: typeof runs.startedBy | typeof runs.stoppedBy) =>
  and(eq(user.organizationId, runs.organizationId), eq(user.id, id));

const withNames = (executor: Executor) =>
  executor
    .select({ run: runs, startedByName: starter.name, stoppedByName: stopper.name })
    .from(runs)
    .leftJoin(starter, ofUser(starter, runs.startedBy))
    .leftJoin(stopper, ofUser(stopper, runs.stoppedBy));

type Named = { run: Run; startedByName: string | null; stoppedByName: string | null };
/** A run, with the names of those who started and stopped it. */
export type RunDetail = Run & Omit<Named, "run">;
const flat = ({ run, ...names }: Named): RunDetail => ({ ...run, ...names });

/**
 * One run of the actor's organization.
 * @throws DomainError `not_found`
 */
export async function getRun(actor: Actor, id: string, executor: Executor = db): Promise<RunDetail> {
  const known = z.uuid().safeParse(id).success;
  const own = and(eq(runs.organizationId, actor.organizationId), eq(runs.id, id));
  const [found] = known ? await withNames(executor).where(own) : [];
  if (!found) throw notFound("run");
  return flat(found);
}

/** One page of the runs that were started, the latest first, with the places of its neighbours. */
export async function listRuns(actor: Actor, page: Place, size = pageSize) {
  const { where, orderBy } = keyset(page, { by: runs.startedAt, id: runs.id, descending: true });
  const found = await withNames(db)
    .where(and(eq(runs.organizationId, actor.organizationId), isNotNull(runs.startedAt), where))
    .orderBy(...orderBy)
    .limit(size + 1);
  return turnedPage(found.map(flat), size, page, (run) => run.startedAt!);
}

const next = alias(payouts, "next");

type Stretch = { after?: number; before?: number; result?: RunResult };

/**
 * The payouts of a run with their results, in its order, from a position on; or the last ones before it, from there back.
 * They are picked out first, so that the server reads no more payouts than these, whatever it believes of the tables.
 */
function someResults(actor: Actor, runId: string, { after = 0, before, result }: Stretch, limit: number) {
  const inOrder = before === undefined ? asc : desc;
  const picked = db
    .select()
    .from(runPayouts)
    .where(
      and(
        eq(runPayouts.organizationId, actor.organizationId),
        eq(runPayouts.runId, runId),
        result && sql`${runPayouts.result} = ${result}`,
        before === undefined ? gt(runPayouts.position, after) : lt(runPayouts.position, before),
      ),
    )
    .orderBy(inOrder(runPayouts.position))
    .limit(limit)
    .as("picked");
  return db
    .select({
      position: picked.position,
      payoutId: picked.payoutId,
      reference: payouts.reference,
      recipientName: payouts.recipientName,
      amountMinor: payouts.amountMinor,
      currency: payouts.currency,
      result: picked.result,
      why: picked.why,
      newPayoutId: picked.newPayoutId,
      newReference: next.reference,
      decidedAt: picked.decidedAt,
    })
    .from(picked)
    .innerJoin(payouts, and(eq(payouts.organizationId, picked.organizationId), eq(payouts.id, picked.payoutId)))
    .leftJoin(next, and(eq(next.organizationId, picked.organizationId), eq(next.id, picked.newPayoutId)))
    .orderBy(inOrder(picked.position));
}

export type RunRow = Awaited<ReturnType<typeof someResults>>[number];

/** One page of the payouts of a run with their results, in its order, with the positions of its neighbours. */
export async function runResults(actor: Actor, run: Pick<Run, "id">, view: ResultsView, size = pageSize) {
  const found = await someResults(actor, run.id, view, size + 1);
  const more = found.length > size;
  const backwards = view.before !== undefined;
  const rows = backwards ? found.slice(0, size).reverse() : found.slice(0, size);
  return {
    rows,
    previous: (backwards ? more : view.after !== undefined) ? (rows[0]?.position ?? null) : null,
    next: (backwards ? rows.length > 0 : more) ? (rows.at(-1)?.position ?? null) : null,
  };
}

/** All payouts of a run with their results, in its order, `size` at a time: for the export. */
export async function* eachResult(actor: Actor, run: Pick<Run, "id">, size = 2_000): AsyncGenerator<RunRow[], void> {
  for (let after = 0; ; ) {
    const rows = await someResults(actor, run.id, { after }, size);
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1)!.position;
  }
}
