import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { retryPayout, submitPayout } from "@/lib/payments/attempts";
import { contradictionWords, payoutContradiction } from "@/lib/payments/contradiction";
import { reissuePayout } from "@/lib/payouts/reissue";
import { exampleAccount } from "@/scripts/docs/sandbox-page";
import { orInSoak } from "@/tests/support/seed";
import { useDatabase } from "@/tests/support/database";
import { atOnce, refused } from "@/tests/support/twenty";
import {
  attemptsOf,
  handOverAll,
  holder,
  lastAttempt,
  moved,
  payoutNow,
  post,
  recipientOf,
  submitted,
} from "@/tests/support/payments";
import { sent, failed, paid, eventsNamed } from "@/tests/support/reports";

useDatabase();
/** The number of rounds for simultaneous calls. */
const rounds = orInSoak(4, 20);
beforeEach(() => void (process.env.SANDBOX_DELAY_MS = "86400000"));

describe("an attempt reported as paid after it had failed", () => {
  test("cannot be retried or replaced, because the money may have arrived", async () => {
    const { payout, attempt, admin } = await sent();
    await post(failed(attempt));
    await post(paid(attempt));
    expect(await payoutNow(payout)).toMatchObject({ status: "failed_to_send", failureCode: "conflicting_reports" });
    expect(await eventsNamed(payout, "payout.report_ignored")).toMatchObject([
      { reason: expect.stringContaining("now says that this attempt was paid") },
    ]);
    expect((await refused(retryPayout(admin.actor, payout.id)))?.message).toContain("Do not pay it again");
    expect((await refused(reissuePayout(admin.actor, payout.id)))?.message).toContain("Do not pay it again");
    expect(await attemptsOf(payout)).toHaveLength(1);
  });

  test("stops its waiting retry from being handed over", async () => {
    const { payout, attempt, admin } = await sent();
    await post(failed(attempt));
    await retryPayout(admin.actor, payout.id);
    await post(paid(attempt));
    expect(await payoutNow(payout)).toMatchObject({ status: "submitted" });
    await handOverAll();
    expect(await moved()).toHaveLength(1);
    expect(await payoutNow(payout)).toMatchObject({ status: "failed_to_send", failureCode: "conflicting_reports" });
    expect(await attemptsOf(payout)).toMatchObject([
      { status: "failed", failureCode: "returned_by_bank" },
      { status: "failed", failureCode: "conflicting_reports" },
    ]);
  });

  test("is remembered when a retry already in progress fails too", async () => {
    const { payout, attempt, admin } = await sent();
    await post(failed(attempt));
    await retryPayout(admin.actor, payout.id);
    await handOverAll();
    await post(paid(attempt));
    const second = (await attemptsOf(payout))[1]!;
    await post(failed(second));
    expect(await payoutNow(payout)).toMatchObject({
      status: "failed_to_send",
      failureCode: "conflicting_reports",
      failureDetail: "Sent back",
    });
    expect((await refused(retryPayout(admin.actor, payout.id)))?.code).toBe("conflict");
  });

  test("at the same time as a retry never moves money twice", async () => {
    for (let round = 0; round < rounds; round++) {
      const { payout, attempt, admin } = await sent();
      await post(failed(attempt));
      await atOnce<unknown>([retryPayout(admin.actor, payout.id), post(paid(attempt))]);
      await handOverAll();
      expect(await payoutNow(payout)).toMatchObject({ status: "failed_to_send", failureCode: "conflicting_reports" });
    }
    expect(await moved()).toHaveLength(rounds);
  });
});

describe("an attempt reported as paid after its payout was replaced", () => {
  const replacedOne = async () => {
    const world = await sent();
    await post(failed(world.attempt));
    const successor = await reissuePayout(world.admin.actor, world.payout.id);
    return { ...world, successor };
  };
  const choose = async (payout: Parameters<typeof recipientOf>[0]) => {
    await submitPayout(recipientOf(payout), "us_account", {
      holder,
      routing_number: "021000021",
      account_number: exampleAccount("00"),
    });
    return lastAttempt(payout);
  };

  test("stops the handover of the new payout and of every later replacement", async () => {
    const { payout, attempt, admin, successor } = await replacedOne();
    await post(paid(attempt));
    const gone = { createdAt: new Date(0), expiresAt: new Date(1), statusChangedAt: new Date(1) };
    await db
      .update(payouts)
      .set({ status: "expired", ...gone })
      .where(eq(payouts.id, successor.id));
    const third = await reissuePayout(admin.actor, successor.id);
    await choose(third);
    await handOverAll();
    expect(await moved()).toHaveLength(1);
    expect(await payoutNow(third)).toMatchObject({ status: "failed_to_send", failureCode: "conflicting_reports" });
    expect((await refused(reissuePayout(admin.actor, third.id)))?.message).toContain("Do not pay it again");
    expect(await payoutNow(payout)).toMatchObject({ failureCode: "returned_by_bank" });
  });

  test("does not stop a payout of another organization, or one that replaces nothing", async () => {
    const { attempt, organization } = await replacedOne();
    await post(paid(attempt));
    const [neighbour, stranger] = [await submitted("00", organization), await submitted("00")];
    await handOverAll();
    for (const { attempt: other } of [neighbour, stranger])
      expect(await moved()).toContainEqual(expect.objectContaining({ id: other.id }));
  });

  test("is recorded on the old payout and on the latest replacement, which names the old one", async () => {
    const { payout, attempt, successor } = await replacedOne();
    await post(paid(attempt));
    expect(await eventsNamed(payout, "payout.report_ignored")).toMatchObject([
      { reason: expect.stringContaining("this attempt was paid"), data: { said: "paid", attempt: 1 } },
    ]);
    expect(await eventsNamed(successor, "payout.report_ignored")).toMatchObject([
      {
        reason: expect.stringContaining("which this one replaces was paid"),
        data: { said: "paid", ofReplaced: payout.reference },
      },
    ]);
  });

  test("is shown with the next step on each payout of the chain, and on no other", async () => {
    const { payout, attempt, admin, successor } = await replacedOne();
    expect(await payoutContradiction(admin.actor, successor.id)).toBeNull();
    await post(paid(attempt));
    const [old, live] = await Promise.all([payout, successor].map(({ id }) => payoutContradiction(admin.actor, id)));
    expect([old, live]).toEqual([
      { said: "paid", of: null },
      { said: "paid", of: payout.reference },
    ]);
    expect(contradictionWords(live!, successor)).toEqual({
      text: expect.stringContaining(payout.reference),
      nextStep: expect.stringContaining("cancel this payout"),
    });
    expect(contradictionWords(old!, await payoutNow(payout)).nextStep).toContain(
      "do not cancel the payout that replaced this one",
    );
    expect(await payoutContradiction((await sent()).admin.actor, successor.id)).toBeNull();
  });

  test("forbids a retry or replacement of the new payout, whether that failed before or fails later", async () => {
    for (const failsFirst of [true, false]) {
      const { attempt, admin, successor } = await replacedOne();
      const second = await choose(successor);
      await handOverAll();
      for (const report of failsFirst ? [failed(second), paid(attempt)] : [paid(attempt), failed(second)])
        await post(report);
      expect(await payoutNow(successor)).toMatchObject({
        status: "failed_to_send",
        failureCode: "conflicting_reports",
      });
      expect((await refused(retryPayout(admin.actor, successor.id)))?.code).toBe("conflict");
    }
  });

  test("at the same time as the replacement is recorded on the new payout or forbids it, and money moves once", async () => {
    for (let round = 0; round < rounds; round++) {
      const { payout, attempt, admin } = await sent();
      await post(failed(attempt));
      const { done } = await atOnce<unknown>([reissuePayout(admin.actor, payout.id), post(paid(attempt))]);
      const made = done.find((result): result is typeof payout => !(result instanceof Response));
      if (!made)
        expect(await payoutNow(payout)).toMatchObject({ failureCode: "conflicting_reports", archivedAt: null });
      else {
        expect(await eventsNamed(made, "payout.report_ignored")).toHaveLength(1);
        await choose(made);
        await handOverAll();
        expect(await payoutNow(made)).toMatchObject({ failureCode: "conflicting_reports" });
      }
    }
    expect(await moved()).toHaveLength(rounds);
  });
});
