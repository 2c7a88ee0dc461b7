import { and, asc, eq, getTableColumns, gt, isNotNull, sql, type SQL } from "drizzle-orm";
import { db, keepingPlans, type Executor } from "@/db/client";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { unresolvedPayout, unresolvedRow } from "@/lib/ingest-errors/matching";
import { emailRefused } from "@/lib/ingest-errors/processing-faults";
import type { At } from "@/lib/moment";
import { failedByBatch } from "@/lib/payouts/counts/by-batch";
import { overdueIds } from "@/lib/payouts/as-of";

const unreachedPageSize = 50;

export type UnreachedPayout = Pick<
  typeof ingestErrors.$inferSelect,
  "line" | "value" | "message" | "suggestion" | "occurredAt"
> & { payoutId: string; recipientName: string };
type UnreachedPage = { rows: UnreachedPayout[]; next: number | null };

/** Payouts of a batch that wait for somebody. */
export type StoppedPayouts = {
  /** Their email was refused, so their recipients were not reached. */
  unreachedCount: number;
  /** They failed, and were neither retried nor replaced. */
  failedCount: number;
};

/**
 * Counts errors of these batches of the actor, batch by batch: a kept plan then reads those of one batch in the order of
 * an index, however few the server takes an organization to have.
 * @param batchIds each once
 * @param counted what is selected of the errors of one batch, by code or as a whole
 */
const ofBatches = (actor: Actor, batchIds: readonly string[], counted: SQL, condition: SQL | undefined, by = sql``) =>
  sql`select id as "batchId", found.* from unnest(${sql.param(batchIds)}::uuid[]) as asked (id) cross join lateral (
    select ${counted} from ${ingestErrors}
    where ${and(eq(ingestErrors.organizationId, actor.organizationId), sql`${ingestErrors.batchId} = asked.id`, condition)} ${by}) as found`;

const payoutsIn = sql`count(distinct payout_id)::int as count`;
const byCode = sql`group by code`;

/** `ever`: payouts of the batch that ever met an error. `waiting`: the errors that wait for somebody, by code. */
export type BatchErrorFigures = StoppedPayouts & {
  ever: number;
  waiting: { of: "rows" | "payouts"; code: string; count: number }[];
};

export const noneStopped: StoppedPayouts = { unreachedCount: 0, failedCount: 0 };
export const noErrors: BatchErrorFigures = { ever: 0, waiting: [], ...noneStopped };

type FigureRow = { batchId: string; of: "failed" | "ever" | "rows" | "payouts"; code: string | null; count: number };

/** The errors of each batch in numbers, each counted on an index of its own; a batch without any is not in the answer. */
export async function batchErrorFigures(
  actor: Actor,
  batchIds: readonly string[],
  at: At,
  executor: Executor = db,
): Promise<Map<string, BatchErrorFigures>> {
  const ever = isNotNull(ingestErrors.payoutId);
  return figuresByBatch(actor, batchIds, executor, [
    waitingPayouts(actor, batchIds, at),
    ofBatches(actor, batchIds, sql`'ever', null, ${payoutsIn}`, ever, sql`having count(*) > 0`),
    ofBatches(actor, batchIds, sql`'rows', code, count(*)::int`, unresolvedRow, byCode),
  ]);
}

/**
 * The payouts of each batch that wait for somebody; a batch without any is not in the answer. No errors of failed payouts
 * are read, of which a batch may have a hundred thousand.
 */
export async function stoppedPayouts(
  actor: Actor,
  batchIds: readonly string[],
  at: At,
  executor: Executor = db,
): Promise<Map<string, StoppedPayouts>> {
  // Written into the text, so that a kept plan knows how few these are.
  const isRefused = eq(ingestErrors.code, emailRefused.code).inlineParams();
  const unreached = waitingPayouts(actor, batchIds, at, isRefused);
  const figures = [...(await figuresByBatch(actor, batchIds, executor, [unreached]))];
  return new Map(figures.map(([id, { unreachedCount, failedCount }]) => [id, { unreachedCount, failedCount }]));
}

/** Counts the payouts of each batch that have an error which waits for somebody, by its code. */
const waitingPayouts = (actor: Actor, batchIds: readonly string[], at: At, which?: SQL): SQL =>
  ofBatches(
    actor,
    batchIds,
    sql`'payouts' as of, code, ${payoutsIn}`,
    and(unresolvedPayout(overdueIds(actor, at.now)), which),
    byCode,
  );

/** @param counted what is counted beside failed payouts; the first names the columns */
async function figuresByBatch(
  actor: Actor,
  batchIds: readonly string[],
  executor: Executor,
  counted: readonly SQL[],
): Promise<Map<string, BatchErrorFigures>> {
  if (batchIds.length === 0) return new Map();
  const failed = failedByBatch(actor, sql`${sql.param(batchIds)}::uuid[]`);
  const all = [...counted, sql`select "batchId", 'failed', null, count from (${failed}) as failed`];
  const rows = await keepingPlans(executor).execute<FigureRow>(sql.join(all, sql` union all `));
  const ids = [...new Set(rows.map(({ batchId }) => batchId))];
  return new Map(ids.map((id) => [id, figuresOf(rows.filter(({ batchId }) => batchId === id))]));
}

function figuresOf(rows: readonly FigureRow[]): BatchErrorFigures {
  const waiting = rows.flatMap(({ of, code, count }) =>
    (of === "rows" || of === "payouts") && code !== null ? [{ of, code, count }] : [],
  );
  return {
    ever: rows.find(({ of }) => of === "ever")?.count ?? 0,
    waiting,
    unreachedCount: waiting.find(({ of, code }) => of === "payouts" && code === emailRefused.code)?.count ?? 0,
    failedCount: rows.find(({ of }) => of === "failed")?.count ?? 0,
  };
}

/**
 * The payouts of one batch of the actor's organization that wait for an address that works, in the order of the file.
 * @param afterLine starts behind this line; 0 for the first page
 */
export async function unreachedPayouts(
  actor: Actor,
  batchId: string,
  at: At,
  afterLine = 0,
  size = unreachedPageSize,
  executor: Executor = db,
): Promise<UnreachedPage> {
  const { line, value, message, suggestion, occurredAt } = getTableColumns(ingestErrors);
  const found = await executor
    .select({
      line,
      value,
      message,
      suggestion,
      occurredAt,
      payoutId: payouts.id,
      recipientName: payouts.recipientName,
    })
    .from(ingestErrors)
    .innerJoin(
      payouts,
      and(eq(payouts.organizationId, ingestErrors.organizationId), eq(payouts.id, ingestErrors.payoutId)),
    )
    .where(
      and(
        eq(ingestErrors.organizationId, actor.organizationId),
        eq(ingestErrors.batchId, batchId),
        gt(ingestErrors.line, afterLine),
        unresolvedPayout(overdueIds(actor, at.now)),
        eq(ingestErrors.code, emailRefused.code),
      ),
    )
    .orderBy(asc(ingestErrors.line))
    .limit(size + 1);
  const rows = found.slice(0, size);
  return { rows, next: found.length > size ? (rows.at(-1)?.line ?? null) : null };
}
