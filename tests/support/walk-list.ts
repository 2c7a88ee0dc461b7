import { parse } from "csv-parse/sync";
import type { Actor } from "@/lib/actor";
import { payoutsCsv } from "@/lib/payouts/export/csv";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import type { Sort } from "@/lib/payouts/list/view";
import { listPayouts, type Payout, type PayoutListTotal } from "@/lib/payouts/queries";
import type { At } from "@/lib/moment";

type Ask = { actor: Actor; at: At; filter: PayoutFilter; sort?: Sort; size: number };
export type Walk = { rows: Payout[]; totals: PayoutListTotal[] };

/** Every page of a list, from the first, using the next cursor of each page. */
export async function forwards({ actor, at, filter, sort, size }: Ask): Promise<Walk> {
  const walk: Walk = { rows: [], totals: [] };
  for (let after: string | null | undefined; after !== null; ) {
    const page = await listPayouts(actor, { filter, page: { sort, after } }, at, size);
    walk.rows.push(...page.rows);
    walk.totals.push(page.total);
    after = page.next;
  }
  return walk;
}

/** The same list from its last row to its first, using the previous cursors; it starts at the last row. */
export async function backwards({ actor, at, filter, sort, size }: Ask, last: string): Promise<Walk> {
  const walk: Walk = { rows: [], totals: [] };
  for (let before: string | null = last; before !== null; ) {
    const page = await listPayouts(actor, { filter, page: { sort, before } }, at, size);
    walk.rows.unshift(...page.rows);
    walk.totals.push(page.total);
    before = page.previous;
  }
  return walk;
}

/** The cursor of a row in the default order of a list (newest change first). */
export const placeOf = (value: Date | bigint, id: string) => `${value instanceof Date ? value.getTime() : value}_${id}`;

/** The data rows of the exported file, by column. */
export async function exported(actor: Actor, filter: PayoutFilter, at: At): Promise<Record<string, string>[]> {
  return parse(await new Response(payoutsCsv(actor, filter, at)).text(), { bom: true, columns: true });
}
