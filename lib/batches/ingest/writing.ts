import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { ingestErrors } from "@/db/schema/ingest_errors";
import { newIds } from "@/lib/new-ids";
import type { RefusedRecord } from "@/lib/batches/rules/cells";
import type { IngestError } from "@/lib/ingest-errors/table";

type Stage = (typeof ingestErrors.$inferInsert)["stage"];
type Owner = { organizationId: string };
type Kept = { batchId: string; now: Date };

const rowsPerStatement = 5_000;

const chunks = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / rowsPerStatement) }, (_, index) =>
    rows.slice(index * rowsPerStatement, (index + 1) * rowsPerStatement),
  );

/** Rows as one parameter, for a statement that makes thousands: many times quicker than a parameter for each value. */
const recordset = (rows: readonly object[], columns: SQL): SQL =>
  sql`json_to_recordset(${JSON.stringify(rows)}::json) as given(${columns})`;

/** Keeps refused rows as they were written, each with its errors. */
export async function writeRefusals(
  tx: Tx,
  owner: Owner,
  rows: readonly RefusedRecord[],
  stage: Stage,
  to: Kept,
): Promise<void> {
  const ids = newIds(rows.length);
  const kept = rows.map(({ line, values }, index) => ({ id: ids[index], line, values }));
  for (const chunk of chunks(kept)) {
    await tx.execute(sql`
      insert into refused_rows (organization_id, batch_id, id, line, "values", created_at)
      select ${owner.organizationId}::uuid, ${to.batchId}::uuid, id, line, "values", ${to.now.toISOString()}::timestamptz
      from ${recordset(chunk, sql`id uuid, line int, "values" jsonb`)}`);
  }
  const errors = rows.flatMap((row, index) => row.errors.map((error) => ({ ...error, refusedRowId: ids[index]! })));
  await writeErrors(tx, owner, errors, stage, to);
}

type PlacedError = IngestError & { refusedRowId: string | null };

/** Keeps errors, each with the refused row it is about, or with none when it is about the whole file. */
export async function writeErrors(
  tx: Tx,
  owner: Owner,
  errors: readonly PlacedError[],
  stage: Stage,
  to: Kept,
): Promise<void> {
  const ids = newIds(errors.length);
  const kept = errors.map(({ refusedRowId, ...error }, index) => ({
    ...error,
    id: ids[index],
    refused_row_id: refusedRowId,
  }));
  for (const chunk of chunks(kept)) {
    await tx.execute(sql`
      insert into ingest_errors (organization_id, batch_id, id, refused_row_id, scope, stage, line, column_name, code, message, value, suggestion, occurred_at)
      select ${owner.organizationId}::uuid, ${to.batchId}::uuid, id, refused_row_id, scope, ${stage}::ingest_error_stage, line, "column", code, message, value,
        suggestion, ${to.now.toISOString()}::timestamptz from ${recordset(chunk, errorColumns)}`);
  }
}

const errorColumns = sql`id uuid, refused_row_id uuid, scope ingest_error_scope, line int, "column" text, code text, message text, value text, suggestion text`;
