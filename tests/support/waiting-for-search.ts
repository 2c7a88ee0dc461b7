import { sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";

/** A search looks at so many payouts that wait to be entered. */
const lookedAtMost = 10_000;

/**
 * Makes more payouts of an organization wait for the search than it looks at, as after a large file: as if all its
 * payouts, which are few, had been changed again and again. No worker enters them until `work` has ended.
 */
export function whileManyWaitForSearch<T>(organizationId: string, work: () => Promise<T>): Promise<T> {
  const holding = async () => {
    await db.execute(sql`insert into payout_search_queue (organization_id, first_id, last_id, id)
      select ${organizationId}, '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', gen_random_uuid()
      from generate_series(0, ${lookedAtMost}::int / (select count(*)::int from payouts where organization_id = ${organizationId}))`);
    try {
      return await work();
    } finally {
      await db.execute(
        sql`delete from payout_search_queue where organization_id = ${organizationId} and first_id <> last_id`,
      );
    }
  };
  return transaction(
    async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`payout_search ${organizationId}`}, 0))`);
      return holding();
    },
    { deadlineMs: 60_000 },
  );
}
