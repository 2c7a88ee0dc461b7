import { beforeEach, describe, expect, test } from "vitest";
import { POST } from "@/app/api/providers/[provider]/reports/route";
import { db } from "@/db/client";
import { payoutAttempts } from "@/db/schema/payout_attempts";
import { providerReports } from "@/db/schema/provider_reports";
import { contradictionWords, payoutContradiction } from "@/lib/payments/contradiction";
import { useDatabase } from "@/tests/support/database";
import {
  attemptsOf,
  emailsAbout,
  handOverAll,
  moved,
  payoutNow,
  post,
  routeOf,
  submitted,
} from "@/tests/support/payments";
import { sent, paid, receiptOf, eventsNamed, failed } from "@/tests/support/reports";

useDatabase();
beforeEach(() => void (process.env.SANDBOX_DELAY_MS = "86400000"));

describe("a report", () => {
  test("received five times, one by one and at once, is applied once", async () => {
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

  test("that repeats the same result under another number is stored, and changes nothing", async () => {
    const { payout, attempt } = await sent();
    await post(paid(attempt));
    const before = await payoutNow(payout);
    expect(await receiptOf(await post(paid(attempt)))).toBe("late");
    expect(await payoutNow(payout)).toEqual(before);
    expect(await eventsNamed(payout, "payout.report_ignored")).toEqual([]);
    expect((await db.select().from(providerReports)).map(({ applied }) => applied).sort()).toEqual([false, true]);
  });

  test("that arrives before the provider's own answer ends the attempt, and the handover has nothing left to do", async () => {
    const { payout, attempt } = await submitted("00");
    expect(await receiptOf(await post(paid(attempt)))).toBe("applied");
    await handOverAll();
    expect(await moved()).toEqual([]);
    expect(await attemptsOf(payout)).toMatchObject([{ status: "paid", attempts: 0 }]);
    expect(await payoutNow(payout)).toMatchObject({ status: "completed" });
  });

  test("of a failure after the payment leaves the payout paid, and an event tells staff whom to ask", async () => {
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

  test("from twenty contradicting senders at once is applied once, whichever comes first", async () => {
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

  test("a report about an unknown attempt, or one that went to another provider", async () => {
    const { attempt, payout } = await sent();
    expect((await post(paid({ id: "0199b2c5-7d3a-7c3e-9b1a-3f2d5e6a7b8c" }))).status).toBe(404);
    expect((await post(paid({ id: payout.id }))).status).toBe(404);
    await db.update(payoutAttempts).set({ provider: "another" });
    expect((await post(paid(attempt))).status).toBe(404);
  });

  test("a body that is too long, before reading all of it", async () => {
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
