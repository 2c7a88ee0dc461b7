import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { payoutAttempts } from "@/db/schema/payout_attempts";
import { payouts } from "@/db/schema/payouts";
import { env } from "@/lib/env";
import { cancelPayout, changeEmail } from "@/lib/payouts/mutations";
import { applyTransition } from "@/lib/payouts/transition";
import { answer } from "@/lib/redemptions/answers";
import { recordOpened, submit, type Choice } from "@/lib/redemptions/mutations";
import { makeProof, proofLifeMs } from "@/lib/redemptions/proof";
import { payoutOfLink } from "@/lib/redemptions/queries";
import { keptAnswer } from "@/lib/payouts/fields/verification";
import { asText } from "@/tests/support/as-text";
import { createOrganization, createPayout, createUser } from "@/tests/support/factories";
import { useDatabase } from "@/tests/support/database";
import { everyRow } from "@/tests/support/every-row";
import { holderOf, tokenOf } from "@/tests/support/recipients";

useDatabase();

const account: Choice = {
  method: "us_account",
  typed: { holder: "Ada Byron", routing_number: "021000021", account_number: "1234 5678" },
};

async function proved(overrides: Parameters<typeof createPayout>[1] = {}) {
  const organization = await createOrganization();
  const payout = await createPayout(organization, {
    verificationAnswer: keptAnswer(env().LINK_KEY, "salt", "1984"),
    ...overrides,
  });
  const actor = await holderOf(payout);
  return { organization, payout, actor, proof: (await answer(actor, "1984")).value };
}

test("a verified recipient submits: one attempt is queued, and only they see the account, masked", async () => {
  const { payout, actor, proof } = await proved();
  await submit(actor, proof, account);
  const [attempt, ...others] = await db.select().from(payoutAttempts);
  expect(others).toEqual([]);
  expect(attempt).toMatchObject({
    payoutId: payout.id,
    number: 1,
    method: "us_account",
    status: "queued",
    maskedDetails: "US bank account ending 5678",
  });
  expect(JSON.stringify(attempt)).not.toContain("12345678");
  expect(asText(await db.select().from(events))).not.toMatch(/5678|021000021/);
  expect(await payoutOfLink(tokenOf(payout), proof)).toMatchObject({
    status: "submitted",
    paidTo: { method: "us_account", masked: "US bank account ending 5678" },
  });
  expect(await payoutOfLink(tokenOf(payout))).toMatchObject({ status: "submitted", paidTo: null });
});

test("when ten submit at once one succeeds, and the others are told the status", async () => {
  const { actor, proof } = await proved();
  const ends = await Promise.allSettled(Array.from({ length: 10 }, () => submit(actor, proof, account)));
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const end of ends) if (end.status === "rejected") expect(end.reason).toMatchObject({ code: "conflict" });
  expect(await db.select().from(payoutAttempts)).toHaveLength(1);
});

test("all errors are reported at once by field, and nothing changes", async () => {
  const { actor, proof } = await proved();
  const before = await everyRow();
  const bad = { method: "us_account", typed: { holder: " ", routing_number: "123", account_number: "12a" } } as const;
  await expect(submit(actor, proof, bad)).rejects.toMatchObject({
    code: "invalid",
    problems: {
      holder: expect.any(String) as string,
      routing_number: expect.any(String) as string,
      account_number: expect.any(String) as string,
    },
  });
  await expect(
    submit(actor, proof, { ...account, method: "iban" }),
    "a way that dollars are not paid by",
  ).rejects.toMatchObject({ code: "invalid", field: "method" });
  expect(await everyRow()).toEqual(before);
});

test("a verification that is missing, forged, changed, foreign or too old is refused, and nothing changes", async () => {
  const { actor, proof } = await proved();
  const other = await proved();
  const [until = "", signed = ""] = proof.split(".");
  const old = makeProof(actor, new Date(Date.now() - proofLifeMs)).value;
  const proofs = [
    undefined,
    "",
    "x",
    other.proof,
    `${Number(until) + 1}.${signed}`,
    `${until}.${"x".repeat(43)}`,
    `${until}.`,
    old,
    proof.slice(0, -1),
    `${proof}x`,
  ];
  const before = await everyRow();
  for (const forged of proofs)
    await expect(submit(actor, forged, account), String(forged)).rejects.toMatchObject({ code: "unauthenticated" });
  expect(await everyRow()).toEqual(before);
  const nearly = makeProof(actor, new Date(Date.now() - proofLifeMs + 60_000)).value;
  await submit(actor, nearly, account);
});

test("a verification from before a link change is refused with the old link and with the new one", async () => {
  const { organization, payout, actor, proof } = await proved();
  const moved = await changeEmail((await createUser(organization)).actor, payout.id, "new@example.com");
  const before = await everyRow();
  await expect(submit(actor, proof, account)).rejects.toMatchObject({ code: "not_found" });
  await expect(answer(actor, "1984")).rejects.toMatchObject({ code: "not_found" });
  await recordOpened(actor);
  await expect(submit(await holderOf(moved), proof, account)).rejects.toMatchObject({ code: "unauthenticated" });
  expect(await everyRow()).toEqual(before);
});

test("the recipient of one payout cannot act on another, even with its id", async () => {
  const { actor } = await proved();
  const other = await proved();
  const before = await everyRow();
  for (const name of ["answer", "verify", "requestCode", "lock", "submit"] as const)
    await expect(applyTransition(db, actor, other.payout.id, name)).rejects.toMatchObject({ code: "not_found" });
  await expect(
    submit({ ...actor, payoutId: other.payout.id, linkVersion: 7 }, other.proof, account),
  ).rejects.toMatchObject({ code: "unauthenticated" });
  await expect(cancelPayout(actor, other.payout.id, "mine")).rejects.toMatchObject({ code: "forbidden" });
  expect(await everyRow()).toEqual(before);
});

test("a payout canceled after the verification cannot be submitted", async () => {
  const { organization, payout, actor, proof } = await proved();
  await cancelPayout((await createUser(organization)).actor, payout.id, "Paid otherwise");
  await expect(submit(actor, proof, account)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("canceled") as string,
  });
  expect((await db.select().from(payouts).where(eq(payouts.id, payout.id)))[0]?.status).toBe("canceled");
});
