import { sql } from "drizzle-orm";
import { transaction, type Tx } from "@/db/client";
import { payoutSearch, payoutSearchQueue } from "@/db/schema/payout_search";
import { payouts } from "@/db/schema/payouts";
import { organizationsWith } from "@/lib/settings/organizations";

/**
 * Enters payouts that wait for it into the table that the search reads, of every organization, at most `limit` of each
 * in one transaction. Entering a payout again writes it as it stands, so a worker that dies midway leaves nothing to
 * repair. Two workers never enter payouts of one organization at once: the later one could write what it read earlier.
 * @param limit at least 2
 * @returns how much was done; 0 when nothing waits, or other workers are at it
 */
export async function enterIntoSearch(limit: number): Promise<number> {
  let entered = 0;
  for await (const id of organizationsWith(payoutSearchQueue))
    entered += await transaction((tx) => enterSome(tx, id, limit));
  return entered;
}

/**
 * The payouts are read in the order of their key, and the server may not sort, so that no index but the key's can serve,
 * whatever the server believes of the table.
 */
async function enterSome(tx: Tx, organizationId: string, limit: number): Promise<number> {
  const [lock] = await tx.execute<{ mine: boolean }>(sql`
    select pg_try_advisory_xact_lock(hashtextextended(${`payout_search ${organizationId}`}, 0)) as mine,
      set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)`);
  if (!lock!.mine) return 0;
  const own = sql`organization_id = ${organizationId}`;
  const [row] = await tx.execute<{ ranges: number; payouts: number }>(sql`
    with range as materialized (select first_id, last_id, id from ${payoutSearchQueue} where ${own} order by organization_id, first_id, id limit 1),
    chunk as materialized (
      select id, payout_search_text(recipient_name, recipient_email, reference, extra) as text,
        payout_extra_keys(organization_id, extra) as extra_keys from ${payouts}
      where ${own} and id >= (select first_id from range) and id <= (select last_id from range)
      order by organization_id, id limit ${limit}),
    entered as (
      insert into ${payoutSearch} (organization_id, payout_id, text, extra_keys) select ${organizationId}::uuid, id, text, extra_keys from chunk
      on conflict (organization_id, payout_id) do update set text = excluded.text, extra_keys = excluded.extra_keys
        where (payout_search.text, payout_search.extra_keys) is distinct from (excluded.text, excluded.extra_keys)),
    shortened as (
      update ${payoutSearchQueue} as q set first_id = (select id from chunk order by id desc limit 1) from range
      where q.${own} and q.first_id = range.first_id and q.id = range.id and (select count(*) from chunk) = ${limit}),
    ended as (
      delete from ${payoutSearchQueue} as q using range
      where q.${own} and q.first_id = range.first_id and q.id = range.id and (select count(*) from chunk) < ${limit})
    select (select count(*) from range)::int as ranges, (select count(*) from chunk)::int as payouts`);
  return row!.ranges + row!.payouts;
}
