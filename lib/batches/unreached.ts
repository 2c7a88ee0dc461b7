import { and, asc, countDistinct, eq, getTableColumns, gt, inArray } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { unresolvedPayout } from "@/lib/ingest-errors/matching";
import type { At } from "@/lib/moment";
import { waitingAt } from "@/lib/payouts/list/matching";

const unreachedPageSize = 50;

export type UnreachedPayout = Pick<
  typeof ingestErrors.$inferSelect,
  "line" | "value" | "message" | "suggestion" | "occurredAt"
> & { payoutId: string; recipientName: string };
type UnreachedPage = { rows: UnreachedPayout[]; next: number | null };

/**
 * How many payouts of each of these batches wait for an address that works; a batch without any is not in the answer.
 */
export async function unreachedCounts(
  actor: Actor,
  batchIds: readonly string[],
  at: At,
  executor: Executor = db,
): Promise<Map<string, number>> {
  if (batchIds.length === 0) return new Map();
  const rows = await executor
    .select({ batchId: ingestErrors.batchId, count: countDistinct(ingestErrors.payoutId) })
    .from(ingestErrors)
    .where(
      and(
        eq(ingestErrors.organizationId, actor.organizationId),
        inArray(ingestErrors.batchId, [...batchIds]),
        unresolvedPayout(waitingAt(at.now)),
      ),
    )
    .groupBy(ingestErrors.batchId);
  return new Map(rows.map(({ batchId, count }) => [batchId, count]));
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
        unresolvedPayout(waitingAt(at.now)),
      ),
    )
    .orderBy(asc(ingestErrors.line))
    .limit(size + 1);
  const rows = found.slice(0, size);
  return { rows, next: found.length > size ? (rows.at(-1)?.line ?? null) : null };
}
