import { expect } from "vitest";
import { db } from "@/db/client";
import { retryPayout } from "@/lib/payments/attempts";
import { reissueBlock, retryBlock } from "@/lib/payouts/failures";
import { cancelPayout, changeEmail, extendExpiry, resendPayout, resetAttempts } from "@/lib/payouts/mutations";
import { getPayout, type Payout } from "@/lib/payouts/queries";
import { reissuePayout } from "@/lib/payouts/reissue";
import { databaseNow } from "@/lib/time";
import {
  dayMs,
  isWaiting,
  minuteMs,
  newPayout,
  outcomeOf,
  standing,
  type Happening,
  type Model,
  type ModelPayout,
} from "./story";

/** The decisions of admins. */
export const decisions: Record<string, Happening> = {
  async cancel(model, payout, { admin }) {
    const may = isWaiting(model, payout);
    expect(await outcomeOf(() => cancelPayout(admin, payout.id, "the story says so"))).toBe(may ? "done" : "conflict");
    if (!may) return;
    payout.status = "canceled";
    payout.emails.push("payout_canceled 0");
  },

  async resend(model, payout, { admin }) {
    const limited = payout.resends >= 5 || model.now - payout.lastEmailed < 10 * minuteMs;
    const expected = !isWaiting(model, payout) ? "conflict" : limited ? "rate_limited" : "done";
    expect(await outcomeOf(() => resendPayout(admin, payout.id))).toBe(expected);
    if (expected !== "done") return;
    payout.emails.push(`payout_resent ${++payout.resends}`);
    payout.untried.invitation = true;
    payout.lastEmailed = model.now;
  },

  async extend(model, payout, { admin }) {
    const { expiresAt } = await getPayout(admin, payout.id, await databaseNow(db));
    const may = isWaiting(model, payout);
    expect(await outcomeOf(() => extendExpiry(admin, payout.id, new Date(expiresAt.getTime() + 2 * dayMs)))).toBe(
      may ? "done" : "conflict",
    );
    if (may) payout.expires += 2 * dayMs;
  },

  async changeEmail(model, payout, { admin }) {
    const may = isWaiting(model, payout);
    expect(await outcomeOf(() => changeEmail(admin, payout.id, `new${payout.version}-${payout.id}@example.com`))).toBe(
      may ? "done" : "conflict",
    );
    if (!may) return;
    // Somebody with the old address may have a code: it is no longer valid.
    Object.assign(payout, {
      version: payout.version + 1,
      lastEmailed: model.now,
      lastCode: null,
      proof: undefined,
      untried: { invitation: true, code: false },
      mailbox: `${payout.id} ${payout.version + 1}`,
      refused: null,
    });
    payout.emails.push(`payout_sent ${payout.version - 1}`);
  },

  async giveAnswersBack(model, payout, { admin }) {
    const may = isWaiting(model, payout) && payout.answersUsed > 0;
    expect(await outcomeOf(() => resetAttempts(admin, payout.id))).toBe(may ? "done" : "conflict");
    if (may) payout.answersUsed = 0;
  },

  async retry(_model, payout, { admin }) {
    const may = payout.status === "failed_to_send" && !payout.archived && retryBlock(payout) === null;
    expect(await outcomeOf(() => retryPayout(admin, payout.id))).toBe(may ? "done" : "conflict");
    if (!may) return;
    Object.assign(payout, { status: "submitted", failureCode: null });
    payout.attempts.push({ number: payout.attempts.length + 1, state: "queued", saidPaid: false });
  },

  async reissue(model, payout, { admin }) {
    const ended = ["expired", "canceled", "failed_to_send", "failed_to_process"].includes(standing(model, payout));
    const may = ended && !payout.archived && reissueBlock({ ...payout, erasureId: null }) === null;
    let made: Payout | undefined;
    expect(await outcomeOf(async () => (made = await reissuePayout(admin, payout.id)))).toBe(may ? "done" : "conflict");
    if (may) replaced(model, payout, made!.id);
  },

  async twoCancelAtOnce(model, payout, { admin }) {
    const may = isWaiting(model, payout);
    const both = await Promise.all([1, 2].map(() => outcomeOf(() => cancelPayout(admin, payout.id, "twice"))));
    expect(both.sort()).toEqual(may ? ["conflict", "done"] : ["conflict", "conflict"]);
    if (!may) return;
    payout.status = "canceled";
    payout.emails.push("payout_canceled 0");
  },
};

function replaced(model: Model, payout: ModelPayout, by: string): void {
  payout.status = standing(model, payout);
  payout.archived = true;
  model.payouts.push(newPayout(by, payout.asksAnswer, model.now, payout));
}
