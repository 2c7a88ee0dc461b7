import { sql, type SQL } from "drizzle-orm";
import { db, transaction, type Tx } from "@/db/client";
import { organizationPages } from "@/lib/settings/organizations";
import { expiringStatus } from "@/lib/payouts/transitions";
import { endedStatuses, removeFiles } from "./steps";

/** A file is deleted in pieces of 1 MB; this is for a disk that is busy. */
const removalMs = 60_000;
const answersAtOnce = 1_000;

/**
 * Removes the stored files of batches that ended longer ago than their organization keeps them, and the verification
 * answers of their payouts that no recipient can claim any more. A payout that is still open loses its answer later.
 * @param size batches of each organization, at most
 * @returns how many batches and payouts it took something from
 */
export async function removeOldFiles(size: number): Promise<number> {
  let removed = 0;
  for await (const page of organizationPages())
    for (const { id } of page) if (await keepsForAWhile(id)) removed += await removeOf(id, size);
  return removed;
}

async function keepsForAWhile(organizationId: string): Promise<boolean> {
  const [found] = await db.execute(
    sql`select 1 from organizations where id = ${organizationId}::uuid and file_days > 0`,
  );
  return found !== undefined;
}

const removeOf = (organizationId: string, size: number): Promise<number> =>
  transaction(
    async (tx) => {
      // The settings stay as they are until this is done, and two workers take turns.
      const [kept] = await tx.execute<{ before: string | null }>(sql`
        select now() - make_interval(days => nullif(file_days, 0)) as before from organizations
        where id = ${organizationId}::uuid for share`);
      if (!kept?.before) return 0;
      const before = sql`${kept.before}::timestamptz`;
      const found = await tx.execute<{ id: string }>(sql`
        select b.id from batches b
        where b.organization_id = ${organizationId}::uuid and b.file_removed_at is null and ${endedBefore(before)}
        order by b.created_at, b.id limit ${size} for update skip locked`);
      const ids = sql.param(found.map(({ id }) => id));
      if (found.length > 0) await removeFiles(tx, organizationId, sql`(select unnest(${ids}::uuid[]))`);
      return found.length + (await removeAnswers(tx, organizationId, before));
    },
    { deadlineMs: removalMs },
  );

/** True of a batch `b` that has ended before then; one that was discarded early has no moment of its end. */
const endedBefore = (before: SQL) =>
  sql`b.status = any(${endedStatuses}) and coalesce(b.processed_at, b.validated_at, b.created_at) < ${before}`;

async function removeAnswers(tx: Tx, organizationId: string, before: SQL): Promise<number> {
  const removed = await tx.execute(sql`
    update payouts set verification_answer = null where organization_id = ${organizationId}::uuid and id in (
      select p.id from batches b, payouts p
      where b.organization_id = ${organizationId}::uuid and b.file_removed_at is not null and ${endedBefore(before)}
        and p.organization_id = ${organizationId}::uuid and p.batch_id = b.id
        and p.verification_answer is not null and p.status <> ${expiringStatus.from}::payout_status
      limit ${answersAtOnce})
    returning 1`);
  return removed.length;
}
