import type { Actor } from "@/lib/actor";
import type { At } from "@/lib/moment";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { summarizePayouts } from "@/lib/payouts/counts/summarize";

/** The number of the actor's payouts that match a filter, as tiles and list totals count them. */
export async function countPayouts(actor: Actor, filter: PayoutFilter, at: At): Promise<number> {
  const { asked } = await summarizePayouts(actor, { asked: filter }, at);
  return asked.count;
}
