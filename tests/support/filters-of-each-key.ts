import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { UserActor } from "@/lib/actor";
import type { PayoutFilter } from "@/lib/payouts/list/filter";

/** Values of each key of the filter: a common one and a rare one. */
export async function filtersOfEachKey(actor: UserActor): Promise<PayoutFilter[]> {
  const [batches] = await db.execute<{ large: string; small: string }>(sql`
    select (array_agg(batch_id order by count desc))[1] as large, (array_agg(batch_id order by count))[1] as small from (
      select batch_id, count(*) as count from payouts where organization_id = ${actor.organizationId} and batch_id is not null group by 1) sizes`);
  const [rare] = await db.execute<{ currency: string }>(
    sql`select currency from payouts where organization_id = ${actor.organizationId} group by 1 order by count(*) limit 1`,
  );
  return [
    { group: "completed" },
    { group: "pending" },
    { group: "failed" },
    { status: ["completed"] },
    { status: ["failed_to_process"] },
    { status: ["pending"] },
    { status: ["expired", "canceled"] },
    { changed: "last-30d" },
    { changed: "last-24h" },
    { created: "last-30d" },
    { created: "last-24h" },
    { expires: "next-7d" },
    { evidence: "never_opened" },
    { evidence: "opened" },
    { evidence: "bounced" },
    { expired: "last-7d" },
    { replaced: "yes" },
    { replaced: "no" },
    { currency: "USD" },
    { currency: rare!.currency as "USD" },
    { currency: "USD", amount_min: "10" },
    { currency: "USD", amount_min: "4000" },
    { currency: "USD", amount_max: "10" },
    { batch_errors: "last-30d" },
    { batch: batches!.large },
    { batch: batches!.small },
  ];
}
