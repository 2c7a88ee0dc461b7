import { and, eq, sql, type SQL } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { insertInto, rowsOf } from "@/db/insert-into";
import { batches } from "@/db/schema/batches";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { refusedRows } from "@/db/schema/refused_rows";
import type { Batch } from "@/lib/batches/queries";
import type { RefusedRecord } from "@/lib/batches/rules/judge";
import type { IngestError } from "@/lib/ingest-errors/table";
import { newIds } from "@/lib/new-ids";

type BatchId = Pick<Batch, "organizationId" | "id">;
type Stage = (typeof ingestErrors.$inferInsert)["stage"];

const rowsPerStatement = 5_000;

const chunks = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / rowsPerStatement) }, (_, index) =>
    rows.slice(index * rowsPerStatement, (index + 1) * rowsPerStatement),
  );

const ofBatch = ({ organizationId, id }: BatchId) => ({
  organizationId: sql`${organizationId}::uuid`,
  batchId: sql`${id}::uuid`,
});
const instant = (now: Date) => sql`${now.toISOString()}::timestamptz`;

/** Keeps refused rows as they were written, each with its errors. */
export async function writeRefusals(
  tx: Tx,
  batch: BatchId,
  rows: readonly RefusedRecord[],
  stage: Stage,
  now: Date,
): Promise<void> {
  const ids = newIds(rows.length);
  const kept = rows.map(({ line, values }, index) => ({ id: ids[index], line, values }));
  const values = { ...ofBatch(batch), id: sql`id`, line: sql`line`, values: sql`"values"`, createdAt: instant(now) };
  for (const chunk of chunks(kept))
    await tx.execute(insertInto(refusedRows, values, rowsOf(refusedRows, chunk, ["id", "line", "values"])));
  const errors = rows.flatMap((row, index) => row.errors.map((error) => ({ ...error, refusedRowId: ids[index]! })));
  await writeErrors(tx, batch, errors, stage, now);
}

type KeptError = IngestError & { refusedRowId: string | null };

const errorColumns = [
  "id",
  "refusedRowId",
  "scope",
  "line",
  "column",
  "code",
  "message",
  "value",
  "suggestion",
] as const;
const errorValues = Object.fromEntries(errorColumns.map((name) => [name, sql`${sql.identifier(name)}`])) as Record<
  (typeof errorColumns)[number],
  SQL
>;

/** Keeps errors, each with the refused row it is about, or with none when it is about the file. */
export async function writeErrors(
  tx: Tx,
  batch: BatchId,
  errors: readonly KeptError[],
  stage: Stage,
  now: Date,
): Promise<void> {
  const ids = newIds(errors.length);
  const kept = errors.map((error, index) => ({ ...error, id: ids[index] }));
  const values = {
    ...ofBatch(batch),
    ...errorValues,
    stage: sql`${stage}::ingest_error_stage`,
    occurredAt: instant(now),
  };
  for (const chunk of chunks(kept))
    await tx.execute(insertInto(ingestErrors, values, rowsOf(ingestErrors, chunk, errorColumns)));
}

/**
 * Deletes whatever was kept of a batch's rows and their errors. What is written of it later, also in this transaction, is
 * noted when that commits.
 */
export async function deleteRefusals(tx: Tx, { organizationId, id }: BatchId): Promise<void> {
  await tx
    .update(batches)
    .set({ lastErrorMinute: null })
    .where(and(eq(batches.organizationId, organizationId), eq(batches.id, id)));
  for (const table of [ingestErrors, refusedRows])
    await tx.delete(table).where(and(eq(table.organizationId, organizationId), eq(table.batchId, id)));
}
