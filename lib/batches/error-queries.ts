import { and, asc, count, desc, eq, gt, inArray, isNull, sql, type SQL } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { payouts } from "@/db/schema/payouts";
import { refusedRows } from "@/db/schema/refused_rows";
import type { Actor } from "@/lib/actor";
import { reasonOf, type IngestErrorCode, type ReasonCount } from "@/lib/ingest-errors/table";
import { getBatch } from "./queries";

const errorPageSize = 50;

/** `payoutId` is the payout that already has the refused reference. */
export type RowError = typeof ingestErrors.$inferSelect & { payoutId: string | null };
export type RefusedRow = typeof refusedRows.$inferSelect & { errors: RowError[] };
type RefusedPage = { rows: RefusedRow[]; next: number | null };

/**
 * The rows of a batch that are refused still, in the order of the file, each with its errors.
 * @param asked `afterLine`: starts behind this line; `code`: only rows with this error
 * @throws DomainError `not_found`
 */
export async function batchErrors(
  actor: Actor,
  batchId: string,
  { afterLine = 0, code }: { afterLine?: number; code?: IngestErrorCode } = {},
  size = errorPageSize,
  executor: Executor = db,
): Promise<RefusedPage> {
  await getBatch(actor, batchId, executor);
  const own = and(
    eq(refusedRows.organizationId, actor.organizationId),
    eq(refusedRows.batchId, batchId),
    isNull(refusedRows.resolvedAt),
    gt(refusedRows.line, afterLine),
    code && rowsWithError(actor, batchId, code),
  );
  const found = await executor
    .select()
    .from(refusedRows)
    .where(own)
    .orderBy(asc(refusedRows.line))
    .limit(size + 1);
  const rows = found.slice(0, size);
  const errors = await errorsOf(
    actor,
    rows.map((row) => row.id),
    executor,
  );
  return {
    rows: rows.map((row) => ({ ...row, errors: errors.filter((error) => error.refusedRowId === row.id) })),
    next: found.length > size ? (rows.at(-1)?.line ?? null) : null,
  };
}

async function errorsOf(actor: Actor, rowIds: string[], executor: Executor): Promise<RowError[]> {
  if (rowIds.length === 0) return [];
  const used = and(
    eq(payouts.organizationId, ingestErrors.organizationId),
    eq(payouts.reference, ingestErrors.value),
    eq(ingestErrors.code, "reference_used"),
  );
  const rows = await executor
    .select({ error: ingestErrors, payoutId: payouts.id })
    .from(ingestErrors)
    .leftJoin(payouts, used)
    .where(and(eq(ingestErrors.organizationId, actor.organizationId), inArray(ingestErrors.refusedRowId, rowIds)))
    .orderBy(asc(ingestErrors.id));
  return rows.map(({ error, payoutId }) => ({ ...error, payoutId }));
}

/** Rows that still have an error of this code. */
export const rowsWithError = (actor: Actor, batchId: string, code: string): SQL => sql`${refusedRows.id} in (
  select ${ingestErrors.refusedRowId} from ${ingestErrors} where ${and(
    eq(ingestErrors.organizationId, actor.organizationId),
    eq(ingestErrors.batchId, batchId),
    eq(ingestErrors.code, code),
    isNull(ingestErrors.resolvedAt),
    isNull(ingestErrors.payoutId),
  )})`;

/** Why a file as a whole could not be used; none for a file that could be read to its end. */
export async function fileErrors(actor: Actor, batchId: string, executor: Executor = db) {
  const own = and(
    eq(ingestErrors.organizationId, actor.organizationId),
    eq(ingestErrors.batchId, batchId),
    eq(ingestErrors.scope, "file"),
  );
  return executor.select().from(ingestErrors).where(own).orderBy(asc(ingestErrors.id));
}

/**
 * Why rows of a batch were refused and still are, the most frequent reason first; `rows` counts rows, so a row with two
 * faults is in two reasons.
 */
export async function batchReasons(actor: Actor, batchId: string, executor: Executor = db): Promise<ReasonCount[]> {
  const own = and(
    eq(ingestErrors.organizationId, actor.organizationId),
    eq(ingestErrors.batchId, batchId),
    isNull(ingestErrors.payoutId),
    isNull(ingestErrors.resolvedAt),
  );
  // A row can have the same fault in two columns. So spelled, an index alone answers, also for a million rows.
  const faults = executor
    .selectDistinct({ code: ingestErrors.code, rowId: ingestErrors.refusedRowId })
    .from(ingestErrors)
    .where(own)
    .as("faults");
  const rows = await executor
    .select({ code: faults.code, rows: count(faults.rowId) })
    .from(faults)
    .groupBy(faults.code)
    .orderBy(desc(count(faults.rowId)), asc(faults.code));
  return rows.flatMap((row) => (row.rows > 0 ? [{ ...row, reason: reasonOf(row.code) }] : []));
}
