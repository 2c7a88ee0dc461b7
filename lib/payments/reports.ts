import { and, eq, ne, sql } from "drizzle-orm";
import { db, transaction, type Tx } from "@/db/client";
import { payoutAttempts } from "@/db/schema/payout_attempts";
import { payouts } from "@/db/schema/payouts";
import { providerReports } from "@/db/schema/provider_reports";
import { systemActor } from "@/lib/actor";
import { notFound } from "@/lib/errors";
import { recordEvents } from "@/lib/events";
import type { Report } from "./providers/provider";
import { providerNamed } from "./providers/table";
import { databaseNow } from "@/lib/time";
import type { Attempt } from "./attempts";
import { inDoubt } from "@/lib/payouts/failures";
import { lockReplacement } from "./lineage";
import { endAttempt, lockPayout, isAttempt } from "./outcome";
import { applyTransition } from "@/lib/payouts/transition";

/**
 * What a report did. `repeated`: the same message was taken before. `late`: the attempt had ended by then, so it is
 * kept and changes nothing.
 */
type Receipt = "applied" | "repeated" | "late";

/**
 * Reads and applies a report that was posted in the name of a provider.
 * @throws DomainError `unauthenticated` when the provider did not sign it or it is too old, `not_found` when there is
 * no such provider or attempt
 */
export async function receiveReport(name: string, headers: Headers, body: string, requestId: string): Promise<Receipt> {
  const provider = providerNamed(name);
  if (!provider) throw notFound("provider");
  return takeReport(name, provider.readReport(headers, body), requestId);
}

/**
 * Applies a provider's report of an attempt, once it is sure who sent it. Reports may come several times, at the same
 * instant, in any order, and may contradict each other: the first that finds the attempt open ends it.
 * @throws DomainError `not_found` when this provider was never given such an attempt
 */
export async function takeReport(provider: string, report: Report, requestId: string): Promise<Receipt> {
  const attempt = await reportedAttempt(provider, report.attemptId);
  return transaction(async (tx) => {
    await lockPayout(tx, attempt);
    if (!(await keep(tx, attempt, report))) return "repeated";
    if (await endAttempt(tx, attempt, report, requestId)) {
      await tx.update(providerReports).set({ applied: true }).where(isReport(attempt, report));
      return "applied";
    }
    await noteContradiction(tx, attempt, report, requestId);
    return "late";
  });
}

/** The attempt's id finds the organization: a provider knows no other key. */
async function reportedAttempt(provider: string, id: string): Promise<Attempt> {
  const [attempt] = await db
    .select()
    .from(payoutAttempts)
    .where(and(eq(payoutAttempts.id, id), eq(payoutAttempts.provider, provider)));
  if (!attempt) throw notFound("payment attempt");
  return attempt;
}

const isReport = ({ organizationId, provider }: Attempt, { messageId }: Report) =>
  and(
    eq(providerReports.organizationId, organizationId),
    eq(providerReports.provider, provider),
    eq(providerReports.messageId, messageId),
  );

async function keep(
  tx: Tx,
  { organizationId, id, provider }: Attempt,
  { messageId, outcome }: Report,
): Promise<boolean> {
  const receivedAt = await databaseNow(tx);
  const kept = await tx
    .insert(providerReports)
    .values({ organizationId, provider, messageId, attemptId: id, outcome, applied: false, receivedAt })
    .onConflictDoNothing()
    .returning({ messageId: providerReports.messageId });
  return kept.length === 1;
}

/**
 * A report that says the opposite of how the attempt ended is shown to staff: on its payout, and on the payout that
 * replaced it, if one did.
 */
async function noteContradiction(tx: Tx, attempt: Attempt, { outcome }: Report, requestId: string): Promise<void> {
  const [contradicted] = await tx
    .select()
    .from(payoutAttempts)
    .where(and(isAttempt(attempt), ne(payoutAttempts.status, outcome)));
  if (!contradicted) return;
  const note = { said: outcome, requestId };
  await noteOn(tx, attempt, {
    ...note,
    reason: contradiction[outcome],
    data: { said: outcome, attempt: attempt.number },
  });
  const successor = await lockReplacement(tx, attempt);
  if (!successor) return;
  const followed = { organizationId: successor.organizationId, payoutId: successor.id };
  await noteOn(tx, followed, {
    ...note,
    reason: paidBefore,
    data: { said: outcome, ofReplaced: await referenceOf(tx, attempt) },
  });
}

type Note = { said: Report["outcome"]; reason: string; data: Record<string, string | number>; requestId: string };

/** While the payout is failed, it must not be paid again either. */
async function noteOn(
  tx: Tx,
  { organizationId, payoutId }: Pick<Attempt, "organizationId" | "payoutId">,
  { said, reason, data, requestId }: Note,
): Promise<void> {
  const actor = systemActor(organizationId, requestId);
  const set = sql`failure_code = ${inDoubt}`;
  const noted =
    said === "paid" &&
    (await applyTransition(tx, actor, payoutId, "doubt", { set, reason, data: sql`${JSON.stringify(data)}::jsonb` }));
  if (!noted)
    await recordEvents(tx, actor, [
      { name: "payout.report_ignored", occurredAt: await databaseNow(tx), payoutId, reason, data },
    ]);
}

async function referenceOf(tx: Tx, { organizationId, payoutId }: Attempt): Promise<string> {
  const [payout] = await tx
    .select({ reference: payouts.reference })
    .from(payouts)
    .where(and(eq(payouts.organizationId, organizationId), eq(payouts.id, payoutId)));
  return payout!.reference;
}

const contradiction = {
  paid: "The provider now says that this attempt was paid, after it had said that it failed. Ask the provider which is true before anybody pays again.",
  failed:
    "The provider now says that this attempt failed, after it had said that it was paid. Ask the provider which is true before you tell the recipient.",
} as const;

// Only a failed payout can be replaced, so a report can contradict it in this way only.
const paidBefore =
  "The provider now says that the payout which this one replaces was paid, after it had said that it failed. Ask the provider which is true before anybody pays again.";
