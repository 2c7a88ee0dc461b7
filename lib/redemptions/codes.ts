import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { RecipientActor } from "@/lib/actor";
import type { Payout } from "@/lib/payouts/queries";
import { applyTransition, refuseTransition } from "@/lib/payouts/transition";
import { RecipientRefusal } from "@/lib/recipient-words/refusal";
import { recordOpened } from "./mutations";

/**
 * How soon another code may be asked for; after `freely` of them less often, so that nobody is flooded and nobody is
 * locked out.
 */
export const codeLimits = { apartMs: 60_000, freely: 20, thenApartMs: 3_600_000 } as const;

/**
 * Queues an email with a new one-time code; every earlier code is no longer valid.
 * @throws DomainError `rate_limited` when it is too soon, `conflict` when the payout is not pending any more,
 * or asks for an answer instead of a code
 */
export async function requestCode(actor: RecipientActor): Promise<void> {
  await recordOpened(actor);
  const done = await applyTransition(db, actor, actor.payoutId, "requestCode", {
    set: sql`code_count = p.code_count + 1, code_sent_at = before.now`,
    onlyIf: sql`p.verification_answer is null and (p.code_sent_at is null or p.code_sent_at <= p.now - make_interval(secs =>
      case when p.code_count < ${codeLimits.freely} then ${codeLimits.apartMs / 1000}::int else ${codeLimits.thenApartMs / 1000}::int end))`,
    emails: [{ kind: "verification_code", ordinal: sql`code_count` }],
  });
  if (!done) await refuseTransition(actor, actor.payoutId, "requestCode", codeBlock);
}

function codeBlock({ verificationAnswer, codeCount, codeSentAt }: Payout, now: Date): RecipientRefusal | null {
  if (verificationAnswer !== null) return new RecipientRefusal("conflict", ({ refusals }) => refusals.codeGivenBefore);
  const often = codeCount >= codeLimits.freely;
  const waitMs = (codeSentAt?.getTime() ?? 0) + (often ? codeLimits.thenApartMs : codeLimits.apartMs) - now.getTime();
  if (waitMs <= 0) return null;
  return new RecipientRefusal("rate_limited", ({ refusals: { codeTooOften, codeTooSoon } }) =>
    often ? codeTooOften({ wait: Math.ceil(waitMs / 60_000) }) : codeTooSoon({ wait: Math.ceil(waitMs / 1000) }),
  );
}
