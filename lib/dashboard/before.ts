import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { Actor } from "@/lib/actor";
import { windowBounds } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";
import { groupIn } from "@/lib/payouts/list/matching";
import { byGroup, type PayoutGroup } from "@/lib/payouts/status";
import { summaryWindow } from "./sections";

/**
 * What the tiles said one window ago: payouts whose status changed in the window before this one, by the group they
 * stood in at its end. Read from the events, because a payout's row only knows its latest change. Expiries count from
 * their event.
 */
export async function groupsBefore(actor: Actor, at: At, executor: Executor): Promise<Record<PayoutGroup, number>> {
  const windowStart = windowBounds(summaryWindow, at).from!;
  const end = sql`${windowStart.toISOString()}::timestamptz`;
  const start = sql`${new Date(2 * windowStart.getTime() - at.now.getTime()).toISOString()}::timestamptz`;
  const notReplacedThen = sql`(payouts.archived_at is null or payouts.archived_at > ${end})`;
  const rows = await executor.execute<{ group: PayoutGroup | null; count: string }>(sql`
    with last_change as (
      select distinct on (payout_id) payout_id, to_status as status from events
      where organization_id = ${actor.organizationId} and to_status is not null
        and occurred_at >= ${start} and occurred_at < ${end}
      order by payout_id, occurred_at desc, id desc)
    select ${groupIn(sql`last_change.status`, notReplacedThen)} as "group", count(*)::text as count from last_change
    join payouts on payouts.organization_id = ${actor.organizationId} and payouts.id = last_change.payout_id
    group by 1`);
  return byGroup((group) => Number(rows.find((row) => row.group === group)?.count ?? 0));
}
