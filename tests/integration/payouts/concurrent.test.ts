import { and, eq, inArray } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { Random } from "@/scripts/demo-data/random";
import type { DomainError } from "@/lib/errors";
import { submitPayout } from "@/lib/payments/attempts";
import { expireDuePayouts } from "@/lib/payouts/expiry";
import { cancelPayout, resendPayout } from "@/lib/payouts/mutations";
import { payoutTimeline } from "@/lib/payouts/timeline";
import { databaseNow } from "@/lib/time";
import { exampleAccount } from "@/scripts/docs/sandbox-page";
import { orInSoak } from "@/tests/support/seed";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createPayout, createUser } from "@/tests/support/factories";
import { atOnce } from "@/tests/support/twenty";
import { attemptsOf, payoutNow, recipientOf } from "@/tests/support/payments";

useDatabase();

const HOUR_MS = 3_600_000;
const details = { holder: "Ada Byron", routing_number: "021000021", account_number: exampleAccount("00") };
const steps = ["cancel", "submit", "expire", "resend"] as const;
type Step = (typeof steps)[number];
const outcomes = { canceled: "payout.canceled", submitted: "payout.submitted", expired: "payout.expired" } as const;

/** Two hundred requests in random order; the expiry comes while they run, or long after. */
async function crowd(seed: number, expiresInMs: number) {
  const random = new Random(`twins ${seed}`);
  const organization = await createOrganization();
  const admins = await Promise.all(Array.from({ length: 5 }, () => createUser(organization)));
  const payout = await createPayout(organization, {
    createdAt: new Date(Date.now() - 24 * HOUR_MS),
    expiresAt: new Date(Date.now() + HOUR_MS),
  });
  const order = Array.from({ length: 200 }, (_, index) => steps[index % steps.length]!).sort(
    () => random.float() - 0.5,
  );
  const does: Record<Step, () => Promise<unknown>> = {
    cancel: () => cancelPayout(random.pick(admins).actor, payout.id, "Crowded"),
    submit: () => submitPayout(recipientOf(payout), "us_account", details),
    expire: async () => expireDuePayouts(await databaseNow(db), 10, "sweep"),
    resend: () => resendPayout(random.pick(admins).actor, payout.id),
  };
  await db
    .update(payouts)
    .set({ expiresAt: new Date(Date.now() + expiresInMs) })
    .where(eq(payouts.id, payout.id));
  const calls = order.map((step) => does[step]().then(() => step));
  return { actor: admins[0]!.actor, payout, order, ...(await atOnce(calls)) };
}

/** A request that came too late or too early is refused with a message, and nothing else goes wrong. */
const inWords = ({ code, message }: DomainError) =>
  ["conflict", "rate_limited"].includes(code) && /^[A-Z].{20,}\.$/s.test(message);

/** A seed, and how long after the start the payout expires: long after, during the requests, or before. */
const crowds = [
  [1, HOUR_MS],
  [3, 20],
  [5, 120],
  [7, -1],
  ...orInSoak(
    [],
    [
      [2, HOUR_MS],
      [4, 60],
      [6, 250],
    ],
  ),
] as [number, number][];

test.each(crowds)(
  "of 200 concurrent cancels, submits, expiries and resends exactly one decides the outcome (%i, expiry in %i ms)",
  async (seed, expiresInMs) => {
    const { actor, payout, done, refusals } = await crowd(seed, expiresInMs);
    // An expiry that came after every sweep among the requests is recorded by the next sweep.
    await expireDuePayouts(new Date(Math.max(Date.now(), payout.createdAt.getTime())), 10, "sweep");
    const { status, resendCount } = await payoutNow(payout);
    const recorded = await db
      .select()
      .from(events)
      .where(and(eq(events.payoutId, payout.id), inArray(events.name, Object.values(outcomes))));
    expect(recorded.map(({ name, toStatus }) => [name, toStatus])).toEqual([
      [outcomes[status as keyof typeof outcomes], status],
    ]);
    expect(done.filter((step) => step === "cancel")).toHaveLength(status === "canceled" ? 1 : 0);
    expect(done.filter((step) => step === "submit")).toHaveLength(status === "submitted" ? 1 : 0);
    expect(await attemptsOf(payout)).toHaveLength(status === "submitted" ? 1 : 0);
    expect(refusals.filter((refusal) => !inWords(refusal))).toEqual([]);
    const queued = await db.select({ kind: emails.kind }).from(emails).where(eq(emails.payoutId, payout.id));
    const resent = Array.from({ length: resendCount }, () => "payout_resent");
    expect(queued.map(({ kind }) => kind).sort()).toEqual(
      [...(status === "canceled" ? ["payout_canceled"] : []), ...resent].sort(),
    );
    expect(done.filter((step) => step === "resend")).toHaveLength(resendCount);
    expect(resendCount).toBeLessThanOrEqual(1);
    const names = (await payoutTimeline(actor, payout.id)).map(({ name }) => name);
    expect(names).toEqual([
      "payout.created",
      ...(resendCount ? ["payout.resent"] : []),
      outcomes[status as keyof typeof outcomes],
    ]);
  },
);
