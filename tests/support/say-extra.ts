import { sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import type { PayoutFilter } from "@/lib/payouts/list/filter";

/**
 * Extra columns of all payouts, whose texts are on half of them, on the old ones alone, on one of a hundred, and on one;
 * all are entered.
 */
export async function sayExtra(): Promise<void> {
  await transaction(
    async (tx) => {
      // It queues a row for each, which the worker would enter one after another.
      await tx.execute(sql`alter table payouts disable trigger payouts_changed_for_search`);
      await tx.execute(sql`
      with numbered as (select p.organization_id, p.id, row_number() over (order by p.id) as place, count(*) over () as all_of
        from organizations o join payouts p on p.organization_id = o.id where o.slug = 'large')
      update payouts p set extra = jsonb_build_object('half', n.place % 2 || ' half', 'age', case when n.place * 3 < n.all_of then 'old' else 'new' end,
        'hundredth', 'group ' || n.place % 100, 'own', 'claim ' || n.place)
      from numbered n where p.organization_id = n.organization_id and p.id = n.id`);
      await tx.execute(sql`alter table payouts enable always trigger payouts_changed_for_search`);
      await tx.execute(sql`
      update payout_search s set extra_keys = payout_extra_keys(p.organization_id, p.extra)
      from payouts p where p.organization_id = s.organization_id and p.id = s.payout_id and p.extra is not null`);
    },
    { deadlineMs: 120_000 },
  );
}

/** By texts that `sayExtra` writes: the commonest ones, one that no new payout has, a rare one, none. */
export const extraFilters: PayoutFilter[] = [
  { x: { half: "1 half" } },
  { x: { age: "old" } },
  { x: { age: "new", half: "0 half" } },
  { x: { own: "claim 77" } },
  { x: { own: "none" } },
];
