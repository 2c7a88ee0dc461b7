import { sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { waitingAtMost } from "@/lib/payouts/search/found";

/** The ids that the made-up entries of the queue have, and no others. */
const madeUp = "00000000-0000-7000-8000-";

/**
 * Makes so many payouts wait for the search, as after a large file, that it looks at the newest one of an organization and
 * at no other: as if that one had been changed again and again. No worker enters any until `work` has ended.
 * @param make makes payouts first, which are not entered
 */
export function whileManyWaitForSearch<T>(
  organizationId: string,
  work: () => Promise<T>,
  make: () => Promise<unknown> = () => Promise.resolve(),
): Promise<T> {
  return transaction(
    async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`payout_search ${organizationId}`}, 0))`);
      await make();
      await db.execute(sql`
        insert into payout_search_queue (organization_id, first_id, last_id, id)
        select ${organizationId}, newest.id, newest.id, (${madeUp} || lpad(n::text, 12, '0'))::uuid
        from (select id from payouts where organization_id = ${organizationId} order by id desc limit 1) as newest,
          generate_series(0, ${waitingAtMost}::int) as n`);
      try {
        return await work();
      } finally {
        await db.execute(sql`
          delete from payout_search_queue where organization_id = ${organizationId} and starts_with(id::text, ${madeUp})`);
      }
    },
    { deadlineMs: 60_000 },
  );
}
