import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { POST } from "@/app/api/providers/[provider]/reports/route";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { payoutAttempts } from "@/db/schema/payout_attempts";
import { payouts } from "@/db/schema/payouts";
import { providerReports } from "@/db/schema/provider_reports";
import { retryPayout, submitPayout } from "@/lib/payments/attempts";
import { contradictionWords, payoutContradiction } from "@/lib/payments/contradiction";
import { reissuePayout } from "@/lib/payouts/reissue";
import type { Report } from "@/lib/payments/providers/provider";
import { exampleAccount } from "@/scripts/docs/sandbox-page";
import { useDatabase } from "@/tests/support/database";
import { atOnce, refused } from "@/tests/support/twenty";
import {
  attemptsOf,
  emailsAbout,
  handOverAll,
  holder,
  lastAttempt,
  moved,
  payoutNow,
  post,
  recipientOf,
  routeOf,
  submitted,
} from "@/tests/support/payments";

useDatabase();
beforeEach(() => void (process.env.SANDBOX_DELAY_MS = "86400000"));

const sent = async (ending = "00") => {
  const world = await submitted(ending);
  await handOverAll();
  return world;
};

let count = 0;
const paid = (attempt: { id: string }): Report => ({
  messageId: `message-${++count}`,
  attemptId: attempt.id,
  outcome: "paid",
});
const failed = (attempt: { id: string }, code = "returned_by_bank"): Report => ({
  messageId: `message-${++count}`,
  attemptId: attempt.id,
  outcome: "failed",
  code,
  detail: "Sent back",
});
const receiptOf = async (answer: Response) => ((await answer.json()) as { receipt: string }).receipt;
const eventsNamed = (payout: { id: string }, name: string) =>
  db
    .select()
    .from(events)
    .where(and(eq(events.payoutId, payout.id), eq(events.name, name)));

describe("a report", () => {
  test("that comes five times, one after another and at the same instant, is applied once", async () => {
    const { payout, attempt } = await sent();
    const report = paid(attempt);
    const answers = await Promise.all(Array.from({ length: 4 }, () => post(report)));
    answers.push(await post(report));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect((await Promise.all(answers.map(receiptOf))).sort()).toEqual([
      "applied",
      "repeated",
      "repeated",
      "repeated",
      "repeated",
    ]);
    expect(await payoutNow(payout)).toMatchObject({ status: "completed" });
    expect(await eventsNamed(payout, "payout.completed")).toMatchObject([
      { actorType: "system", fromStatus: "submitted", toStatus: "completed", data: { attempt: 1 } },
    ]);
    expect(await emailsAbout(payout)).toEqual([{ kind: "payout_completed", ordinal: 1 }]);
  });

  test("that says the same again under another number is kept, and changes and tells nothing", async () => {
    const { payout, attempt } = await sent();
    await post(paid(attempt));
    const before = await payoutNow(payout);
    expect(await receiptOf(await post(paid(attempt)))).toBe("late");
    expect(await payoutNow(payout)).toEqual(before);
    expect(await eventsNamed(payout, "payout.report_ignored")).toEqual([]);
    expect((await db.select().from(providerReports)).map(({ applied }) => applied).sort()).toEqual([false, true]);
  });

  test("that is quicker than the provider's own answer ends the attempt, and the hand-over finds nothing left to do", async () => {
    const { payout, attempt } = await submitted("00");
    expect(await receiptOf(await post(paid(attempt)))).toBe("applied");
    await handOverAll();
    expect(await moved()).toEqual([]);
    expect(await attemptsOf(payout)).toMatchObject([{ status: "paid", attempts: 0 }]);
    expect(await payoutNow(payout)).toMatchObject({ status: "completed" });
  });

  test("of a failure after the payment leaves the payout paid, and an event tells the staff whom to ask", async () => {
    const { payout, attempt, admin } = await sent();
    await post(paid(attempt));
    expect(await receiptOf(await post(failed(attempt)))).toBe("late");
    const contradiction = await payoutContradiction(admin.actor, payout.id);
    expect(contradiction).toEqual({ said: "failed", of: null });
    expect(contradictionWords(contradiction!, await payoutNow(payout)).nextStep).toContain("Do not pay again before");
    expect(await payoutNow(payout)).toMatchObject({ status: "completed", failureCode: null });
    expect(await eventsNamed(payout, "payout.report_ignored")).toMatchObject([
      { reason: expect.stringContaining("now says that this attempt failed"), data: { attempt: 1 }, toStatus: null },
    ]);
    expect(await emailsAbout(payout)).toHaveLength(1);
  });

  test("from twenty contradicting senders at the same instant is applied once, whichever comes first", async () => {
    const { payout, attempt } = await sent();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => post(index % 2 ? paid(attempt) : failed(attempt))),
    );
    const receipts = await Promise.all(answers.map(receiptOf));
    expect(receipts.filter((receipt) => receipt === "applied")).toHaveLength(1);
    const moves = [
      ...(await eventsNamed(payout, "payout.completed")),
      ...(await eventsNamed(payout, "payout.failed_to_send")),
    ];
    expect(moves.map(({ toStatus }) => toStatus)).toEqual([(await payoutNow(payout)).status]);
    expect(await emailsAbout(payout)).toHaveLength(1);
  });
});

describe("a payment reported as paid after it had failed", () => {
  test("can neither be tried again nor replaced, because it may have arrived", async () => {
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

  test("while its retry waits to be handed over keeps that from happening", async () => {
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

  test("is not forgotten when a retry that was on its way already fails too", async () => {
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

  test("at the same instant as a retry is never handed over twice in good faith", async () => {
    for (let round = 0; round < 10; round++) {
      const { payout, attempt, admin } = await sent();
      await post(failed(attempt));
      await atOnce<unknown>([retryPayout(admin.actor, payout.id), post(paid(attempt))]);
      await handOverAll();
      expect(await payoutNow(payout)).toMatchObject({ status: "failed_to_send", failureCode: "conflicting_reports" });
    }
    expect(await moved()).toHaveLength(10);
  });
});

describe("a payment reported as paid after another payout replaced it", () => {
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

  test("keeps the new payout, and every one that replaces it in turn, from being handed over", async () => {
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

  test("does not keep another organization's payout, nor one that replaces nothing, from being paid", async () => {
    const { attempt, organization } = await replacedOne();
    await post(paid(attempt));
    const [neighbour, stranger] = [await submitted("00", organization), await submitted("00")];
    await handOverAll();
    for (const { attempt: other } of [neighbour, stranger])
      expect(await moved()).toContainEqual(expect.objectContaining({ id: other.id }));
  });

  test("is told on the old payout and on the live end of the chain, naming the old one", async () => {
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

  test("is said on the page of each payout of the chain, with the next step for each, and on nobody else's", async () => {
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

  test("forbids to retry or replace the new payout when that has failed by then, or fails later", async () => {
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

  test("at the same instant as the replacement is told on the new payout or forbids it, and never moves money twice", async () => {
    for (let round = 0; round < 10; round++) {
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
    expect(await moved()).toHaveLength(10);
  });
});

describe("the route refuses", () => {
  test.each([
    ["a wrong signature", { changed: { "webhook-signature": "v1,AAAA" } }, 401],
    ["a signature of another message", { changed: { "webhook-id": "message-0" } }, 401],
    ["no signature", { changed: { "webhook-signature": "" } }, 401],
    ["a report that is six minutes old", { at: new Date(Date.now() - 360_000) }, 401],
    ["a report from six minutes ahead", { at: new Date(Date.now() + 360_000) }, 401],
    ["a provider that does not exist", { provider: "constructor" }, 404],
  ])("%s, and changes nothing", async (_, how, status) => {
    const { payout, attempt } = await sent();
    const answer = await post(paid(attempt), how);
    expect(answer.status).toBe(status);
    expect(await answer.text()).not.toContain(attempt.id);
    expect(await payoutNow(payout)).toMatchObject({ status: "submitted" });
    expect(await db.select().from(providerReports)).toEqual([]);
  });

  test("a report of an attempt it does not know, or that went to another provider", async () => {
    const { attempt, payout } = await sent();
    expect((await post(paid({ id: "0199b2c5-7d3a-7c3e-9b1a-3f2d5e6a7b8c" }))).status).toBe(404);
    expect((await post(paid({ id: payout.id }))).status).toBe(404);
    await db.update(payoutAttempts).set({ provider: "another" });
    expect((await post(paid(attempt))).status).toBe(404);
  });

  test("a body that is too long, before it is read to its end", async () => {
    let pulled = 0;
    const body = new ReadableStream({ pull: (controller) => (++pulled, controller.enqueue(new Uint8Array(16_384))) });
    const answer = await POST(
      new Request("http://127.0.0.1/", { method: "POST", body, duplex: "half" } as RequestInit),
      routeOf("sandbox"),
    );
    expect(answer.status).toBe(400);
    expect(pulled).toBeLessThan(10);
  });
});
