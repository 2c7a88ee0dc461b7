import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { providerReports } from "@/db/schema/provider_reports";
import { sandboxPayments } from "@/db/schema/sandbox_payments";
import { failureReason } from "@/lib/payouts/failures";
import { retryPayout } from "@/lib/payments/attempts";
import { sandboxOutcomeTable } from "@/lib/payments/providers/sandbox-outcomes";
import { reportDueSandboxPayment } from "@/lib/payments/providers/sandbox-reporting";
import { useDatabase } from "@/tests/support/database";
import {
  emailsAbout,
  handOverAll,
  lastAttempt,
  moved,
  payoutNow,
  reportAll,
  startPortal,
  submitted,
  timePasses,
} from "@/tests/support/payments";

useDatabase();

let portal: Awaited<ReturnType<typeof startPortal>>;
beforeAll(async () => {
  process.env.SANDBOX_DELAY_MS = "0";
  portal = await startPortal();
});
beforeEach(() => void portal.posted.splice(0));
afterAll(() => portal.close());

/** Every outcome of a payment to its end: what staff, recipient and the provider's ledger have then. */
const ends: Record<string, { status: string; code?: string; reports: number; moved: number }> = {
  paid: { status: "completed", reports: 1, moved: 1 },
  account_closed: { status: "failed_to_send", code: "account_closed", reports: 1, moved: 1 },
  account_not_found: { status: "failed_to_send", code: "account_not_found", reports: 1, moved: 1 },
  name_mismatch: { status: "failed_to_send", code: "name_mismatch", reports: 1, moved: 1 },
  limit_exceeded: { status: "failed_to_send", code: "limit_exceeded", reports: 1, moved: 1 },
  returned_by_bank: { status: "failed_to_send", code: "returned_by_bank", reports: 1, moved: 1 },
  provider_unavailable: { status: "failed_to_send", code: "provider_unavailable", reports: 1, moved: 1 },
  currency_not_supported: { status: "failed_to_send", code: "currency_not_supported", reports: 1, moved: 1 },
  sanctions_hold: { status: "failed_to_send", code: "sanctions_hold", reports: 1, moved: 1 },
  unknown: { status: "failed_to_send", code: "XB-417", reports: 1, moved: 1 },
  refused: { status: "failed_to_send", code: "account_not_found", reports: 0, moved: 0 },
  unreached: { status: "failed_to_send", code: "provider_unavailable", reports: 0, moved: 0 },
  unclear: { status: "completed", reports: 1, moved: 1 },
  silent: { status: "completed", reports: 0, moved: 1 },
  silent_failure: { status: "failed_to_send", code: "account_closed", reports: 0, moved: 1 },
  repeated: { status: "completed", reports: 3, moved: 1 },
  paid_then_failed: { status: "completed", reports: 2, moved: 1 },
  failed_then_paid: { status: "failed_to_send", code: "conflicting_reports", reports: 2, moved: 1 },
  on_its_way: { status: "submitted", reports: 0, moved: 1 },
  paid_on_retry: { status: "failed_to_send", code: "returned_by_bank", reports: 1, moved: 1 },
};

test("the tests below cover every outcome of the sandbox", () => {
  expect(Object.keys(ends).sort()).toEqual(Object.keys(sandboxOutcomeTable).sort());
});

test.each(Object.entries(ends))(
  "a payment to an account that means %s ends as the table says, with one email about it",
  async (name, end) => {
    const { payout } = await submitted(sandboxOutcomeTable[name]!.ending);
    await handOverAll();
    await reportAll();
    for (let round = 0; round < 12; round++) {
      await timePasses();
      await handOverAll();
    }
    await reportAll();
    const now = await payoutNow(payout);
    expect(now).toMatchObject({ status: end.status, failureCode: end.code ?? null });
    expect(portal.posted).toEqual(
      Array.from({ length: end.reports }, () => ({ path: "/api/providers/sandbox/reports", status: 200 })),
    );
    expect(await moved()).toHaveLength(end.moved);
    const kinds: Record<string, string[]> = { completed: ["payout_completed"], failed_to_send: ["payout_failed"] };
    expect(await emailsAbout(payout)).toEqual((kinds[end.status] ?? []).map((kind) => ({ kind, ordinal: 1 })));
    const attempt = await lastAttempt(payout);
    expect(attempt.status).toBe({ completed: "paid", failed_to_send: "failed", submitted: "sent" }[end.status]);
  },
);

test("an unknown failure is shown as unknown, with the provider's own text", async () => {
  const { payout } = await submitted(sandboxOutcomeTable.unknown!.ending);
  await handOverAll();
  await reportAll();
  const { failureCode, failureDetail } = await payoutNow(payout);
  expect(failureDetail).toBe("Declined by downstream partner (XB-417)");
  expect(failureReason(failureCode!)).toMatchObject({
    text: "It failed for a reason that Meridian does not know.",
    retryHelps: false,
  });
});

test("a payment returned by the bank is paid as a second attempt when an admin retries it", async () => {
  const { payout, admin } = await submitted(sandboxOutcomeTable.paid_on_retry!.ending);
  await handOverAll();
  await reportAll();
  await retryPayout(admin.actor, payout.id);
  await handOverAll();
  await reportAll();
  expect(await payoutNow(payout)).toMatchObject({ status: "completed", failureCode: null, failureDetail: null });
  expect(await emailsAbout(payout)).toEqual([
    { kind: "payout_failed", ordinal: 1 },
    { kind: "payout_completed", ordinal: 2 },
  ]);
  expect((await db.select().from(events).where(eq(events.payoutId, payout.id))).map(({ name }) => name).sort()).toEqual(
    [
      "payout.completed",
      "payout.created",
      "payout.failed_to_send",
      "payout.handed_over",
      "payout.handed_over",
      "payout.retried",
      "payout.submitted",
    ],
  );
});

test("a report that is not accepted is posted again under the same number, and given up after twelve tries", async () => {
  const { payout } = await submitted("00");
  await handOverAll();
  portal.answers.push(() => 500);
  await reportDueSandboxPayment();
  expect(await payoutNow(payout)).toMatchObject({ status: "submitted" });
  expect(await reportDueSandboxPayment()).toBe(0);
  await timePasses();
  await reportDueSandboxPayment();
  expect(await payoutNow(payout)).toMatchObject({ status: "completed" });
  expect(portal.posted.map(({ status }) => status)).toEqual([500, 200]);

  const unheard = await submitted("00");
  await handOverAll();
  portal.answers.push(...Array.from({ length: 12 }, () => () => 503));
  await reportAll();
  expect(portal.posted.slice(2).map(({ status }) => status)).toEqual(Array(12).fill(503));
  expect(await payoutNow(unheard.payout)).toMatchObject({ status: "submitted" });
  await timePasses();
  await handOverAll();
  expect(await payoutNow(unheard.payout)).toMatchObject({ status: "completed" });
});

test("the sandbox reports nothing before its configured delay, even when asked", async () => {
  process.env.SANDBOX_DELAY_MS = "86400000";
  const { payout, attempt } = await submitted("14");
  await handOverAll();
  await timePasses();
  await handOverAll();
  expect(await lastAttempt(payout)).toMatchObject({ status: "sent" });
  await db.update(sandboxPayments).set({ acceptedAt: new Date(Date.now() - 86_400_001) });
  await timePasses();
  await handOverAll();
  expect(await payoutNow(payout)).toMatchObject({ status: "completed" });
  expect(await db.select().from(providerReports)).toMatchObject([
    { attemptId: attempt.id, outcome: "paid", applied: true, messageId: `sandbox-${attempt.id}-paid` },
  ]);
  process.env.SANDBOX_DELAY_MS = "0";
});
