import { and, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { DatabaseUnavailable, db, isDatabaseUnavailable } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { organizations } from "@/db/schema/organizations";
import { payouts } from "@/db/schema/payouts";
import type { RecipientActor } from "@/lib/actor";
import { env } from "@/lib/env";
import type { DomainError } from "@/lib/errors";
import { answer } from "@/lib/redemptions/answers";
import { isProof } from "@/lib/redemptions/proof";
import { payoutOfLink } from "@/lib/redemptions/queries";
import { keptAnswer } from "@/lib/payouts/fields/verification";
import { createOrganization, createPayout } from "@/tests/support/factories";
import { useDatabase } from "@/tests/support/database";
import { everyRow } from "@/tests/support/every-row";
import { holderOf, tokenOf } from "@/tests/support/recipients";
import { endWaiting, holding, untilWaiting } from "@/tests/support/lock-waiters";

useDatabase();

const right = "AB-1984";

async function asked(overrides: Parameters<typeof createPayout>[1] = {}, limit = 5) {
  const organization = await createOrganization({ verificationLimit: limit });
  const payout = await createPayout(organization, {
    verificationAnswer: keptAnswer(env().LINK_KEY, "salt", right),
    ...overrides,
  });
  return { organization, payout, actor: await holderOf(payout) };
}

const now = async (id: string) => (await db.select().from(payouts).where(eq(payouts.id, id)))[0]!;
const named = async (id: string, name: string) =>
  db
    .select()
    .from(events)
    .where(and(eq(events.payoutId, id), eq(events.name, name)));

/** The results of simultaneous answers. A caller who gets no connection asks again, as people do. */
async function atOnce(actor: RecipientActor, answers: string[]) {
  const persist = async (given: string): Promise<string> => {
    try {
      await answer(actor, given);
      return "right";
    } catch (error) {
      return isDatabaseUnavailable(error) ? persist(given) : (error as DomainError).code;
    }
  };
  return Promise.all(answers.map(persist));
}

test("a right answer in any spelling verifies the recipient and resets the number of wrong answers", async () => {
  const { payout, actor } = await asked();
  await expect(answer(actor, "1985")).rejects.toMatchObject({ code: "invalid", field: "answer" });
  const proof = await answer(actor, " ab 1984 ");
  expect(isProof(proof.value, actor, new Date())).toBe(true);
  expect(await now(payout.id)).toMatchObject({
    status: "pending",
    verificationAttempts: 0,
    verifiedAt: expect.any(Date) as Date,
    openedAt: expect.any(Date) as Date,
  });
  expect((await payoutOfLink(tokenOf(payout), proof.value))?.verified).toBe(true);
  expect(await named(payout.id, "payout.verified")).toHaveLength(1);
});

test("each wrong answer shows how many are left; the last one locks the payout, queues an email and tells staff why", async () => {
  const { payout, actor } = await asked({}, 3);
  expect((await payoutOfLink(tokenOf(payout)))?.answersLeft).toBeNull();
  await expect(answer(actor, "1")).rejects.toThrow("You have 2 answers left.");
  expect((await payoutOfLink(tokenOf(payout)))?.answersLeft).toBe(2);
  await expect(answer(actor, "2")).rejects.toThrow("You have 1 answer left. If it is wrong too, this link is locked.");
  await expect(answer(actor, "3")).rejects.toMatchObject({ code: "conflict" });
  expect(await now(payout.id)).toMatchObject({
    status: "failed_to_process",
    failureCode: "too_many_wrong_answers",
    verificationAttempts: 3,
  });
  expect((await named(payout.id, "payout.answered")).map(({ data }) => data)).toEqual(
    expect.arrayContaining([{ left: 0 }, { left: 1 }, { left: 2 }]),
  );
  expect(await named(payout.id, "payout.failed_to_process")).toMatchObject([
    { actorType: "recipient", reason: "too_many_wrong_answers", fromStatus: "pending", toStatus: "failed_to_process" },
  ]);
  expect(await db.select().from(emails).where(eq(emails.payoutId, payout.id))).toMatchObject([
    { kind: "payout_failed", ordinal: 0 },
  ]);
});

const wrongAnswers = (count: number) => Array.from({ length: count }, (_, index) => `wrong ${index}`);

test("of 300 wrong answers at once with a limit of five, five are compared and the payout is locked once", async () => {
  const { payout, actor } = await asked();
  const ends = await atOnce(actor, wrongAnswers(300));
  // The fifth one gets the lock message, like all later ones.
  expect(ends.filter((end) => end === "invalid").length).toBeLessThanOrEqual(4);
  expect(new Set(ends)).toEqual(new Set(["invalid", "conflict"]));
  expect(await now(payout.id)).toMatchObject({
    status: "failed_to_process",
    verificationAttempts: 5,
    verifiedAt: null,
  });
  expect(await named(payout.id, "payout.answered")).toHaveLength(5);
  expect(await named(payout.id, "payout.failed_to_process")).toHaveLength(1);
  expect(await db.select().from(emails).where(eq(emails.payoutId, payout.id))).toHaveLength(1);
}, 120_000);

test("a right answer among many wrong ones is right or too late, and no more than the limit are compared in a row", async () => {
  for (const place of [0, 3, 40]) {
    const { payout, actor } = await asked();
    const ends = await atOnce(
      actor,
      wrongAnswers(60).flatMap((wrong, index) => (index === place ? [right, wrong] : [wrong])),
    );
    const verified = (await named(payout.id, "payout.verified")).length;
    expect(ends.filter((end) => end === "right").length).toBeLessThanOrEqual(verified);
    expect(await named(payout.id, "payout.failed_to_process")).toHaveLength(1);
    // At most four wrong answers come before a right one, which resets the count.
    expect((await named(payout.id, "payout.answered")).length).toBeLessThanOrEqual(5 + 5 * verified);
  }
}, 120_000);

test("a check that is killed between count and result leaves no trace, and the next one replaces it", async () => {
  const { payout, actor } = await asked({}, 1);
  const before = await everyRow();
  const killed = holding(async (tx) => {
    // Locking the payout queues an email, so the check waits here after it has counted.
    await tx.execute(sql`lock table emails in exclusive mode`);
    const judged = answer(actor, "wrong").catch((error: unknown) => error);
    await untilWaiting();
    await endWaiting();
    return judged;
  });
  expect(await killed).toBeInstanceOf(DatabaseUnavailable);
  expect(await everyRow()).toEqual(before);
  await expect(answer(actor, "wrong")).rejects.toMatchObject({ code: "conflict" });
  expect(await now(payout.id)).toMatchObject({ status: "failed_to_process", verificationAttempts: 1 });
  expect(await named(payout.id, "payout.answered")).toHaveLength(1);
});

test("an answer given after the organization lowered its limit below the count is not compared and locks the payout", async () => {
  const { organization, payout, actor } = await asked();
  for (const wrong of ["1", "2", "3"]) await expect(answer(actor, wrong)).rejects.toMatchObject({ code: "invalid" });
  await db.update(organizations).set({ verificationLimit: 2 }).where(eq(organizations.id, organization.id));
  await expect(answer(actor, right)).rejects.toMatchObject({ code: "conflict" });
  expect(await now(payout.id)).toMatchObject({
    status: "failed_to_process",
    verificationAttempts: 3,
    verifiedAt: null,
  });
});

test.each(["submitted", "completed", "failed_to_send", "failed_to_process", "expired", "canceled"] as const)(
  "a payout that is %s accepts no answer, and nothing changes",
  async (status) => {
    const { actor } = await asked({ status });
    const before = await everyRow();
    await expect(answer(actor, right)).rejects.toMatchObject({ code: "conflict" });
    expect(await everyRow()).toEqual(before);
  },
);

test("a payout past its expiry accepts no answer before any sweep", async () => {
  const { actor } = await asked({ expiresAt: new Date(Date.now() - 1_000) });
  const before = await everyRow();
  await expect(answer(actor, right)).rejects.toMatchObject({ code: "conflict" });
  expect(await everyRow()).toEqual(before);
});
