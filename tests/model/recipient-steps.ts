import { expect } from "vitest";
import { env } from "@/lib/env";
import { answer } from "@/lib/redemptions/answers";
import { requestCode } from "@/lib/redemptions/codes";
import { recordOpened, submit } from "@/lib/redemptions/mutations";
import { oneTimeCode } from "@/lib/payouts/fields/verification";
import {
  answerLimit,
  isWaiting,
  minuteMs,
  outcomeOf,
  recipientOf,
  rightAnswer,
  type Happening,
  type Model,
  type ModelPayout,
} from "./story";

/** Stays in progress until a report decides otherwise; see the sandbox's table. */
const account = { holder: "Ada Byron", routing_number: "021000021", account_number: "1234567819" };

/** Has the form of a code, so that it counts, but is wrong. */
const wrongAnswer = "000000";

/** The actions of recipients. */
export const recipientSteps: Record<string, Happening> = {
  async open(_model, payout, real) {
    await recordOpened(await recipientOf(real, payout));
  },

  async askForCode(model, payout, real) {
    const soon = payout.lastCode !== null && model.now - payout.lastCode < minuteMs;
    const limited = payout.codes >= 20 || soon;
    const expected = !isWaiting(model, payout) || payout.asksAnswer ? "conflict" : limited ? "rate_limited" : "done";
    expect(await outcomeOf(async () => requestCode(await recipientOf(real, payout)))).toBe(expected);
    if (expected !== "done") return;
    payout.emails.push(`verification_code ${++payout.codes}`);
    payout.lastCode = model.now;
    payout.untried.code = true;
  },

  async answerWrong(model, payout, real) {
    const counts = isWaiting(model, payout) && isAsked(model, payout);
    const last = counts && payout.answersUsed + 1 === answerLimit;
    const expected = !isWaiting(model, payout) || last ? "conflict" : "invalid";
    expect(await outcomeOf(async () => answer(await recipientOf(real, payout), wrongAnswer))).toBe(expected);
    if (counts) payout.answersUsed += 1;
    if (!last) return;
    model.lastError = model.now;
    Object.assign(payout, { status: "failed_to_process", failureCode: "too_many_wrong_answers" });
    payout.emails.push("payout_failed 0");
  },

  async answerRight(model, payout, real) {
    const expected = !isWaiting(model, payout) ? "conflict" : isAsked(model, payout) ? "done" : "invalid";
    let proof: string | undefined;
    expect(
      await outcomeOf(async () => (proof = (await answer(await recipientOf(real, payout), rightOf(payout))).value)),
    ).toBe(expected);
    if (expected === "done") Object.assign(payout, { answersUsed: 0, proof });
  },

  async submit(model, payout, real) {
    const expected = payout.proof === undefined ? "unauthenticated" : isWaiting(model, payout) ? "done" : "conflict";
    expect(
      await outcomeOf(async () =>
        submit(await recipientOf(real, payout), payout.proof, { method: "us_account", typed: account }),
      ),
    ).toBe(expected);
    if (expected !== "done") return;
    payout.status = "submitted";
    payout.attempts.push({ number: 1, state: "queued", saidPaid: false });
  },
};

const rightOf = ({ asksAnswer, id, version, codes }: ModelPayout) =>
  asksAnswer ? rightAnswer : oneTimeCode(env().LINK_KEY, id, version, codes);

/** Whether any answer could be right now. */
const isAsked = (model: Model, payout: ModelPayout) => payout.asksAnswer || isGood(model, payout);

/** Whether the latest code is valid. */
export const isGood = (model: Model, { lastCode }: ModelPayout) =>
  lastCode !== null && model.now - lastCode < 15 * minuteMs;
