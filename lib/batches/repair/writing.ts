import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { organizations } from "@/db/schema/organizations";
import { refusedRows } from "@/db/schema/refused_rows";
import type { Actor } from "@/lib/actor";
import { DomainError, notFound } from "@/lib/errors";
import { recordEvents } from "@/lib/events";
import { MoneyTotals } from "@/lib/money-totals";
import { databaseNow } from "@/lib/time";
import type { Batch } from "@/lib/batches/queries";
import { changedColumns, type Mended } from "./attempts";
import { finalStatus } from "@/lib/batches/status";
import { createPayouts } from "@/lib/payouts/creation";

/**
 * `payouts`: what was made, by refused row. `already`: repaired by somebody else meanwhile. `taken`: another payout got
 * the reference first.
 */
export type Written = { payouts: Map<string, string>; already: Mended[]; taken: Mended[] };

/**
 * Makes payouts of mended rows: payout, event and owed email, the row and its errors resolved, the batch's counts and
 * status, all in one transaction. However many try the same row at once, one makes it.
 * @throws DomainError `not_found`, `conflict` when the batch has not ended
 */
export function resolveRows(actor: Actor, batchId: string, mended: readonly Mended[]): Promise<Written> {
  return transaction(async (tx) => {
    const batch = await holdBatch(tx, actor, batchId);
    const now = await databaseNow(tx);
    const open = await holdOpenRows(tx, actor, batchId, mended);
    const ours = mended.filter(({ attempt }) => open.has(attempt.row.id));
    const lost = await createPayouts(
      tx,
      actor,
      ours.map(({ attempt, fields }) => ({ line: attempt.row.line, ...fields })),
      { batchId, now, lifetimeDays: batch.lifetimeDays },
    );
    const made = ours.filter(({ fields }) => !lost.has(fields.reference));
    const payouts = await resolve(tx, actor, batchId, made, now);
    await recount(tx, batch, made);
    await tell(tx, actor, batchId, made, payouts, now);
    return {
      payouts,
      already: mended.filter(({ attempt }) => !open.has(attempt.row.id)),
      taken: ours.filter(({ fields }) => lost.has(fields.reference)),
    };
  });
}

/** Repairs of one batch go one after another: its counts are theirs together. */
async function holdBatch(tx: Tx, actor: Actor, batchId: string): Promise<Batch & { lifetimeDays: number }> {
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

/**
 * Whether refused rows of the batch can be repaired: it has ended, and no good row of it waits or was given up with the
 * others.
 */
export const isRepairable = (batch: Batch): boolean =>
  batch.processedAt !== null &&
  batch.createdCount === batch.acceptedCount &&
  batch.status === finalStatus(batch.acceptedCount, batch.refusedCount);

/** @throws DomainError `conflict` */
export function assertRepairable(batch: Batch): void {
  if (isRepairable(batch)) return;
  const whole = batch.processedAt !== null;
  throw new DomainError(
    "conflict",
    whole
      ? "This file created nothing, and its good rows are not payouts either. Mend the file and upload it as a new one."
      : "This batch is not finished. Its refused rows can be repaired once its good rows are payouts.",
  );
}

async function holdOpenRows(tx: Tx, actor: Actor, batchId: string, mended: readonly Mended[]): Promise<Set<string>> {
  const ids = mended.map(({ attempt }) => attempt.row.id);
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
  made: readonly Mended[],
  now: Date,
): Promise<Map<string, string>> {
  const ids = sql`${sql.param(made.map(({ attempt }) => attempt.row.id))}::uuid[]`;
  const at = sql`${now.toISOString()}::timestamptz`;
  const resolved = await tx.execute<{ id: string; payoutId: string }>(sql`
    update refused_rows r set payout_id = p.id, resolved_at = ${at}, resolved_by = ${actor.type === "user" ? actor.userId : null}::uuid
    from payouts p
    where r.organization_id = ${actor.organizationId}::uuid and r.batch_id = ${batchId}::uuid and r.id = any(${ids}) and r.resolved_at is null
      and p.organization_id = r.organization_id and p.batch_id = r.batch_id and p.line = r.line
    returning r.id, p.id as "payoutId"`);
  // Undoes everything: a payout that no row answers for must not stay.
  if (resolved.length !== made.length)
    throw new Error(`${made.length} payouts were made of refused rows and ${resolved.length} rows resolved`);
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
  return new Map(resolved.map(({ id, payoutId }) => [id, payoutId]));
}

async function recount(tx: Tx, batch: Batch, made: readonly Mended[]): Promise<void> {
  if (made.length === 0) return;
  const acceptedCount = batch.acceptedCount + made.length;
  const refusedCount = batch.refusedCount - made.length;
  await tx
    .update(batches)
    .set({
      acceptedCount,
      refusedCount,
      createdCount: batch.createdCount + made.length,
      status: finalStatus(acceptedCount, refusedCount),
      totals: new MoneyTotals(batch.totals).add(made.map(({ fields }) => fields)).stored(),
    })
    .where(and(eq(batches.organizationId, batch.organizationId), eq(batches.id, batch.id)));
}

async function tell(
  tx: Tx,
  actor: Actor,
  batchId: string,
  made: readonly Mended[],
  payouts: ReadonlyMap<string, string>,
  now: Date,
): Promise<void> {
  const repaired = made.map(({ attempt }) => ({
    name: "batch.row_repaired" as const,
    occurredAt: now,
    batchId,
    payoutId: payouts.get(attempt.row.id)!,
    data: { line: attempt.row.line, changed: changedColumns(attempt).join(", ") },
  }));
  await recordEvents(tx, actor, repaired);
}
