import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { payouts } from "@/db/schema/payouts";
import type { Job } from "./job";
import { alike, since } from "@/lib/batches/rules/duplicates";
import type { AcceptedRow } from "@/lib/batches/rules/judge";
import type { Batch } from "@/lib/batches/queries";
import type { BatchCreation } from "@/lib/payouts/creation";

/**
 * Rows of a reviewed batch that are like a payout which its review could not tell of, because others made it since the
 * file came: creating them would pay somebody twice unwarned. A batch that was decided beforehand has none, and neither
 * has a row with the other payout's own reference, which is refused for that.
 * @returns by line, the reference of such a payout
 */
export async function repeatedMeanwhile(
  tx: Tx,
  { batch }: Job,
  rows: readonly AcceptedRow[],
  { now }: BatchCreation,
): Promise<Map<number, string>> {
  if (batch.autoProcess || !(await anythingNew(tx, batch, now))) return new Map();
  const recent = sql`${payouts.createdAt} >= ${since(now)}`;
  const found = await alike(
    tx,
    batch.organizationId,
    rows,
    payouts.reference,
    sql`${recent} and ${ofOthers(batch)} and ${unseen(batch)}`,
  );
  return new Map(
    rows.flatMap(({ line, reference }) =>
      found.has(line) && found.get(line) !== reference ? [[line, found.get(line)!] as const] : [],
    ),
  );
}

const ofOthers = ({ id }: Batch): SQL => sql`${payouts.batchId} is distinct from ${id}`;

/**
 * Payouts of a batch are as old as the start of its processing, and may have come to light much later: they count from
 * its end.
 */
const unseen = (batch: Batch): SQL => sql`(${payouts.createdAt} >= ${arrival(batch)} or exists (
  select 1 from ${batches} as maker where maker.organization_id = ${payouts.organizationId} and maker.id = ${payouts.batchId} and ${notEnded(sql`maker`, batch)}))`;

const notEnded = (maker: SQL, batch: Batch): SQL =>
  sql`(${maker}.processed_at is null or ${maker}.processed_at >= ${arrival(batch)})`;

const arrival = ({ createdAt }: Batch): SQL => sql`${createdAt.toISOString()}::timestamptz`;

/** Whether there is any such payout at all: mostly not, and then no row has to be held against any. */
async function anythingNew(tx: Tx, batch: Batch, start: Date): Promise<boolean> {
  // After a restart the batch's own payouts lie between, maybe a million; to find nothing beside them would take longer
  // than to look.
  if (batch.processedLine > 0) return true;
  const begun = sql`${start.toISOString()}::timestamptz`;
  // Its own are all of the instant at which it began, so that both ranges are as good as empty.
  const made = (range: SQL) =>
    sql`exists (select 1 from ${payouts} where ${payouts.organizationId} = ${batch.organizationId} and ${range} and ${ofOthers(batch)})`;
  const [row] = await tx.execute<{ found: boolean }>(sql`
    select ${made(sql`${payouts.createdAt} >= ${arrival(batch)} and ${payouts.createdAt} < ${begun}`)} or ${made(sql`${payouts.createdAt} > ${begun}`)} or exists (
      select 1 from ${batches} as maker where maker.organization_id = ${batch.organizationId} and maker.id <> ${batch.id} and maker.created_count > 0
        and ${notEnded(sql`maker`, batch)}) as found`);
  return row!.found;
}
