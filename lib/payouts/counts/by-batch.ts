import { and, sql, type SQL } from "drizzle-orm";
import { batchPayoutCounts } from "@/db/schema/payout_counts";
import { payoutDeltas } from "@/db/schema/payout_deltas";
import type { Actor } from "@/lib/actor";
import { kindConditions } from "@/lib/payouts/list/kinds";

const columns = { status: sql`status`, isReplaced: sql`replaced`, currency: sql`currency` };

/**
 * Selects `batchId` and `count` of those batches of the actor that have failed payouts which no other one replaced. It
 * reads the counts, and no payout or error.
 * @param batchIds of which batches, as an array of SQL
 */
export function failedByBatch({ organizationId }: Actor, batchIds: SQL): SQL {
  const own = and(
    sql`organization_id = ${organizationId} and batch_id = any(${batchIds})`,
    kindConditions(columns).group("failed"),
  );
  return sql`select batch_id as "batchId", sum(count)::int as count from (
      select batch_id, count from ${batchPayoutCounts} where ${own}
      union all select batch_id, count from ${payoutDeltas} where axis = 'batch' and ${own}) as kept
    group by batch_id having sum(count) > 0`;
}
