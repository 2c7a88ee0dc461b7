import { MoneyTotals } from "@/lib/money-totals";
import { and, asc, eq, isNull, sql, type SQL } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { organizations } from "@/db/schema/organizations";
import { refusedRows } from "@/db/schema/refused_rows";
import type { Actor } from "@/lib/actor";
import type { Batch } from "@/lib/batches/queries";
import { moveBatch } from "@/lib/batches/transition";
import { batchTransitionTable, endOfProcessing } from "@/lib/batches/transitions";
import { createPayouts } from "@/lib/payouts/creation";
import { DomainError, notFound } from "@/lib/errors";
import { databaseNow } from "@/lib/time";
import { payoutsNamed, referenceUsed } from "@/lib/batches/rules/references";
import { changedColumns, extraOf, type Repaired, type StillRefused } from "./attempts";

/**
 * `payouts`: what was created, by refused row. `already`: rows that somebody else has repaired. `lost`: another payout
 * got the reference first.
 */
type Written = { payouts: Map<string, string>; already: Repaired[]; lost: StillRefused[] };

/**
 * Creates payouts of repaired rows: payout, event and email, the row and its errors resolved, the batch's counts and
 * status, all in one transaction. However many try the same row at once, one creates it.
 * @throws DomainError `not_found`, `conflict` when the batch has not ended
 */
export function resolveRows(actor: Actor, batchId: string, repaired: readonly Repaired[]): Promise<Written> {
  return transaction(async (tx) => {
    const batch = await lockBatch(tx, actor, batchId);
    const now = await databaseNow(tx);
    const open = await lockOpenRows(tx, actor, batchId, repaired);
    const ours = repaired.filter(({ attempt }) => open.has(attempt.row.id));
    const used = await createPayouts(
      tx,
      actor,
      ours.map(({ attempt, fields }) => ({ line: attempt.row.line, extra: extraOf(batch, attempt), ...fields })),
      { batchId, now, lifetimeDays: batch.lifetimeDays },
    );
    const created = ours.filter(({ fields }) => !used.has(fields.reference));
    const payouts = await resolve(tx, actor, batchId, created, now);
    if (created.length > 0) await recount(tx, actor, batch, created, payouts, now);
    const named = await payoutsNamed(actor.organizationId, [...used], tx);
    return {
      payouts,
      already: repaired.filter(({ attempt }) => !open.has(attempt.row.id)),
      // Another payout got the reference between the check and the write.
      lost: ours.flatMap(({ attempt: { row }, fields }) => {
        const payout = named.get(fields.reference);
        return payout ? [{ row, faults: [referenceUsed(row.line, fields.reference, payout, fields)] }] : [];
      }),
    };
  });
}

/** Repairs of one batch go one after another: its counts are theirs together. */
export async function lockBatch(tx: Tx, actor: Actor, batchId: string): Promise<Batch & { lifetimeDays: number }> {
  const [batch] = await tx
    .select()
    .from(batches)
    .where(and(eq(batches.organizationId, actor.organizationId), eq(batches.id, batchId)))
    .for("no key update");
  const [organization] = await tx
    .select({ lifetimeDays: organizations.payoutLifetimeDays })
    .from(organizations)
    .where(eq(organizations.id, actor.organizationId));
  if (!batch || !organization) throw notFound("batch");
  assertRepairable(batch);
  return { ...batch, ...organization };
}

/** Whether refused rows of the batch can be repaired: it has ended, and each good row of it is a payout. */
export const isRepairable = (batch: Batch): boolean =>
  batch.recordsMovedAt === null &&
  batch.processedAt !== null &&
  batch.createdCount === batch.acceptedCount &&
  batch.status === batchTransitionTable[endOfProcessing(batch)].to;

/** @throws DomainError `conflict` */
export function assertRepairable(batch: Batch): void {
  if (isRepairable(batch)) return;
  if (batch.recordsMovedAt !== null)
    throw new DomainError(
      "conflict",
      "The refused rows of this batch are in the archive, so they cannot be repaired here. Upload what is still to be paid as a new file.",
    );
  const hasEnded = batch.processedAt !== null;
  throw new DomainError(
    "conflict",
    hasEnded
      ? "This file created nothing, and its good rows are not payouts either. Correct the file and upload it as a new one."
      : "This batch is not finished. Its refused rows can be repaired once its good rows are payouts.",
  );
}

async function lockOpenRows(
  tx: Tx,
  actor: Actor,
  batchId: string,
  repaired: readonly Repaired[],
): Promise<Set<string>> {
  const ids = repaired.map(({ attempt }) => attempt.row.id);
  const own = and(
    eq(refusedRows.organizationId, actor.organizationId),
    eq(refusedRows.batchId, batchId),
    isNull(refusedRows.resolvedAt),
  );
  const open = await tx
    .select({ id: refusedRows.id })
    .from(refusedRows)
    .where(and(own, sql`${refusedRows.id} = any(${sql.param(ids)}::uuid[])`))
    .orderBy(asc(refusedRows.line))
    .for("update");
  return new Set(open.map(({ id }) => id));
}

/** @returns the payout of each row */
async function resolve(
  tx: Tx,
  actor: Actor,
  batchId: string,
  created: readonly Repaired[],
  now: Date,
): Promise<Map<string, string>> {
  const ids = sql`${sql.param(created.map(({ attempt }) => attempt.row.id))}::uuid[]`;
  const at = sql`${now.toISOString()}::timestamptz`;
  const resolved = await tx.execute<{ id: string; payoutId: string }>(sql`
    update refused_rows r set payout_id = p.id, resolved_at = ${at}, resolved_by = ${actor.type === "user" ? actor.userId : null}::uuid
    from payouts p
    where r.organization_id = ${actor.organizationId}::uuid and r.batch_id = ${batchId}::uuid and r.id = any(${ids}) and r.resolved_at is null
      and p.organization_id = r.organization_id and p.batch_id = r.batch_id and p.line = r.line
    returning r.id, p.id as "payoutId"`);
  // Undoes everything: a payout without its row must not stay.
  if (resolved.length !== created.length)
    throw new Error(`${created.length} payouts were created of refused rows and ${resolved.length} rows resolved`);
  await resolveErrors(tx, actor, ids, now);
  return new Map(resolved.map(({ id, payoutId }) => [id, payoutId]));
}

/** @param ids of refused rows, as an array of the database */
export async function resolveErrors(tx: Tx, actor: Actor, ids: SQL, now: Date): Promise<void> {
  await tx
    .update(ingestErrors)
    .set({ resolvedAt: now })
    .where(
      and(
        eq(ingestErrors.organizationId, actor.organizationId),
        sql`${ingestErrors.refusedRowId} = any(${ids})`,
        isNull(ingestErrors.resolvedAt),
      ),
    );
}

async function recount(
  tx: Tx,
  actor: Actor,
  batch: Batch,
  created: readonly Repaired[],
  payouts: ReadonlyMap<string, string>,
  now: Date,
): Promise<void> {
  const refusedCount = batch.refusedCount - created.length;
  await moveBatch(tx, { actor, id: batch.id }, refusedCount === 0 ? "repairLastRows" : "repairSomeRows", {
    set: {
      acceptedCount: batch.acceptedCount + created.length,
      refusedCount,
      createdCount: batch.createdCount + created.length,
      repairedCount: batch.repairedCount + created.length,
      totals: new MoneyTotals(batch.totals).add(created.map(({ fields }) => fields)).stored(),
    },
    at: now,
    rows: created.map(({ attempt }) => ({
      payoutId: payouts.get(attempt.row.id)!,
      data: { line: attempt.row.line, changed: changedColumns(attempt).join(", ") },
    })),
  });
}
