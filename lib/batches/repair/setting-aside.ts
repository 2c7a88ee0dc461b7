import { and, eq, isNull, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { refusedRows } from "@/db/schema/refused_rows";
import { assertAdmin, type Actor } from "@/lib/actor";
import { getBatch } from "@/lib/batches/queries";
import { moveBatch } from "@/lib/batches/transition";
import { notFound } from "@/lib/errors";
import type { IngestErrorCode } from "@/lib/ingest-errors/table";
import { databaseNow } from "@/lib/time";
import { openRows, rowsByIds } from "./queries";
import { assertRepairable, lockBatch, resolveErrors } from "./writing";

const rowsAtOnce = 500;
/** How many lines an event names. */
const linesNamed = 10;

/**
 * Sets refused rows of a batch aside that are no payments, such as a line of totals: they stay as they were written, with
 * the reason, and count as refused no longer. Rows that were repaired or set aside before stay as they are.
 * @param which the rows themselves, or all that still have this error
 * @param reason 1 to 500 characters
 * @returns how many were set aside
 * @throws DomainError `forbidden` for everyone but admins, `not_found` for a row that the batch does not have,
 * `conflict` when the batch has not ended
 */
export async function setAside(
  actor: Actor,
  batchId: string,
  which: { rowIds: readonly string[] } | { code: IngestErrorCode },
  reason: string,
): Promise<number> {
  assertAdmin(actor);
  assertRepairable(await getBatch(actor, batchId));
  if ("rowIds" in which) {
    const rows = await rowsByIds(actor, batchId, which.rowIds);
    if (rows.length < new Set(which.rowIds).size) throw notFound("row");
    return setAsideTogether(actor, batchId, which.rowIds, reason);
  }
  let total = 0;
  for await (const rows of openRows(actor, batchId, rowsAtOnce, which.code))
    total += await setAsideTogether(
      actor,
      batchId,
      rows.map(({ id }) => id),
      reason,
    );
  return total;
}

/** Rows, their errors, the counts, the status and the event, all in one transaction. */
function setAsideTogether(actor: Actor, batchId: string, ids: readonly string[], reason: string): Promise<number> {
  return transaction(async (tx) => {
    const batch = await lockBatch(tx, actor, batchId);
    const now = await databaseNow(tx);
    const rows = await tx
      .update(refusedRows)
      .set({ setAsideReason: reason, resolvedAt: now, resolvedBy: actor.type === "user" ? actor.userId : null })
      .where(
        and(
          eq(refusedRows.organizationId, actor.organizationId),
          eq(refusedRows.batchId, batchId),
          sql`${refusedRows.id} = any(${sql.param(ids)}::uuid[])`,
          isNull(refusedRows.resolvedAt),
        ),
      )
      .returning({ id: refusedRows.id, line: refusedRows.line });
    if (rows.length === 0) return 0;
    await resolveErrors(tx, actor, sql`${sql.param(rows.map(({ id }) => id))}::uuid[]`, now);
    const refusedCount = batch.refusedCount - rows.length;
    const ends = refusedCount === 0 && batch.acceptedCount > 0;
    await moveBatch(tx, { actor, id: batch.id }, ends ? "setLastRowsAside" : "setRowsAside", {
      set: { refusedCount, setAsideCount: batch.setAsideCount + rows.length },
      at: now,
      reason,
      data: { rows: rows.length, lines: linesInWords(rows.map(({ line }) => line)) },
    });
    return rows.length;
  });
}

function linesInWords(lines: readonly number[]): string {
  const sorted = [...lines].sort((one, other) => one - other);
  const named = sorted.slice(0, linesNamed).join(", ");
  const more = sorted.length - linesNamed;
  return `${sorted.length === 1 ? "line" : "lines"} ${named}${more > 0 ? ` and ${more} more` : ""}`;
}
