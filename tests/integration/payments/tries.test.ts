import { expect, test } from "vitest";
import { db } from "@/db/client";
import { payoutAttempts } from "@/db/schema/payout_attempts";
import { mostTries } from "@/lib/payments/hand-over";
import { providerTable } from "@/lib/payments/providers/table";
import { useDatabase } from "@/tests/support/database";
import { emailsAbout, handOverAll, lastAttempt, payoutNow } from "@/tests/support/payments";
import {
  connectBank,
  logged,
  submittedToBank,
  tryTimes,
  unclear,
  unreached,
  useQuietSandbox,
} from "@/tests/support/bank";

useDatabase();
useQuietSandbox();

test("a provider that was surely not reached twelve times is given up with its reason, after growing waits", async () => {
  const asked = connectBank(unreached);
  const { payout } = await submittedToBank();
  await tryTimes(mostTries - 1);
  const waiting = await lastAttempt(payout);
  expect(waiting).toMatchObject({ status: "queued", unreached: 11, lastError: "No route." });
  expect(waiting.nextAttemptAt.getTime() - Date.now()).toBeGreaterThan(5 * 3_600_000);
  await tryTimes(3);
  expect(asked).toHaveLength(12);
  expect(await payoutNow(payout)).toMatchObject({
    status: "failed_to_send",
    failureCode: "provider_unavailable",
    failureDetail: "No route.",
  });
  expect(await emailsAbout(payout)).toEqual([{ kind: "payout_failed", ordinal: 1 }]);
});

test.each([
  ["an unclear answer", unclear],
  ["an answer that nobody could have foreseen", new Error("boom")],
])("after %s the attempt is never given up, because the money may have moved", async (_, answer) => {
  const asked = connectBank(answer, unreached);
  const { payout, attempt } = await submittedToBank();
  await tryTimes(20);
  expect(await lastAttempt(payout)).toMatchObject({ status: "queued", attempts: 20, unreached: 19 });
  expect(await payoutNow(payout)).toMatchObject({ status: "submitted" });
  connectBank({ outcome: "accepted", reference: "found" });
  await tryTimes(1);
  expect(await lastAttempt(payout)).toMatchObject({ status: "sent" });
  expect(new Set(asked.map(({ idempotencyKey }) => idempotencyKey))).toEqual(new Set([attempt.id]));
});

test("a try whose worker died counts as one that may have arrived", async () => {
  connectBank(unreached);
  const { payout } = await submittedToBank();
  // The state of a claim after its worker was killed.
  await db.update(payoutAttempts).set({ attempts: 1, fence: 1 });
  await tryTimes(15);
  expect(await lastAttempt(payout)).toMatchObject({ status: "queued", unreached: 15, attempts: 16 });
});

test("an attempt that stays unclear is retried without end, with limited waits", async () => {
  connectBank(unclear);
  const { payout } = await submittedToBank();
  await tryTimes(30);
  const { nextAttemptAt, status } = await lastAttempt(payout);
  expect(status).toBe("queued");
  expect(nextAttemptAt.getTime() - Date.now()).toBeLessThanOrEqual(7.5 * 3_600_000);
});

test("a failed query for an outcome is repeated at its next due time", async () => {
  const { payout } = await submittedToBank();
  connectBank({ outcome: "accepted", reference: "B-1" });
  await handOverAll();
  providerTable.bank!.askOutcome = () => Promise.reject(new Error("down"));
  await tryTimes(1);
  const after = await lastAttempt(payout);
  expect(after).toMatchObject({ status: "sent", leasedUntil: null });
  expect(after.nextAttemptAt.getTime()).toBeGreaterThan(Date.now() + 30_000);
  expect(logged.join()).toContain("payments");
});
