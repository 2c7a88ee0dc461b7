import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { batchStatuses, batchStatusTable } from "@/lib/batches/status";
import { lookForFilters } from "./filters";
import { erasing, hasAddress, namedTables } from "./personal";
import type { Person } from "./person";

/** One transaction of an erasure. It can be run again, and then finds nothing left. @returns the rows it changed */
type EraseStep = (tx: Tx, person: Person) => Promise<number>;

const ended = batchStatuses.filter((status) => batchStatusTable[status].waitsFor === null);
export const endedStatuses = sql`${sql.param([...ended])}::batch_status[]`;

/**
 * The ended batches that have the person in their file, or may have them where nothing else says who was in it: because
 * nothing was created from the file, or rows of it were skipped. Nothing reads the file of a batch that has ended.
 */
const theirBatches = ({ organizationId, erasureId, address }: Person): SQL => sql`(
  select b.id from batches b where b.organization_id = ${organizationId}::uuid and b.status = any(${endedStatuses})
    and (b.created_count = 0 or b.skipped_count > 0
      or exists (select from payouts p where p.organization_id = ${organizationId}::uuid and p.batch_id = b.id and p.erasure_id = ${erasureId}::uuid)
      or exists (select from refused_rows r where r.organization_id = ${organizationId}::uuid and r.batch_id = b.id and ${hasAddress(address)})
      or exists (select from archive.refused_rows r where r.organization_id = ${organizationId}::uuid and r.batch_id = b.id and ${hasAddress(address)})))`;

/**
 * Removes the stored files of some batches of an organization, wherever they stand, and says so in the batches.
 * @param which selects ids of batches
 * @returns how many pieces of files it removed
 */
export async function removeFiles(tx: Tx, organizationId: string, which: SQL): Promise<number> {
  await tx.execute(sql`
    update batches set file_removed_at = date_trunc('milliseconds', clock_timestamp())
    where organization_id = ${organizationId}::uuid and file_removed_at is null and id in ${which}`);
  const removed = async (table: SQL) =>
    (
      await tx.execute(
        sql`delete from ${table} where organization_id = ${organizationId}::uuid and batch_id in ${which} returning 1`,
      )
    ).length;
  return (await removed(sql`batch_file_chunks`)) + (await removed(sql`archive.batch_file_chunks`));
}

const countOf = async (tx: Tx, statement: SQL) => (await tx.execute(sql`${statement} returning 1`)).length;

/**
 * What the search knows of them goes in the same statement. The change of a payout has the worker enter it anew; a
 * statement of its own could take away what the worker has just entered.
 */
const erasePayouts =
  (named: (typeof namedTables)[number]): EraseStep =>
  async (tx, person) => {
    const erased = await tx.execute(sql`
      with erased as (${erasing(person, named, "public")} returning id),
      forgotten as (
        delete from payout_search where organization_id = ${person.organizationId}::uuid and payout_id in (select id from erased))
      select from erased`);
    return erased.length;
  };

/** First the filters, found by what payouts say; then files, which are found by rows; last the payouts, by which nearly everything is found. */
export const eraseSteps: readonly EraseStep[] = [
  lookForFilters,
  (tx, person) => removeFiles(tx, person.organizationId, theirBatches(person)),
  async (tx, { organizationId, erasureId }) => {
    const [row] = await tx.execute<{ erased: number }>(
      sql`select archive.erase_events(${organizationId}::uuid, ${erasureId}::uuid) as erased`,
    );
    return row!.erased;
  },
  ...namedTables.flatMap((named): EraseStep[] => [
    named.name === "payouts" ? erasePayouts(named) : (tx, person) => countOf(tx, erasing(person, named, "public")),
    ...(named.table.archived ? [(tx: Tx, person: Person) => countOf(tx, erasing(person, named, "archive"))] : []),
  ]),
];
