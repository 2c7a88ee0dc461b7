import { sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { payoutAttempts } from "@/db/schema/payout_attempts";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { exactTotalLimit } from "@/lib/lists/keyset";
import { escapeLike } from "@/lib/lists/search-text";
import { fitsText } from "./folded";

/**
 * What a search finds: the ids of all payouts, or that there are more than a list counts. Which of the two it is decides
 * how a list is read: by these ids, or along its own order, where one that fits is never far.
 */
export type Found = { q: string; ids: string[] | "many"; paidAs: boolean };

/** Looks which of the actor's payouts a search finds, those that are not in the search table yet among them. */
export async function findPayouts(actor: Actor, q: string, executor: Executor = db): Promise<Found> {
  const [row] = await executor.execute<{ ids: string[] | null; paid: string[] }>(sql`
    select to_json(payout_search_found(${actor.organizationId}, ${q}, ${exactTotalLimit})) as ids, to_json(${payoutsPaidAs(actor, q)}) as paid`);
  const { ids, paid } = row!;
  const all = ids === null ? null : [...new Set([...ids, ...paid, ...idIn(q)])];
  return { q, ids: all === null || all.length > exactTotalLimit ? "many" : all, paidAs: paid.length > 0 };
}

/** Whether a search finds a payout; to be used on `payoutsAt`. What was found is compared with the payout itself once more. */
export function isFound(actor: Actor, { q, ids, paidAs }: Found): SQL {
  const fits = sql.join(
    [
      fitsText(payouts, q),
      ...idIn(q).map((id) => sql`${payouts.id} = ${id}`),
      ...(paidAs
        ? [sql`exists (select 1 ${attemptsNamed(actor, q)} and ${payoutAttempts.payoutId} = ${payouts.id})`]
        : []),
    ],
    sql` or `,
  );
  return ids === "many" ? sql`(${fits})` : sql`(${payouts.id} = any(${sql.param(ids)}::uuid[]) and (${fits}))`;
}

const idIn = (q: string): string[] => {
  const id = z.uuid().safeParse(q.trim());
  return id.success ? [id.data] : [];
};

/** Fewer characters begin the provider's references of too many payouts to mean one of them. */
const providerReferencePrefix = 8;

function attemptsNamed({ organizationId }: Actor, q: string): SQL {
  const named = sql`lower(${payoutAttempts.providerReference})`;
  const asked =
    [...q].length < providerReferencePrefix
      ? sql`${named} = lower(${q})`
      : sql`${named} like lower(${`${escapeLike(q)}%`})`;
  return sql`from ${payoutAttempts} where ${payoutAttempts.organizationId} = ${organizationId} and ${asked}`;
}

/** The payouts with an attempt to which the provider gave this reference, or one that begins so. */
const payoutsPaidAs = (actor: Actor, q: string): SQL =>
  sql`array(select ${payoutAttempts.payoutId} ${attemptsNamed(actor, q)} limit ${exactTotalLimit + 1})`;
