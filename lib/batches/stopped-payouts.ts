import { and, asc, countDistinct, eq, getTableColumns, gt, inArray, isNotNull, ne, type SQL } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { unresolvedPayout } from "@/lib/ingest-errors/matching";
import { emailRefused } from "@/lib/ingest-errors/processing-faults";
import type { At } from "@/lib/moment";
import { isOverdueAt } from "@/lib/payouts/list/matching";

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

export const noneStopped: StoppedPayouts = { unreachedCount: 0, failedCount: 0 };

/** The errors of these batches of the actor. */
export const ofBatches = (actor: Actor, batchIds: readonly string[]) =>
  and(eq(ingestErrors.organizationId, actor.organizationId), inArray(ingestErrors.batchId, [...batchIds]));

/** How many payouts of each batch have such an error; a batch without any is not in the answer. */
async function countPayouts(
  actor: Actor,
  batchIds: readonly string[],
  error: SQL | undefined,
  executor: Executor,
): Promise<Map<string, number>> {
  if (batchIds.length === 0) return new Map();
  const rows = await executor
    .select({ batchId: ingestErrors.batchId, count: countDistinct(ingestErrors.payoutId) })
    .from(ingestErrors)
    .where(and(ofBatches(actor, batchIds), error))
    .groupBy(ingestErrors.batchId);
  return new Map(rows.map(({ batchId, count }) => [batchId, count]));
}

/** The payouts of each batch that wait for somebody; a batch without any is not in the answer. */
export async function stoppedPayouts(
  actor: Actor,
  batchIds: readonly string[],
  at: At,
  executor: Executor = db,
): Promise<Map<string, StoppedPayouts>> {
  const unresolved = unresolvedPayout(isOverdueAt(at.now));
  const unreached = await countPayouts(
    actor,
    batchIds,
    and(unresolved, eq(ingestErrors.code, emailRefused.code)),
    executor,
  );
  const failed = await countPayouts(
    actor,
    batchIds,
    and(unresolved, ne(ingestErrors.code, emailRefused.code)),
    executor,
  );
  const ids = [...new Set([...unreached.keys(), ...failed.keys()])];
  return new Map(ids.map((id) => [id, { unreachedCount: unreached.get(id) ?? 0, failedCount: failed.get(id) ?? 0 }]));
}

/** How many payouts of each batch ever met an error; a batch without any is not in the answer. */
export const everStoppedPayouts = (actor: Actor, batchIds: readonly string[], executor: Executor) =>
  countPayouts(actor, batchIds, isNotNull(ingestErrors.payoutId), executor);

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
        unresolvedPayout(isOverdueAt(at.now)),
        eq(ingestErrors.code, emailRefused.code),
      ),
    )
    .orderBy(asc(ingestErrors.line))
    .limit(size + 1);
  const rows = found.slice(0, size);
  return { rows, next: found.length > size ? (rows.at(-1)?.line ?? null) : null };
}
