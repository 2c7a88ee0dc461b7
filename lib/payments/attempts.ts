import { and, desc, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { transaction, type Tx } from "@/db/client";
import { payoutAttempts } from "@/db/schema/payout_attempts";
import type { Actor, RecipientActor } from "@/lib/actor";
import { DomainError } from "@/lib/errors";
import { maskDetails, type MethodName, type PaymentDetails } from "./providers/methods";
import { openProvider } from "./providers/table";
import { notifyWorkers } from "@/lib/queue";
import { seal } from "@/lib/sealed";
import { databaseNow } from "@/lib/time";
import { attemptsBlock, failureTable, retryBlock, type FailureCode } from "@/lib/payouts/failures";
import { applyTransition, refuseTransition } from "@/lib/payouts/transition";

export type Attempt = typeof payoutAttempts.$inferSelect;

/** The owner under which details are sealed: all attempts of one payout, so that a retry can copy them as they are. */
export const detailsOwner = (organizationId: string, payoutId: string): string => `${organizationId}/${payoutId}`;

/**
 * The recipient has chosen how to be paid: the payout becomes submitted and its first attempt waits for the provider.
 * @param actor who has proved who they are; the caller has checked that
 * @throws DomainError `conflict` when the payout is not pending any more
 */
export async function submitPayout(actor: RecipientActor, method: MethodName, details: PaymentDetails): Promise<void> {
  const done = await transaction(async (tx) => {
    if (!(await applyTransition(tx, actor, actor.payoutId, "submit"))) return false;
    const sealed = seal(JSON.stringify(details), detailsOwner(actor.organizationId, actor.payoutId));
    await addAttempt(tx, actor, actor.payoutId, {
      number: 1,
      provider: openProvider().name,
      method,
      details: sealed,
      maskedDetails: maskDetails(method, details),
    });
    return true;
  });
  if (!done) await refuseTransition(actor, actor.payoutId, "submit");
}

type NewAttempt = Pick<Attempt, "number" | "provider" | "method" | "details" | "maskedDetails">;

async function addAttempt(tx: Tx, actor: Actor, payoutId: string, attempt: NewAttempt): Promise<void> {
  const now = await databaseNow(tx);
  await tx.insert(payoutAttempts).values({
    ...attempt,
    organizationId: actor.organizationId,
    id: uuidv7(),
    payoutId,
    status: "queued",
    createdAt: now,
    nextAttemptAt: now,
  });
  await tx.execute(sql`select ${notifyWorkers("payments")}`);
}

const retryable = (Object.keys(failureTable) as FailureCode[]).filter((code) => failureTable[code].retryHelps);

/**
 * Pays a failed payout once more, with the same details, as a new attempt.
 * @throws DomainError `conflict` when the payout is not failed (any more), or the reason of its failure does not allow
 * a retry
 */
export const retryPayout = (actor: Actor, id: string): Promise<void> => transaction((tx) => retryIn(tx, actor, id));

/** The same as a part of a transaction, which must not commit when this throws. */
export async function retryIn(tx: Tx, actor: Actor, id: string): Promise<void> {
  const codes = sql.join(
    retryable.map((code) => sql`${code}`),
    sql`, `,
  );
  const change = { set: sql`failure_code = null, failure_detail = null`, onlyIf: sql`p.failure_code in (${codes})` };
  if (!(await applyTransition(tx, actor, id, "retry", change))) await refuseTransition(actor, id, "retry", blocked, tx);
  const last = await lastAttempt(tx, actor, id);
  if (!last)
    throw new DomainError(
      "conflict",
      "Nothing was changed: the recipient's details are not on record. Create a new payout instead.",
    );
  const used = attemptsBlock(last.number);
  if (used !== null) throw new DomainError("conflict", `Nothing was changed. ${used}`);
  await addAttempt(tx, actor, id, { ...last, number: last.number + 1 });
}

function blocked(payout: { failureCode: string | null }): DomainError | null {
  const block = retryBlock(payout);
  return block === null ? null : new DomainError("conflict", `Nothing was changed. ${block}`);
}

async function lastAttempt(tx: Tx, actor: Actor, payoutId: string): Promise<NewAttempt | undefined> {
  const { number, provider, method, details, maskedDetails } = payoutAttempts;
  const [last] = await tx
    .select({ number, provider, method, details, maskedDetails })
    .from(payoutAttempts)
    .where(and(eq(payoutAttempts.organizationId, actor.organizationId), eq(payoutAttempts.payoutId, payoutId)))
    .orderBy(desc(payoutAttempts.number))
    .limit(1);
  return last;
}
