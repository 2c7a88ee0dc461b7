import { asc, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { Random } from "@/scripts/demo-data/random";
import type { UserActor } from "@/lib/actor";
import { recordEvents } from "@/lib/events";
import { expireDuePayouts } from "@/lib/payouts/expiry";
import { cancelPayout, resendPayout } from "@/lib/payouts/mutations";
import { reissuePayout } from "@/lib/payouts/reissue";
import type { PayoutStatus } from "@/lib/payouts/status";
import { payoutTimeline } from "@/lib/payouts/timeline";
import { transitionTable } from "@/lib/payouts/transitions";
import { databaseNow } from "@/lib/time";
import { orInSoak } from "@/tests/support/seed";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createPayout, createUser } from "@/tests/support/factories";
import { atOnce } from "@/tests/support/twenty";
import { holding, untilWaiting } from "@/tests/support/lock-waiters";

useDatabase();

const HOUR_MS = 3_600_000;
const chain = (organizationId: string) =>
  db
    .select()
    .from(payouts)
    .where(eq(payouts.organizationId, organizationId))
    .orderBy(asc(payouts.createdAt), asc(payouts.id));

/** Moves a pending payout to within a few milliseconds of its expiry, and allows its next resend. */
async function letTimePass(random: Random, organizationId: string) {
  const expiresAt = random.chance(0.4) ? new Date(Date.now() + random.int(1, 40)) : undefined;
  const earlier = new Date(Date.now() - HOUR_MS);
  await db
    .update(payouts)
    .set({ lastEmailedAt: earlier, ...(expiresAt && { expiresAt }) })
    .where(sql`${payouts.organizationId} = ${organizationId} and ${payouts.status} = 'pending'`);
}

function randomStep(random: Random, actor: UserActor, id: string): Promise<unknown> {
  switch (
    random.weighted([
      ["resend", 4],
      ["sweep", 2],
      ["reissue", 2],
      ["cancel", 1],
    ] as const)
  ) {
    case "resend":
      return resendPayout(actor, id);
    case "sweep":
      return databaseNow(db).then((now) => expireDuePayouts(now, 10, "sweep"));
    case "reissue":
      return reissuePayout(actor, id);
    case "cancel":
      return cancelPayout(actor, id, "Interleaved");
  }
}

/** Replays the events from the start; each step must be allowed by the table in the state before it. */
async function replay(actor: UserActor, payoutId: string) {
  let status: PayoutStatus | null = null;
  let archived = false;
  const steps = Object.values(transitionTable);
  const timeline = await payoutTimeline(actor, payoutId);
  for (const event of timeline) {
    expect(archived).toBe(false);
    expect(event.fromStatus).toBe(event.toStatus ? status : null);
    const step = steps.find((one) => one.event === event.name);
    if (step) {
      expect([event.name, step.from]).toEqual([event.name, expect.arrayContaining([status])]);
      expect(event.toStatus).toBe(step.to);
    } else expect(event.name).toBe("payout.created");
    status = event.toStatus ?? status;
    archived = event.name === "payout.reissued";
  }
  return { status, archived, resends: timeline.filter(({ name }) => name === "payout.resent").length };
}

test.each(Array.from({ length: orInSoak(3, 8) }, (_, index) => index + 1))(
  "after interleaved cancels, resends, sweeps and replacements each payout's status follows its events (%i)",
  async (seed) => {
    const random = new Random(`interleaved ${seed}`);
    const organization = await createOrganization();
    const admins = await Promise.all(Array.from({ length: 3 }, () => createUser(organization)));
    await createPayout(organization, { createdAt: new Date(Date.now() - 24 * HOUR_MS) });
    for (let round = 0; round < 8; round++) {
      await letTimePass(random, organization.id);
      const ids = (await chain(organization.id)).map(({ id }) => id).slice(-2);
      await atOnce(Array.from({ length: 8 }, () => randomStep(random, random.pick(admins).actor, random.pick(ids))));
    }
    const { actor } = admins[0]!;
    for (const payout of await chain(organization.id)) {
      const resends = await db
        .select()
        .from(emails)
        .where(sql`${emails.payoutId} = ${payout.id} and ${emails.kind} = 'payout_resent'`);
      const { status, resendCount, archivedAt } = payout;
      expect(await replay(actor, payout.id)).toEqual({ status, archived: archivedAt !== null, resends: resendCount });
      expect(resends).toHaveLength(resendCount);
    }
  },
);

test("a cancel that waited for another change is recorded after it, with a later time", async () => {
  const organization = await createOrganization();
  const { actor } = await createUser(organization);
  const payout = await createPayout(organization, { createdAt: new Date(Date.now() - HOUR_MS) });
  let canceled: Promise<{ statusChangedAt: Date }> | undefined;
  await holding(async (tx) => {
    await tx.update(payouts).set({ resendCount: 1 }).where(eq(payouts.id, payout.id));
    canceled = cancelPayout(actor, payout.id, "Waited");
    await untilWaiting();
    const occurredAt = await databaseNow(tx);
    // As a resend does: the cancel may come in the same millisecond.
    await tx.update(payouts).set({ lastEmailedAt: occurredAt }).where(eq(payouts.id, payout.id));
    await recordEvents(tx, actor, [{ name: "payout.resent", occurredAt, payoutId: payout.id }]);
  });
  const { statusChangedAt } = await canceled!;
  const timeline = await payoutTimeline(actor, payout.id);
  expect(timeline.map(({ name }) => name)).toEqual(["payout.created", "payout.resent", "payout.canceled"]);
  expect(timeline[2]!.occurredAt).toEqual(statusChangedAt);
});

test("a cancel that waited until the payout had expired is refused", async () => {
  const organization = await createOrganization();
  const { actor } = await createUser(organization);
  const payout = await createPayout(organization, { createdAt: new Date(Date.now() - HOUR_MS) });
  const outcome = await holding(async (tx) => {
    const expiresAt = await databaseNow(tx);
    await tx
      .update(payouts)
      .set({ expiresAt: new Date(expiresAt.getTime() + 60_000) })
      .where(eq(payouts.id, payout.id));
    const canceled = atOnce([cancelPayout(actor, payout.id, "Waited")]);
    await untilWaiting();
    await tx
      .update(payouts)
      .set({ expiresAt: await databaseNow(tx) })
      .where(eq(payouts.id, payout.id));
    return { canceled };
  });
  expect((await outcome.canceled).refusals).toMatchObject([
    { code: "conflict", message: expect.stringContaining("is expired now") },
  ]);
  expect(await db.select().from(events).where(eq(events.name, "payout.canceled"))).toEqual([]);
});
