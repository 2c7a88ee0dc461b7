import { and, eq, sql, type SQL } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { db, transaction } from "@/db/client";
import { payoutAttempts } from "@/db/schema/payout_attempts";
import { payouts } from "@/db/schema/payouts";
import { systemActor } from "@/lib/actor";
import { recordEvents } from "@/lib/events";
import { logFault } from "@/lib/fault";
import type { MethodName, PaymentDetails } from "./providers/methods";
import type { Handover, Payment, Provider, Report } from "./providers/provider";
import { providerNamed } from "./providers/table";
import { backoffMs, claimDue, heldUnder, type Claim } from "@/lib/queue";
import { unseal } from "@/lib/sealed";
import { databaseNow } from "@/lib/time";
import { detailsOwner, type Attempt } from "./attempts";
import { inDoubt } from "@/lib/payouts/failures";
import { endAttempt, holdPayout, isAttempt, isOpen, wasSaidPaid, type Ending } from "./outcome";
import { takeReport } from "./reports";

/** With the growing waits between them, about a day. */
export const mostTries = 12;

// Written into the text, so that the partial index on open attempts can serve it.
const due = sql`${isOpen}`.inlineParams();

/** An attempt in a worker's hands. */
type Held = { claim: Claim; attempt: Attempt; requestId: string };

/**
 * Hands one due attempt, of any organization, to its provider; or asks how it stands when that was done before and no
 * report came.
 * @returns how many were taken up: 0 or 1
 */
export async function workOnDueAttempt(requestId: string): Promise<number> {
  const [claim] = await claimDue(payoutAttempts, due, 1);
  if (!claim) return 0;
  const [attempt] = await db.select().from(payoutAttempts).where(isAttempt(claim));
  const held = attempt && { claim, attempt, requestId };
  if (held?.attempt.status === "queued") await handOver(held);
  else if (held?.attempt.status === "sent") await ask(held);
  return 1;
}

async function handOver(held: Held): Promise<void> {
  if (await wasSaidPaid(db, held.attempt)) return isUntouched(held) ? end(held, notHandedOver) : awaitWord(held);
  const handover = await submitted(held);
  switch (handover.outcome) {
    case "accepted":
      return markSent(held, handover.reference);
    case "refused":
      return end(held, { outcome: "failed", code: handover.code, detail: handover.detail });
    case "unreached":
      return notReached(held, handover.why);
    case "unclear":
      return postpone(held, backoffMs(held.claim.attempts), { lastError: handover.why });
  }
}

const notHandedOver: Ending = {
  outcome: "failed",
  code: inDoubt,
  detail: "Not handed over: an earlier attempt, of this payout or of one it replaces, was reported as paid meanwhile.",
};

const notHandedOverAgain =
  "Not handed over again: an earlier attempt, of this payout or of one it replaces, was reported as paid meanwhile. The provider is asked whether this one arrived.";

/**
 * The recipient may have their money, and this attempt may have arrived: to hand it over again could pay twice, so only
 * the provider's word ends it.
 */
async function awaitWord(held: Held): Promise<void> {
  const report = await asked(held);
  if (report) await takeReport(held.attempt.provider, report, held.requestId);
  else await postpone(held, backoffMs(held.claim.attempts), { lastError: notHandedOverAgain });
}

/** Every try so far surely did not reach the provider. One whose worker died counts as one that may have. */
const isUntouched = ({ claim, attempt }: Held) => attempt.unreached === claim.attempts - 1;

/**
 * Whatever goes wrong on the way is unclear, and so never given up: the money may have moved. Details whose key is
 * missing wait for it the same way.
 */
async function submitted({ attempt, requestId }: Held): Promise<Handover> {
  let why = "The details the recipient gave could not be read.";
  try {
    const provider = providerOf(attempt);
    const payment = await paymentOf(attempt);
    why = `It is not clear whether the provider took it. The log has more under ${requestId}.`;
    return await provider.submit(payment);
  } catch (error) {
    logFault("payments", requestId, error);
    return { outcome: "unclear", why };
  }
}

function providerOf({ provider }: Attempt): Provider {
  const known = providerNamed(provider);
  if (!known) throw new Error(`There is no provider "${provider}" any more.`);
  return known;
}

async function paymentOf({ organizationId, payoutId, id, method, details }: Attempt): Promise<Payment> {
  const { amountMinor, currency, recipientName, reference } = payouts;
  const asked = db.select({ amountMinor, currency, recipientName, reference }).from(payouts);
  const [payout] = await asked.where(and(eq(payouts.organizationId, organizationId), eq(payouts.id, payoutId)));
  const opened = JSON.parse(unseal(details, detailsOwner(organizationId, payoutId))) as PaymentDetails;
  return { ...payout!, organizationId, idempotencyKey: id, method: method as MethodName, details: opened };
}

/** Only while nothing can have arrived may an attempt be given up, so that it can be made anew under another key. */
async function notReached(held: Held, why: string): Promise<void> {
  const tries = held.attempt.unreached + 1;
  if (isUntouched(held) && tries >= mostTries)
    return end(held, { outcome: "failed", code: "provider_unavailable", detail: why });
  return postpone(held, backoffMs(held.claim.attempts), { lastError: why, unreached: tries });
}

const stillHeld = ({ claim, attempt }: Held): SQL =>
  sql`${heldUnder(payoutAttempts, claim)} and ${payoutAttempts.status} = ${attempt.status}`;

async function postpone(held: Held, waitMs: number, set: PgUpdateSetSource<typeof payoutAttempts>): Promise<void> {
  const nextAttemptAt = sql`now() + ${waitMs} * interval '1 millisecond'`;
  await db
    .update(payoutAttempts)
    .set({ nextAttemptAt, leasedUntil: null, ...set })
    .where(stillHeld(held));
}

async function end(held: Held, ending: Ending): Promise<void> {
  await transaction(async (tx) => {
    await holdPayout(tx, held.attempt);
    await endAttempt(tx, held.attempt, ending, held.requestId, stillHeld(held));
  });
}

/**
 * A report may have been quicker than the provider's answer: then the attempt has ended, and there is nothing to write.
 */
async function markSent(held: Held, providerReference: string): Promise<void> {
  const { attempt, requestId } = held;
  await transaction(async (tx) => {
    await holdPayout(tx, attempt);
    const now = await databaseNow(tx);
    const nextAttemptAt = new Date(now.getTime() + providerOf(attempt).askAfterMs);
    const sent = await tx
      .update(payoutAttempts)
      .set({ status: "sent", sentAt: now, providerReference, nextAttemptAt, leasedUntil: null, lastError: null })
      .where(stillHeld(held))
      .returning({ id: payoutAttempts.id });
    if (sent.length === 0) return;
    await recordEvents(tx, systemActor(attempt.organizationId, requestId), [
      {
        name: "payout.handed_over",
        occurredAt: now,
        payoutId: attempt.payoutId,
        data: { attempt: attempt.number, provider: attempt.provider, providerReference },
      },
    ]);
  });
}

async function ask(held: Held): Promise<void> {
  const report = await asked(held);
  if (report) await takeReport(held.attempt.provider, report, held.requestId);
  else await postpone(held, providerNamed(held.attempt.provider)?.askAfterMs ?? backoffMs(held.claim.attempts), {});
}

async function asked({ attempt, requestId }: Held): Promise<Report | null> {
  const { organizationId, id, providerReference } = attempt;
  try {
    return await providerOf(attempt).askOutcome({ organizationId, id, providerReference: providerReference ?? "" });
  } catch (error) {
    logFault("payments", requestId, error);
    return null;
  }
}
