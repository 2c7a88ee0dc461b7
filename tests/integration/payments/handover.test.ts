import { randomBytes } from "node:crypto";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { eq, sql } from "drizzle-orm";
import { afterEach, expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { events } from "@/db/schema/events";
import { payoutAttempts } from "@/db/schema/payout_attempts";
import { payouts } from "@/db/schema/payouts";
import { sandboxPayments } from "@/db/schema/sandbox_payments";
import { retryPayout } from "@/lib/payments/attempts";
import { workOnDueAttempt } from "@/lib/payments/hand-over";
import { takeReport } from "@/lib/payments/reports";
import { sandbox } from "@/lib/payments/providers/sandbox";
import { providerTable } from "@/lib/payments/providers/table";
import { exampleAccount } from "@/scripts/docs/sandbox-page";
import { programFile, useDatabase } from "@/tests/support/database";
import {
  attemptsOf,
  handOverAll,
  holder,
  lastAttempt,
  moved,
  payoutNow,
  submitted,
  timePasses,
} from "@/tests/support/payments";
import { connectBank, logged, submittedToBank, tryTimes, unclear, useQuietSandbox } from "@/tests/support/bank";

const databaseUrl = useDatabase();
const ownKeys = process.env.DETAILS_KEYS!;

useQuietSandbox();
afterEach(() => void (process.env.DETAILS_KEYS = ownKeys));

test("the provider gets the recipient's details and the attempt's id as key, and its acceptance is recorded once", async () => {
  const asked = connectBank({ outcome: "accepted", reference: "B-1" });
  const { payout, attempt } = await submittedToBank();
  await handOverAll("worker-1");
  const { organizationId, amountMinor, currency, recipientName, reference } = payout;
  const details = { holder, routing_number: "021000021", account_number: exampleAccount("00") };
  expect(asked).toEqual([
    {
      organizationId,
      idempotencyKey: attempt.id,
      amountMinor,
      currency,
      recipientName,
      reference,
      method: "us_account",
      details,
    },
  ]);
  const after = await lastAttempt(payout);
  expect(after).toMatchObject({ status: "sent", providerReference: "B-1", attempts: 1, leasedUntil: null });
  expect(after.nextAttemptAt.getTime() - after.sentAt!.getTime()).toBe(sandbox.askAfterMs);
  const recorded = await db.select().from(events).where(eq(events.name, "payout.handed_over"));
  expect(recorded).toMatchObject([
    { payoutId: payout.id, requestId: "worker-1", data: { attempt: 1, provider: "bank", providerReference: "B-1" } },
  ]);
  await handOverAll();
  expect(asked).toHaveLength(1);
});

test("two dozen workers at once hand over each attempt once", async () => {
  for (let index = 0; index < 6; index++) await submitted("00");
  await Promise.all(Array.from({ length: 24 }, () => workOnDueAttempt("worker")));
  expect(await moved()).toHaveLength(6);
  expect((await db.select().from(payoutAttempts)).map(({ status, attempts }) => [status, attempts])).toEqual(
    Array(6).fill(["sent", 1]),
  );
});

test("the sandbox pays once for a key, however often it is handed over", async () => {
  const { payout } = await submitted("00");
  for (let round = 0; round < 4; round++) {
    await db.update(payoutAttempts).set({ status: "queued", nextAttemptAt: new Date(0) });
    await handOverAll();
  }
  expect(await lastAttempt(payout)).toMatchObject({ status: "sent", attempts: 4 });
  expect(await moved()).toHaveLength(1);
});

test("after a worker died between payment and commit, the next one hands over under the same key", {
  timeout: 90_000,
}, async () => {
  const { payout, attempt } = await submitted("00");
  let dead = Promise.resolve<unknown>(undefined);
  // A lock on the payout keeps the worker from storing the provider's answer.
  await transaction(
    async (tx) => {
      await tx.select().from(payouts).where(eq(payouts.id, payout.id)).for("update");
      const worker = spawn(process.execPath, [programFile("worker")], {
        env: { ...process.env, DATABASE_URL: databaseUrl, SMTP_URL: "" },
        stdio: "ignore",
      });
      dead = once(worker, "exit");
      await expect.poll(moved, { timeout: 60_000, interval: 50 }).toHaveLength(1);
      worker.kill("SIGKILL");
      await dead;
    },
    { deadlineMs: 80_000 },
  );
  expect(await lastAttempt(payout)).toMatchObject({ status: "queued", attempts: 1 });
  expect(await workOnDueAttempt("too early")).toBe(0);
  await timePasses();
  await handOverAll();
  expect(await moved()).toMatchObject([{ id: attempt.id }]);
  expect(await lastAttempt(payout)).toMatchObject({ status: "sent", attempts: 2, unreached: 0 });
});

test("a worker that returns after its lease expired does not overwrite what the next worker wrote", async () => {
  const { payout } = await submittedToBank();
  const asked = connectBank({ outcome: "accepted", reference: "second" });
  const { submit } = providerTable.bank!;
  providerTable.bank!.submit = async () => {
    providerTable.bank!.submit = submit;
    await timePasses();
    expect(await workOnDueAttempt("second")).toBe(1);
    return { outcome: "refused", code: "account_closed", detail: "Late" };
  };
  await workOnDueAttempt("first");
  expect(asked).toHaveLength(1);
  expect(await lastAttempt(payout)).toMatchObject({ status: "sent", providerReference: "second", fence: 2 });
  expect(await payoutNow(payout)).toMatchObject({ status: "submitted" });
});

test("an attempt that may have arrived is not handed over again after an earlier one was paid, only asked about", async () => {
  const asked = connectBank(unclear, { outcome: "accepted", reference: "second" });
  const { payout, attempt, admin } = await submittedToBank();
  await takeReport(
    "bank",
    { messageId: "1", attemptId: attempt.id, outcome: "failed", code: "returned_by_bank", detail: "Sent back" },
    "report",
  );
  await retryPayout(admin.actor, payout.id);
  await db.update(payoutAttempts).set({ provider: "bank" });
  await handOverAll();
  await takeReport("bank", { messageId: "2", attemptId: attempt.id, outcome: "paid" }, "report");
  await tryTimes(3);
  expect(asked).toHaveLength(1);
  const second = await lastAttempt(payout);
  expect(second).toMatchObject({
    number: 2,
    status: "queued",
    lastError: expect.stringContaining("has been reported as paid") as string,
  });
  providerTable.bank!.askOutcome = async ({ id }) => ({
    messageId: "3",
    attemptId: id,
    outcome: "failed",
    code: "account_closed",
    detail: "Never got it",
  });
  await tryTimes(1);
  expect(asked).toHaveLength(1);
  expect(await payoutNow(payout)).toMatchObject({ status: "failed_to_send", failureCode: "conflicting_reports" });
});

test("the recipient's details are never stored or logged in plain text, except for the last four digits", async () => {
  connectBank(new Error(`refused ${exampleAccount("00")}`));
  const { payout } = await submittedToBank();
  await tryTimes(2);
  const tables = await db.execute<{ name: string }>(
    sql`select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
  );
  const dumps = await Promise.all(
    tables.map(({ name }) => db.execute(sql.raw(`select t::text as row from public.${name} t`))),
  );
  const everything = JSON.stringify(dumps) + logged.join();
  expect(everything).toContain(payout.reference);
  expect(everything).toContain("US bank account ending 4500");
  for (const secret of [exampleAccount("00"), "021000021", holder]) expect(everything).not.toContain(secret);
});

test("details sealed with an older key open while that key is configured; without it the attempt waits", async () => {
  const { payout } = await submitted("00");
  const fresh = `new:${randomBytes(32).toString("base64")}`;
  process.env.DETAILS_KEYS = fresh;
  await tryTimes(14);
  expect(await lastAttempt(payout)).toMatchObject({
    status: "queued",
    lastError: "The details the recipient gave could not be read.",
  });
  expect(await db.select().from(sandboxPayments)).toEqual([]);
  process.env.DETAILS_KEYS = `${fresh},${ownKeys}`;
  await tryTimes(1);
  expect(await lastAttempt(payout)).toMatchObject({ status: "sent" });
  const { payout: later } = await submitted("00");
  expect((await attemptsOf(later))[0]!.details).toMatch(/^new\./);
  await handOverAll();
  expect(await lastAttempt(later)).toMatchObject({ status: "sent" });
});
