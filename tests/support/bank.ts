import { afterEach, beforeEach, vi } from "vitest";
import { db } from "@/db/client";
import { payoutAttempts } from "@/db/schema/payout_attempts";
import { workOnDueAttempt } from "@/lib/payments/hand-over";
import type { Handover, Payment, Provider } from "@/lib/payments/providers/provider";
import { sandbox } from "@/lib/payments/providers/sandbox";
import { providerTable } from "@/lib/payments/providers/table";
import { submitted, timePasses } from "./payments";

/** The worker's log in this test. */
export const logged: string[] = [];

/** Call once at the top of a test file: no sandbox payment ends by itself, and the log is kept for the test. */
export function useQuietSandbox(): void {
  beforeEach(() => {
    process.env.SANDBOX_DELAY_MS = "86400000";
    vi.spyOn(console, "error").mockImplementation((line: string) => void logged.push(line));
  });
  afterEach(() => {
    delete providerTable.bank;
    logged.splice(0);
    vi.restoreAllMocks();
  });
}

/** Connects a bank that answers each handover with the next of these. @returns its ledger of requested payments */
export function connectBank(...answers: (Handover | Error)[]): Payment[] {
  const asked: Payment[] = [];
  const submit: Provider["submit"] = async (payment) => {
    asked.push(payment);
    const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  providerTable.bank = { ...sandbox, name: "bank", submit, askOutcome: async () => null };
  return asked;
}

export async function submittedToBank() {
  const world = await submitted("00");
  await db.update(payoutAttempts).set({ provider: "bank" });
  return world;
}

export const unreached: Handover = { outcome: "unreached", why: "No route." };
export const unclear: Handover = { outcome: "unclear", why: "Timed out." };

export async function tryTimes(count: number) {
  for (let index = 0; index < count; index++) {
    await timePasses();
    await workOnDueAttempt("worker");
  }
}
