import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { Actor } from "@/lib/actor";
import { payoutGroups, statusesIn, type PayoutGroup } from "@/lib/payouts/status";
import { windowBounds } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";
import { summaryWindow } from "./sections";

/**
 * What the tiles said one window ago: payouts whose status changed in the window before this one, by the group they
 * stood in at its end. Read from the events, because a payout's row only knows its latest change. Expiries count from
 * their event.
 */
export async function groupsBefore(actor: Actor, at: At, executor: Executor): Promise<Record<PayoutGroup, number>> {
  const end = windowBounds(summaryWindow, at).from!;
  const start = new Date(2 * end.getTime() - at.now.getTime());
  const rows = await executor.execute<{ status: string; count: string }>(sql`
    with last_change as (
      select distinct on (payout_id) payout_id, to_status as status from events
      where organization_id = ${actor.organizationId} and to_status is not null
        and occurred_at >= ${start.toISOString()}::timestamptz and occurred_at < ${end.toISOString()}::timestamptz
      order by payout_id, occurred_at desc, id desc)
    select last_change.status::text, count(*)::text as count from last_change
    join payouts on payouts.organization_id = ${actor.organizationId} and payouts.id = last_change.payout_id
    where payouts.archived_at is null or payouts.archived_at > ${end.toISOString()}::timestamptz
    group by 1`);
  const inGroup = (group: PayoutGroup) =>
    rows
      .filter((row) => statusesIn(group).some((status) => status === row.status))
      .reduce((total, row) => total + Number(row.count), 0);
  return Object.fromEntries(payoutGroups.map((group) => [group, inGroup(group)])) as Record<PayoutGroup, number>;
}
