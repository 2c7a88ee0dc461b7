import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { expect } from "vitest";
import { db } from "@/db/client";
import { payoutAttempts } from "@/db/schema/payout_attempts";
import { deliverDueEmail } from "@/lib/emails/delivery";
import { expireDuePayouts } from "@/lib/payouts/expiry";
import { workOnDueAttempt } from "@/lib/payments/hand-over";
import { getPayout } from "@/lib/payouts/queries";
import { remindDuePayouts } from "@/lib/payouts/reminders";
import { takeReport } from "@/lib/payments/reports";
import type { Report } from "@/lib/payments/providers/provider";
import { databaseNow } from "@/lib/time";
import { isGood } from "./recipient-steps";
import {
  dayMs,
  isInDoubt,
  isWaiting,
  liveEnd,
  reminderDays,
  standing,
  type Happening,
  type Model,
  type ModelAttempt,
  type ModelPayout,
  type Real,
} from "./story";

const inDoubt = "conflicting_reports";

/** The actions of the worker, the clock and the provider. */
export const systemSteps: Record<string, Happening> = {
  async sweep(model) {
    const due = model.payouts.filter((payout) => payout.status !== standing(model, payout));
    expect(await expireDuePayouts(await databaseNow(db), 100, "story")).toBe(due.length);
    for (const payout of due) payout.status = "expired";
  },

  async remind(model) {
    const due = model.payouts.filter(
      (payout) =>
        isWaiting(model, payout) && latestMoment(model, payout) > Math.max(payout.created, payout.lastReminded ?? 0),
    );
    expect(await remindDuePayouts(await databaseNow(db), 100, "story")).toBe(due.length);
    for (const payout of due) {
      payout.emails.push(`payout_reminder ${++payout.reminders}`);
      payout.lastReminded = model.now;
      payout.untried.invitation = true;
    }
  },

  async send(model, _payout, real) {
    await everyEmailLeaves(model, real);
  },

  async mailboxRefuses(model, payout, real) {
    real.mailbox.refused = (await getPayout(real.admin, payout.id, await databaseNow(db))).recipientEmail;
    await everyEmailLeaves(model, real, payout.mailbox);
    real.mailbox.refused = null;
  },

  async handOver(model) {
    while ((await workOnDueAttempt("story")) > 0);
    for (const payout of model.payouts) {
      const queued = payout.attempts.find(({ state }) => state === "queued");
      if (!queued) continue;
      if (isInDoubt(payout)) failed(model, payout, queued, inDoubt);
      else queued.state = "sent";
    }
  },

  reportPaid: (model, payout) => report(model, payout, { outcome: "paid" }),
  reportReturned: (model, payout) =>
    report(model, payout, { outcome: "failed", code: "returned_by_bank", detail: "MS03" }),
  reportClosed: (model, payout) => report(model, payout, { outcome: "failed", code: "account_closed", detail: "AC04" }),
};

/** The latest reminder time, of these days before the expiry, that has passed. */
const latestMoment = (model: Model, payout: ModelPayout) =>
  Math.max(
    -Infinity,
    ...reminderDays.map((days) => payout.expires - days * dayMs).filter((moment) => moment <= model.now),
  );

/** Sends all emails except those to the address that its mailbox refuses. */
async function everyEmailLeaves(model: Model, real: Real, refusing?: string): Promise<void> {
  while ((await deliverDueEmail("story")) > 0);
  for (const payout of model.payouts) {
    const tried =
      isWaiting(model, payout) && (payout.untried.invitation || (payout.untried.code && isGood(model, payout)));
    if (tried) payout.refused = payout.mailbox === refusing ? model.now : null;
    if (tried && payout.mailbox === refusing) model.lastError = model.now;
    payout.untried = { invitation: false, code: false };
    // The server decides when it accepted them; the limit on resends counts from that time.
    payout.lastEmailed = await readLastEmailed(model, payout, real);
  }
}

async function readLastEmailed(model: Model, payout: ModelPayout, { admin }: Real): Promise<number> {
  const now = await databaseNow(db);
  const { lastEmailedAt } = await getPayout(admin, payout.id, now);
  return model.now - (now.getTime() - lastEmailedAt!.getTime());
}

type Said = { outcome: "paid" } | { outcome: "failed"; code: string; detail: string };

/**
 * The same message twice, about the oldest attempt that is not paid: this includes late messages and contradictory
 * ones.
 */
async function report(model: Model, payout: ModelPayout, said: Said): Promise<void> {
  const attempt = payout.attempts.find(({ state }) => state === "queued" || state === "sent") ?? payout.attempts[0];
  if (!attempt) return;
  const [row] = await db
    .select({ id: payoutAttempts.id })
    .from(payoutAttempts)
    .where(and(eq(payoutAttempts.payoutId, payout.id), eq(payoutAttempts.number, attempt.number)));
  const message = { messageId: randomUUID(), attemptId: row!.id, ...said } as Report;
  const open = attempt.state === "queued" || attempt.state === "sent";
  expect(await takeReport("sandbox", message, "story")).toBe(open ? "applied" : "late");
  expect(await takeReport("sandbox", message, "story")).toBe("repeated");
  if (open) ended(model, payout, attempt, said);
  else if (said.outcome === "paid" && attempt.state === "failed") paidAfterFailure(model, payout, attempt);
}

function ended(model: Model, payout: ModelPayout, attempt: ModelAttempt, said: Said): void {
  if (said.outcome === "failed") return failed(model, payout, attempt, isInDoubt(payout) ? inDoubt : said.code);
  attempt.state = "paid";
  payout.status = "completed";
  payout.emails.push(`payout_completed ${attempt.number}`);
}

function failed(model: Model, payout: ModelPayout, attempt: ModelAttempt, code: string): void {
  attempt.state = "failed";
  model.lastError = model.now;
  Object.assign(payout, { status: "failed_to_send", failureCode: code });
  payout.emails.push(`payout_failed ${attempt.number}`);
}

function paidAfterFailure(model: Model, payout: ModelPayout, attempt: ModelAttempt): void {
  attempt.saidPaid = true;
  const end = liveEnd(model, payout);
  if (end.status === "failed_to_send") end.failureCode = inDoubt;
}
