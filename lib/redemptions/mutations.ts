import { sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import type { RecipientActor } from "@/lib/actor";
import { submitPayout } from "@/lib/payments/attempts";
import { getPayout } from "@/lib/payouts/queries";
import { applyTransition } from "@/lib/payouts/transition";
import { readDetails, type MethodName, type PaymentDetails } from "@/lib/payments/providers/methods";
import { openProvider } from "@/lib/payments/providers/table";
import { RecipientRefusal } from "@/lib/recipient-words/refusal";
import { databaseNow } from "@/lib/time";
import { isProof } from "./proof";

/**
 * Notes that the recipient has looked at their page, the first time only and while the payout waits for them. The
 * status stays.
 */
export async function recordOpened(actor: RecipientActor, executor: Executor = db): Promise<void> {
  await applyTransition(executor, actor, actor.payoutId, "open", {
    set: sql`opened_at = before.now`,
    onlyIf: sql`p.opened_at is null`,
  });
}

/** What a recipient chose: how to be paid, and what they typed for it, by field. */
export type Choice = { method: MethodName; typed: Record<string, string | undefined> };

/**
 * Reads a choice without sending anything, so that the recipient can check it.
 * @param proof that `answer` returned to their browser
 * @throws DomainError `unauthenticated` when there is no valid proof; `invalid` naming every field at fault at once
 */
export async function readChoice(
  actor: RecipientActor,
  proof: string | undefined,
  { method, typed }: Choice,
): Promise<PaymentDetails> {
  const now = await databaseNow(db);
  if (!isProof(proof, actor, now)) throw new RecipientRefusal("unauthenticated", ({ refusals }) => refusals.proveAgain);
  const { currency } = await getPayout(actor, actor.payoutId, now);
  if (!openProvider().methods(currency).includes(method))
    throw new RecipientRefusal("invalid", ({ refusals }) => refusals.noMethod, "method");
  const read = readDetails(method, typed);
  if ("problems" in read)
    throw new RecipientRefusal("invalid", ({ refusals }) => refusals.lookBelow, undefined, read.problems);
  return read.details;
}

/**
 * The recipient has chosen how to be paid; the money goes on its way.
 * @throws DomainError what `readChoice` throws; `conflict` when the payout is not pending any more
 */
export async function submit(actor: RecipientActor, proof: string | undefined, choice: Choice): Promise<void> {
  await submitPayout(actor, choice.method, await readChoice(actor, proof, choice));
}
