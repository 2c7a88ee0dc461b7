import { and, eq, sql, type SQL } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { batchFileChunks } from "@/db/schema/batch_file_chunks";
import { batches } from "@/db/schema/batches";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { refusedRows } from "@/db/schema/refused_rows";
import { batchStatuses, batchStatusTable } from "@/lib/batches/status";
import { openStatuses } from "@/lib/payouts/transitions";
import type { Step, Stepped } from "./step";
import { movingRows } from "./records";

const ended = batchStatuses.filter((status) => batchStatusTable[status].waitsFor === null);
const batchesAtOnce = 100;
/** Of 1 MB each. */
const piecesAtOnce = 8;

/** Errors go before the rows that they refer to. Those of payouts, and of the file as a whole, stay. */
const tables: readonly { table: PgTable; which: SQL; order: SQL; most: number }[] = [
  { table: ingestErrors, which: sql`refused_row_id is not null`, order: sql`line`, most: Infinity },
  { table: refusedRows, which: sql`true`, order: sql`line`, most: Infinity },
  { table: batchFileChunks, which: sql`true`, order: sql`seq`, most: piecesAtOnce },
];

/** Moves files and refused rows, one batch after another. */
export async function moveFromBatches(step: Step): Promise<Stepped> {
  const { batchId } = step.progress;
  if (batchId === null) return findBatch(step);
  for (const one of tables) {
    const moved = await moveSome(step, batchId, one);
    if (moved > 0) return { moved, ended: false };
  }
  return { moved: 0, ended: false, batchId: null };
}

async function moveSome(
  { tx, progress: { organizationId }, size }: Step,
  batchId: string,
  { table, which, order, most }: (typeof tables)[number],
): Promise<number> {
  const places = sql`
    select ctid from ${table} where organization_id = ${organizationId}::uuid and batch_id = ${batchId}::uuid and ${which}
    order by ${order} limit ${Math.min(size, most)}`;
  const kept = await tx.execute(sql`with ${movingRows(table, organizationId, places)} select from kept`);
  return kept.length;
}

const arrayOf = (values: readonly string[], type: string) => sql`${sql.param([...values])}::${sql.raw(type)}[]`;

/** True of a batch `b`: it has ended, nothing has happened to it since, and none of its payouts is open. */
const mayGo = (before: SQL): SQL => sql`(
  b.records_moved_at is null and b.status = any(${arrayOf(ended, "batch_status")})
  and (b.last_error_minute is null or b.last_error_minute < date_trunc('minute', ${before}, 'UTC'))
  and not exists (select from events e
    where e.organization_id = b.organization_id and e.batch_id = b.id and e.occurred_at >= ${before})
  and not exists (select from payouts p
    where p.organization_id = b.organization_id and p.batch_id = b.id and p.archived_at is null
      and p.status = any(${arrayOf(openStatuses, "payout_status")})))`;

type Seen = { id: string; at: string; mayGo: boolean };

/** Goes on to the next batch whose records may go, and says in the batch that they do. */
async function findBatch({ tx, progress, before }: Step): Promise<Stepped> {
  const { organizationId, reachedAt, reachedId } = progress;
  const reached = sql`(${reachedAt?.toISOString() ?? "-infinity"}::timestamptz, ${reachedId ?? organizationId}::uuid)`;
  const seen = await tx.execute<Seen>(sql`
    select b.id, b.created_at as at, ${mayGo(before)} as "mayGo" from ${batches} b
    where b.organization_id = ${organizationId}::uuid and (b.created_at, b.id) > ${reached} and b.created_at < ${before}
    order by b.created_at, b.id limit ${batchesAtOnce}`);
  const found = seen.find((one) => one.mayGo);
  const last = found ?? seen.at(-1);
  if (!last) return { moved: 0, ended: true };
  const to = { reachedAt: new Date(last.at), reachedId: last.id };
  if (!found) return { moved: 0, ended: seen.length < batchesAtOnce, ...to };
  await tx
    .update(batches)
    .set({ recordsMovedAt: sql`date_trunc('milliseconds', clock_timestamp())` })
    .where(and(eq(batches.organizationId, organizationId), eq(batches.id, found.id)));
  return { moved: 0, ended: false, ...to, batchId: found.id };
}
