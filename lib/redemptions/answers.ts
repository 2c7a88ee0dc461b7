import { and, eq, isNull, sql } from "drizzle-orm";
import { db, transaction, type Executor, type Tx } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { payouts } from "@/db/schema/payouts";
import type { RecipientActor } from "@/lib/actor";
import { env } from "@/lib/env";
import type { FailureCode } from "@/lib/payouts/failures";
import type { Payout } from "@/lib/payouts/queries";
import { applyTransition, refuseTransition } from "@/lib/payouts/transition";
import { RecipientRefusal } from "@/lib/recipient-words/refusal";
import { databaseNow } from "@/lib/time";
import {
  codeIsGood,
  codeLifeMs,
  isCode,
  isCodeForm,
  isRightAnswer,
  oneTimeCode,
} from "@/lib/payouts/fields/verification";
import { recordOpened } from "./mutations";
import { makeProof, type Proof } from "./proof";

type Verdict =
  | { is: "right"; proof: Proof }
  | { is: "wrong"; left: number }
  | { is: "locked" }
  | { is: "uncounted" }
  | { is: "no code" };

/** Why a payout is locked, as the failure table knows it. */
export const lockCode: FailureCode = "too_many_wrong_answers";

/**
 * Judges the answer, or the one-time code, with which a recipient proves who they are. It is counted before it is
 * compared, in the statement that checks the limit, and the payout stays locked until the result is written: of many
 * answers at once only as many are compared as the organization allows.
 * @returns the proof for the recipient's next requests
 * @throws DomainError `invalid` for a wrong one, saying how many are left, and, uncounted, for a code that has run out
 * or cannot be one; `conflict` when that was the last, so that the payout is locked, or when it does not wait for its
 * recipient any more
 */
export async function answer(actor: RecipientActor, given: string): Promise<Proof> {
  const verdict = await transaction((tx) => judge(tx, actor, given));
  if (verdict.is === "right") return verdict.proof;
  if (verdict.is === "no code") throw new RecipientRefusal("invalid", ({ refusals }) => refusals.notACode, "answer");
  if (verdict.is === "wrong")
    throw new RecipientRefusal("invalid", ({ refusals }) => refusals.wrong({ answers: verdict.left }), "answer");
  if (verdict.is === "locked" || (await lock(db, actor)))
    throw new RecipientRefusal("conflict", ({ refusals }) => refusals.locked);
  return refuseTransition(actor, actor.payoutId, "answer", (payout, now) =>
    waitsForCode(payout, now) ? null : ranOut(),
  );
}

const ranOut = () =>
  new RecipientRefusal("invalid", ({ refusals }) => refusals.ranOut({ good: codeLifeMs / 60_000 }), "answer");

/** Whether an answer can be judged: one is stored, or a code was sent a short while ago. */
const waitsForCode = ({ verificationAnswer, codeSentAt }: Payout, now: Date) =>
  verificationAnswer !== null || codeIsGood(codeSentAt, now);

async function judge(tx: Tx, actor: RecipientActor, given: string): Promise<Verdict> {
  await recordOpened(actor, tx);
  if (!isCodeForm(given) && (await asksForCode(tx, actor))) return { is: "no code" };
  if (!(await count(tx, actor))) return { is: "uncounted" };
  const { payout, limit } = await withLimit(tx, actor);
  if (isRight(payout, given)) {
    await applyTransition(tx, actor, payout.id, "verify", {
      set: sql`verified_at = before.now, verification_attempts = 0`,
    });
    return { is: "right", proof: makeProof(actor, await databaseNow(tx)) };
  }
  const left = limit - payout.verificationAttempts;
  if (left > 0) return { is: "wrong", left };
  await lock(tx, actor);
  return { is: "locked" };
}

/** A text that cannot be a code reveals nothing, so it is not counted as an answer. */
async function asksForCode(tx: Tx, { organizationId, payoutId }: RecipientActor): Promise<boolean> {
  const own = and(
    eq(payouts.organizationId, organizationId),
    eq(payouts.id, payoutId),
    isNull(payouts.verificationAnswer),
  );
  return (await tx.$count(payouts, own)) > 0;
}

const limitOf = (table: string) =>
  sql`(select o.verification_limit from organizations o where o.id = ${sql.identifier(table)}.organization_id)`;

function count(tx: Tx, actor: RecipientActor): Promise<Payout | null> {
  return applyTransition(tx, actor, actor.payoutId, "answer", {
    set: sql`verification_attempts = p.verification_attempts + 1`,
    onlyIf: sql`p.verification_attempts < ${limitOf("p")}
      and (p.verification_answer is not null or p.code_sent_at > p.now - make_interval(secs => ${codeLifeMs / 1000}))`,
    data: sql`jsonb_build_object('left', ${limitOf("changed")} - verification_attempts)`,
  });
}

/**
 * Also when an organization has lowered its limit below the number of answers given: nobody can answer any more, so the
 * payout must not stay pending.
 */
function lock(executor: Executor, actor: RecipientActor): Promise<Payout | null> {
  return applyTransition(executor, actor, actor.payoutId, "lock", {
    failure: { code: lockCode, detail: null },
    onlyIf: sql`p.verification_attempts >= ${limitOf("p")}`,
    emails: [{ kind: "payout_failed", ordinal: sql`0` }],
  });
}

async function withLimit(tx: Tx, actor: RecipientActor): Promise<{ payout: Payout; limit: number }> {
  const [row] = await tx
    .select({ payout: payouts, limit: organizations.verificationLimit })
    .from(payouts)
    .innerJoin(organizations, eq(organizations.id, payouts.organizationId))
    .where(and(eq(payouts.organizationId, actor.organizationId), eq(payouts.id, actor.payoutId)));
  return row!;
}

function isRight({ id, linkVersion, codeCount, verificationAnswer }: Payout, given: string): boolean {
  const key = env().LINK_KEY;
  return verificationAnswer === null
    ? isCode(oneTimeCode(key, id, linkVersion, codeCount), given)
    : isRightAnswer(key, verificationAnswer, given);
}
