import { and, asc, eq, gt, isNotNull, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { db, transaction } from "@/db/client";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { payouts } from "@/db/schema/payouts";
import { refusedRows } from "@/db/schema/refused_rows";
import { users } from "@/db/schema/users";
import type { Actor } from "@/lib/actor";
import { rowsWithError } from "@/lib/batches/error-queries";
import { notFound } from "@/lib/errors";
import type { IngestErrorCode } from "@/lib/ingest-errors/table";
import type { StoredRow } from "./attempts";

/** @throws DomainError `not_found` when the actor's organization has no such row */
export async function getRefusedRow(actor: Actor, rowId: string): Promise<StoredRow> {
  const known = z.uuid().safeParse(rowId).success;
  const [row] = known
    ? await db
        .select()
        .from(refusedRows)
        .where(and(eq(refusedRows.organizationId, actor.organizationId), eq(refusedRows.id, rowId)))
    : [];
  if (!row) throw notFound("row");
  return row;
}

const ofBatch = (actor: Actor, batchId: string) =>
  and(eq(refusedRows.organizationId, actor.organizationId), eq(refusedRows.batchId, batchId));

/**
 * The rows of a batch that are refused still, in the order of the file, some at a time.
 * @param code only those that have this error
 */
export async function* openRows(
  actor: Actor,
  batchId: string,
  size: number,
  code?: IngestErrorCode,
): AsyncGenerator<StoredRow[]> {
  const asked = code && rowsWithError(actor, batchId, code);
  for (let after = 0; ; ) {
    const rows = await db
      .select()
      .from(refusedRows)
      .where(and(ofBatch(actor, batchId), isNull(refusedRows.resolvedAt), gt(refusedRows.line, after), asked))
      .orderBy(asc(refusedRows.line))
      .limit(size);
    if (rows.length > 0) yield rows;
    if (rows.length < size) return;
    after = rows.at(-1)!.line;
  }
}

/** Rows that were refused at these lines of a batch, repaired since or not. */
export async function rowsAtLines(actor: Actor, batchId: string, lines: readonly number[]): Promise<StoredRow[]> {
  return db
    .select()
    .from(refusedRows)
    .where(and(ofBatch(actor, batchId), sql`${refusedRows.line} = any(${sql.param(lines)}::int[])`));
}

/** Of these rows, the ones the batch has, repaired since or not, in the order of the file. */
export async function rowsByIds(actor: Actor, batchId: string, ids: readonly string[]): Promise<StoredRow[]> {
  const asked = sql`${refusedRows.id} = any(${sql.param(ids)}::uuid[])`;
  return db
    .select()
    .from(refusedRows)
    .where(and(ofBatch(actor, batchId), asked))
    .orderBy(asc(refusedRows.line));
}

/** A row that somebody else repaired while it was judged is refused for the reference that it has itself by now. */
export async function stillOpen(actor: Actor, batchId: string, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await rowsByIds(actor, batchId, ids);
  return new Set(rows.flatMap(({ id, resolvedAt }) => (resolvedAt ? [] : [id])));
}

/** To look into each of a million rows. */
const everyRowMs = 60_000;

/** Every name under which a row that is refused still keeps a cell. */
export async function openRowKeys(actor: Actor, batchId: string): Promise<string[]> {
  const keys = await transaction(
    (tx) =>
      tx.execute<{ key: string }>(sql`
        select distinct jsonb_object_keys(${refusedRows.values}) as key from ${refusedRows} where ${and(ofBatch(actor, batchId), isNull(refusedRows.resolvedAt))}`),
    { deadlineMs: everyRowMs, accessMode: "read only" },
  );
  return keys.map(({ key }) => key);
}

/** What is wrong with these rows, by row. */
export async function openErrorsOf(
  actor: Actor,
  rows: readonly StoredRow[],
): Promise<Map<string, (typeof ingestErrors.$inferSelect)[]>> {
  const ids = rows.map(({ id }) => id);
  const own = and(eq(ingestErrors.organizationId, actor.organizationId), isNull(ingestErrors.resolvedAt));
  const errors = await db
    .select()
    .from(ingestErrors)
    .where(and(own, sql`${ingestErrors.refusedRowId} = any(${sql.param(ids)}::uuid[])`))
    .orderBy(asc(ingestErrors.id));
  return new Map(ids.map((id) => [id, errors.filter((error) => error.refusedRowId === id)]));
}

const resolvedRowsShown = 50;
export type RepairedRow = {
  line: number;
  payoutId: string;
  recipientName: string;
  reference: string;
  resolvedAt: Date;
  byName: string | null;
};

/**
 * Rows of a batch that became payouts by being repaired, in the order of the file, the first of them, and how many
 * there are.
 */
export async function repairedRows(
  actor: Actor,
  batchId: string,
  limit = resolvedRowsShown,
): Promise<{ rows: RepairedRow[]; total: number }> {
  const repaired = and(ofBatch(actor, batchId), isNotNull(refusedRows.payoutId));
  const rows = await db
    .select({
      line: refusedRows.line,
      payoutId: payouts.id,
      recipientName: payouts.recipientName,
      reference: payouts.reference,
      resolvedAt: refusedRows.resolvedAt,
      byName: users.name,
    })
    .from(refusedRows)
    .innerJoin(
      payouts,
      and(eq(payouts.organizationId, refusedRows.organizationId), eq(payouts.id, refusedRows.payoutId)),
    )
    .leftJoin(users, and(eq(users.organizationId, refusedRows.organizationId), eq(users.id, refusedRows.resolvedBy)))
    .where(repaired)
    .orderBy(asc(refusedRows.line))
    .limit(limit);
  return {
    rows: rows.map((row) => ({ ...row, resolvedAt: row.resolvedAt! })),
    total: await db.$count(refusedRows, repaired),
  };
}

type SetAsideRow = {
  line: number;
  values: Record<string, string>;
  reason: string;
  resolvedAt: Date;
  byName: string | null;
};

/** Rows of a batch that were set aside, in the order of the file: the first of them. */
export async function setAsideRows(actor: Actor, batchId: string, limit = resolvedRowsShown): Promise<SetAsideRow[]> {
  const rows = await db
    .select({
      line: refusedRows.line,
      values: refusedRows.values,
      reason: refusedRows.setAsideReason,
      resolvedAt: refusedRows.resolvedAt,
      byName: users.name,
    })
    .from(refusedRows)
    .leftJoin(users, and(eq(users.organizationId, refusedRows.organizationId), eq(users.id, refusedRows.resolvedBy)))
    .where(and(ofBatch(actor, batchId), isNotNull(refusedRows.setAsideReason)))
    .orderBy(asc(refusedRows.line))
    .limit(limit);
  return rows.map((row) => ({ ...row, reason: row.reason!, resolvedAt: row.resolvedAt! }));
}
