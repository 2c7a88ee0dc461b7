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
import { backoffMs, claimDue, ownedByClaim, type Claim, type Due } from "@/lib/queue";
import { unseal } from "@/lib/sealed";
import { databaseNow } from "@/lib/time";
import { detailsOwner, type Attempt } from "./attempts";
import { inDoubt } from "@/lib/payouts/failures";
import { endAttempt, lockPayout, isAttempt, wasSaidPaid, type Ending } from "./outcome";
import { takeReport } from "./reports";

/** With the growing waits between them, these take about a day. */
export const mostTries = 12;

// Written into the text, so that the partial indexes can serve them. Those that are with the provider wait for a report,
// and few are ever asked for.
const due: Due[] = [
  { open: sql`${eq(payoutAttempts.status, "queued")}`.inlineParams(), order: "inTurn" },
  { open: sql`${eq(payoutAttempts.status, "sent")}`.inlineParams(), order: "longest" },
];

/** An attempt that this worker has claimed. */
type Claimed = { claim: Claim; attempt: Attempt; requestId: string };

/**
 * Hands one due attempt, of any organization, to its provider; or, when it was handed over before and no report
 * came, asks the provider for its state.
 * @returns how many were taken up: 0 or 1
 */
export async function workOnDueAttempt(requestId: string): Promise<number> {
  const claim = await claimDue(payoutAttempts, due);
  if (!claim) return 0;
  const [attempt] = await db.select().from(payoutAttempts).where(isAttempt(claim));
  const claimed = attempt && { claim, attempt, requestId };
  if (claimed?.attempt.status === "queued") await handOver(claimed);
  else if (claimed?.attempt.status === "sent") await ask(claimed);
  return 1;
}

async function handOver(claimed: Claimed): Promise<void> {
  if (await wasSaidPaid(db, claimed.attempt))
    return surelyNotReceived(claimed) ? end(claimed, notHandedOver) : waitForReport(claimed);
  const handover = await submitted(claimed);
  switch (handover.outcome) {
    case "accepted":
      return markSent(claimed, handover.reference);
    case "refused":
      return end(claimed, { outcome: "failed", code: handover.code, detail: handover.detail });
    case "unreached":
      return notReached(claimed, handover.why);
    case "unclear":
      return postpone(claimed, backoffMs(claimed.claim.attempts), { lastError: handover.why });
  }
}

const notHandedOver: Ending = {
  outcome: "failed",
  code: inDoubt,
  detail: "Not handed over: an earlier attempt, of this payout or of one it replaces, has been reported as paid.",
};

const notHandedOverAgain =
  "Not handed over again: an earlier attempt, of this payout or of one it replaces, has been reported as paid. The provider is asked whether this one arrived.";

/**
 * The recipient may have their money, and the provider may have this attempt: to hand it over again could pay twice, so
 * only what the provider says ends it.
 */
async function waitForReport(claimed: Claimed): Promise<void> {
  const report = await asked(claimed);
  if (report) await takeReport(claimed.attempt.provider, report, claimed.requestId);
  else await postpone(claimed, backoffMs(claimed.claim.attempts), { lastError: notHandedOverAgain });
}

/** No try so far reached the provider. A try whose worker died counts as one that may have. */
const surelyNotReceived = ({ claim, attempt }: Claimed) => attempt.unreached === claim.attempts - 1;

/**
 * An error on the way is unclear, and an unclear attempt is never ended by us: the money may have moved. Details whose
 * key is missing wait in the same way.
 */
async function submitted({ attempt, requestId }: Claimed): Promise<Handover> {
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

/** Only while no try can have arrived may an attempt end here, so that a new one can be made under another key. */
async function notReached(claimed: Claimed, why: string): Promise<void> {
  const tries = claimed.attempt.unreached + 1;
  if (surelyNotReceived(claimed) && tries >= mostTries)
    return end(claimed, { outcome: "failed", code: "provider_unavailable", detail: why });
  return postpone(claimed, backoffMs(claimed.claim.attempts), { lastError: why, unreached: tries });
}

const stillClaimed = ({ claim, attempt }: Claimed): SQL =>
  sql`${ownedByClaim(payoutAttempts, claim)} and ${payoutAttempts.status} = ${attempt.status}`;

async function postpone(
  claimed: Claimed,
  waitMs: number,
  set: PgUpdateSetSource<typeof payoutAttempts>,
): Promise<void> {
  const nextAttemptAt = sql`now() + ${waitMs} * interval '1 millisecond'`;
  await db
    .update(payoutAttempts)
    .set({ nextAttemptAt, leasedUntil: null, ...set })
    .where(stillClaimed(claimed));
}

async function end(claimed: Claimed, ending: Ending): Promise<void> {
  await transaction(async (tx) => {
    await lockPayout(tx, claimed.attempt);
    await endAttempt(tx, claimed.attempt, ending, claimed.requestId, stillClaimed(claimed));
  });
}

/**
 * A report may arrive before the provider's answer: then the attempt has ended, and there is nothing to write.
 */
async function markSent(claimed: Claimed, providerReference: string): Promise<void> {
  const { attempt, requestId } = claimed;
  await transaction(async (tx) => {
    await lockPayout(tx, attempt);
    const now = await databaseNow(tx);
    const nextAttemptAt = new Date(now.getTime() + providerOf(attempt).askAfterMs);
    const sent = await tx
      .update(payoutAttempts)
      .set({ status: "sent", sentAt: now, providerReference, nextAttemptAt, leasedUntil: null, lastError: null })
      .where(stillClaimed(claimed))
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

async function ask(claimed: Claimed): Promise<void> {
  const report = await asked(claimed);
  if (report) await takeReport(claimed.attempt.provider, report, claimed.requestId);
  else
    await postpone(
      claimed,
      providerNamed(claimed.attempt.provider)?.askAfterMs ?? backoffMs(claimed.claim.attempts),
      {},
    );
}

async function asked({ attempt, requestId }: Claimed): Promise<Report | null> {
  const { organizationId, id, providerReference } = attempt;
  try {
    return await providerOf(attempt).askOutcome({ organizationId, id, providerReference: providerReference ?? "" });
  } catch (error) {
    logFault("payments", requestId, error);
    return null;
  }
}
