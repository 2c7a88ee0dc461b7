import { asc, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { Question } from "@/db/question";
import { batches } from "@/db/schema/batches";
import type { Actor } from "@/lib/actor";
import { MoneyTotals, type MoneyTotal } from "@/lib/money-totals";
import type { At } from "@/lib/moment";
import type { BatchFilter } from "./filter";
import { matchingBatches } from "./matching";
import type { Batch } from "./queries";

/** `money` of the rows that were accepted, per currency, the currency of the most rows first. */
export type AwaitedDecision = Pick<
  Batch,
  "id" | "fileName" | "status" | "acceptedCount" | "refusedCount" | "hiddenRowCount"
> & {
  /** Since when it waits: when its check ended, of every row or at columns that are not known. */
  since: Date;
  money: MoneyTotal[];
};

/** Asks how many batches a filter means, and for the money of their accepted rows, from what each batch keeps. */
export function decisionTotals(
  actor: Actor,
  filter: BatchFilter,
  at: At,
): Question<{ count: number; money: MoneyTotal[] }> {
  const these = matchingBatches(actor, filter, at);
  const statement = sql`
    select null as currency, count(*)::text as count, '0' as "amountMinor" from ${batches} where ${these}
    union all select total.currency, sum(total.count)::text, sum(total."amountMinor"::numeric)::text from ${batches}
      cross join lateral jsonb_to_recordset(${batches.totals}) as total (currency text, count bigint, "amountMinor" text)
      where ${these} group by 1`;
  return {
    statement,
    keepsPlan: true,
    understand: (rows: { currency: string | null; count: string; amountMinor: string }[]) => {
      const money = rows.flatMap(({ currency, ...total }) => (currency === null ? [] : [{ currency, ...total }]));
      return {
        count: Number(rows.find(({ currency }) => currency === null)?.count ?? 0),
        money: new MoneyTotals(money).list(),
      };
    },
  };
}

/** Batches that await a decision, the one that waits longest first. */
export async function awaitedDecisions(
  actor: Actor,
  filter: BatchFilter,
  at: At,
  limit: number,
  executor: Executor,
): Promise<AwaitedDecision[]> {
  const { id, fileName, status, acceptedCount, refusedCount, hiddenRowCount, validatedAt, createdAt, totals } = batches;
  const found = await executor
    .select({ id, fileName, status, acceptedCount, refusedCount, hiddenRowCount, validatedAt, createdAt, totals })
    .from(batches)
    .where(matchingBatches(actor, filter, at))
    .orderBy(asc(validatedAt), asc(id))
    .limit(limit);
  return found.map(({ totals: kept, validatedAt: checked, createdAt: uploaded, ...batch }) => ({
    ...batch,
    since: checked ?? uploaded,
    money: new MoneyTotals(kept).list(),
  }));
}
