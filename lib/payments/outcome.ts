import { and, eq, inArray, sql, type SQL } from "drizzle-orm";
import type { Executor, Tx } from "@/db/client";
import { payoutAttempts } from "@/db/schema/payout_attempts";
import { payouts } from "@/db/schema/payouts";
import { systemActor } from "@/lib/actor";
import type { Failure } from "./providers/provider";
import { databaseNow } from "@/lib/time";
import type { Attempt } from "./attempts";
import { inDoubt } from "@/lib/payouts/failures";
import { lineage } from "./lineage";
import type { Payout } from "@/lib/payouts/queries";
import { applyTransition } from "@/lib/payouts/transition";

/** How an attempt ended: by the provider's report, by its refusal at hand-over, or because it could not be reached. */
export type Ending = { outcome: "paid" } | ({ outcome: "failed" } & Failure);

type Which = Pick<Attempt, "organizationId" | "id" | "payoutId">;

/** Attempts that have not ended: a payout is submitted exactly while it has one. */
const isOpen = inArray(payoutAttempts.status, ["queued", "sent"]);

export const isAttempt = ({ organizationId, id }: Pick<Attempt, "organizationId" | "id">) =>
  and(eq(payoutAttempts.organizationId, organizationId), eq(payoutAttempts.id, id));

/**
 * Locks the payout before its attempts, as every change of a payout does: so changes come one after another, and no two
 * wait for each other.
 */
export async function lockPayout(
  tx: Tx,
  { organizationId, payoutId }: Pick<Attempt, "organizationId" | "payoutId">,
): Promise<void> {
  await tx
    .select({ id: payouts.id })
    .from(payouts)
    .where(and(eq(payouts.organizationId, organizationId), eq(payouts.id, payoutId)))
    .for("update");
}

/**
 * Ends an attempt that has not ended, and moves its payout on, in the caller's transaction, which has locked the
 * payout.
 * @param onlyIf what else must be true of the attempt's row
 * @returns false when it had ended before: then nothing changes
 */
export async function endAttempt(
  tx: Tx,
  attempt: Which,
  ending: Ending,
  requestId: string,
  onlyIf?: SQL,
): Promise<boolean> {
  const now = await databaseNow(tx);
  const failure = ending.outcome === "failed" ? { failureCode: ending.code, failureDetail: ending.detail } : {};
  const [ended] = await tx
    .update(payoutAttempts)
    .set({ status: ending.outcome, endedAt: now, leasedUntil: null, ...failure })
    .where(and(isAttempt(attempt), isOpen, onlyIf))
    .returning({ number: payoutAttempts.number });
  if (!ended) return false;
  const moved = await movePayout(tx, attempt, ended.number, ending, requestId);
  if (!moved) throw new Error("An attempt was under way though its payout is not submitted.");
  return true;
}

async function movePayout(
  tx: Tx,
  attempt: Which,
  number: number,
  ending: Ending,
  requestId: string,
): Promise<Payout | null> {
  const actor = systemActor(attempt.organizationId, requestId);
  const ordinal = sql`${number}::int`;
  if (ending.outcome === "paid")
    return applyTransition(tx, actor, attempt.payoutId, "complete", {
      data: sql`jsonb_build_object('attempt', ${ordinal})`,
      emails: [{ kind: "payout_completed", ordinal }],
    });
  // An earlier attempt that was reported as paid after it failed still counts when a later one fails.
  const code = (await wasSaidPaid(tx, attempt)) ? inDoubt : ending.code;
  return applyTransition(tx, actor, attempt.payoutId, "fail", {
    failure: { code, detail: ending.detail },
    data: sql`jsonb_build_object('attempt', ${ordinal})`,
    emails: [{ kind: "payout_failed", ordinal }],
  });
}

/** Whether some attempt of this payout, or of one that it replaced, failed and was later reported as paid. */
export async function wasSaidPaid(
  executor: Executor,
  { organizationId, payoutId }: Pick<Attempt, "organizationId" | "payoutId">,
): Promise<boolean> {
  const found = await executor.execute(sql`
    with recursive ${lineage({ organizationId, payoutId })}
    select 1 from lineage l join payout_attempts a on a.organization_id = ${organizationId} and a.payout_id = l.id and a.status = 'failed'
    where exists (select from provider_reports r where r.organization_id = ${organizationId} and r.attempt_id = a.id and r.outcome = 'paid')
    limit 1`);
  return found.length > 0;
}
