import { and, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { env } from "@/lib/env";
import { changeEmail } from "@/lib/payouts/mutations";
import { answer } from "@/lib/redemptions/answers";
import { codeLimits, requestCode } from "@/lib/redemptions/codes";
import { payoutOfLink } from "@/lib/redemptions/queries";
import { keptAnswer } from "@/lib/payouts/fields/verification";
import { createOrganization, createPayout, createUser } from "@/tests/support/factories";
import { useDatabase } from "@/tests/support/database";
import { everyRow } from "@/tests/support/every-row";
import { anotherCode, codeOf, holderOf, tokenOf } from "@/tests/support/recipients";

useDatabase();

async function asked(overrides: Parameters<typeof createPayout>[1] = {}) {
  const organization = await createOrganization();
  const payout = await createPayout(organization, overrides);
  return { organization, payout, actor: await holderOf(payout) };
}

const now = async (id: string) => (await db.select().from(payouts).where(eq(payouts.id, id)))[0]!;
const codesOf = (id: string) =>
  db
    .select()
    .from(emails)
    .where(and(eq(emails.payoutId, id), eq(emails.kind, "verification_code")))
    .orderBy(emails.ordinal);

/** Moves the time of the latest code back. */
const age = (id: string, ms: number) =>
  db
    .update(payouts)
    .set({ codeSentAt: sql`code_sent_at - ${ms} * interval '1 millisecond'` })
    .where(eq(payouts.id, id));

test("a code is queued once for the payout's address, and verifies the recipient", async () => {
  const { payout, actor } = await asked();
  await requestCode(actor);
  expect(await codesOf(payout.id)).toMatchObject([{ ordinal: 1, toEmail: payout.recipientEmail, status: "queued" }]);
  expect((await payoutOfLink(tokenOf(payout)))?.verification).toMatchObject({ state: "good" });
  await expect(answer(actor, anotherCode(codeOf(payout, 1)))).rejects.toMatchObject({ code: "invalid" });
  const code = codeOf(payout, 1);
  await answer(actor, `${code.slice(0, 3)} ${code.slice(3)}`);
  expect(await now(payout.id)).toMatchObject({ verificationAttempts: 0, verifiedAt: expect.any(Date) as Date });
});

test("an input that cannot be a code costs no answer, and a possible code does", async () => {
  const { payout, actor } = await asked();
  await requestCode(actor);
  for (const given of ["12", "1234567", "a secret"])
    await expect(answer(actor, given)).rejects.toThrow("A code has 6 digits. Nothing was counted against you.");
  expect(await now(payout.id)).toMatchObject({ verificationAttempts: 0 });
  await expect(answer(actor, anotherCode(codeOf(payout, 1)))).rejects.toThrow(/You have 4 answers left/);
  expect(await now(payout.id)).toMatchObject({ verificationAttempts: 1 });
});

test("when many ask for a code at once one is sent, and the others are told how long to wait", async () => {
  const { payout, actor } = await asked();
  const ends = await Promise.allSettled(Array.from({ length: 20 }, () => requestCode(actor)));
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const end of ends)
    if (end.status === "rejected")
      expect(end.reason).toMatchObject({
        code: "rate_limited",
        message: expect.stringMatching(/in \d+ seconds?\.$/) as string,
      });
  expect(await codesOf(payout.id)).toHaveLength(1);
  expect(
    (await db.select().from(events).where(eq(events.payoutId, payout.id))).filter(
      ({ name }) => name === "payout.code_requested",
    ),
  ).toHaveLength(1);
});

test("another code may be requested after a minute, and then only the newest is right", async () => {
  const { payout, actor } = await asked();
  await requestCode(actor);
  await age(payout.id, codeLimits.apartMs);
  await requestCode(actor);
  await expect(answer(actor, codeOf(payout, 1))).rejects.toMatchObject({ code: "invalid" });
  await answer(actor, codeOf(payout, 2));
});

test("after twenty codes only one an hour is sent", async () => {
  const { payout, actor } = await asked({
    codeCount: codeLimits.freely,
    codeSentAt: new Date(Date.now() - codeLimits.thenApartMs + 90_000),
  });
  const before = await everyRow();
  await expect(requestCode(actor)).rejects.toMatchObject({
    code: "rate_limited",
    message: expect.stringContaining("another in 2 minutes") as string,
  });
  // The request only counts as an interaction with the page.
  expect({ ...(await everyRow()), payouts: [], events: [] }).toEqual({ ...before, payouts: [], events: [] });
  await age(payout.id, 90_000);
  await requestCode(actor);
  await answer(actor, codeOf(payout, codeLimits.freely + 1));
});

test("a code older than 15 minutes is not compared and costs no answer; a minute earlier it is right", async () => {
  const { payout, actor } = await asked();
  await requestCode(actor);
  await age(payout.id, 15 * 60_000);
  await expect(answer(actor, codeOf(payout, 1))).rejects.toThrow(/run out/);
  expect(await now(payout.id)).toMatchObject({ verificationAttempts: 0, verifiedAt: null });
  expect((await payoutOfLink(tokenOf(payout)))?.verification).toMatchObject({ state: "ran_out" });
  await age(payout.id, -60_000);
  await answer(actor, codeOf(payout, 1));
});

test("a code sent before a change of email is invalid for the old link and for the new one", async () => {
  const { organization, payout, actor } = await asked();
  const admin = await createUser(organization);
  await requestCode(actor);
  const moved = await changeEmail(admin.actor, payout.id, "new@example.com");
  await expect(answer(actor, codeOf(payout, 1))).rejects.toMatchObject({ code: "not_found" });
  const newHolder = await holderOf(moved);
  await expect(answer(newHolder, codeOf(payout, 1))).rejects.toThrow(/run out/);
  expect(await now(payout.id)).toMatchObject({ verifiedAt: null, verificationAttempts: 0 });
  await requestCode(newHolder);
  await expect(answer(newHolder, codeOf(payout, 1))).rejects.toMatchObject({ code: "invalid" });
  await answer(newHolder, codeOf(moved, 2));
  expect((await codesOf(payout.id)).map(({ toEmail }) => toEmail)).toEqual([payout.recipientEmail, "new@example.com"]);
});

test("no code is right before one was requested, and none is sent when the organization has an answer", async () => {
  const { payout, actor } = await asked();
  await expect(answer(actor, codeOf(payout, 0))).rejects.toMatchObject({ code: "invalid" });
  expect(await now(payout.id)).toMatchObject({ verificationAttempts: 0, verifiedAt: null });
  const held = await asked({ verificationAnswer: keptAnswer(env().LINK_KEY, "salt", "1984") });
  await expect(requestCode(held.actor)).rejects.toMatchObject({ code: "conflict" });
  expect(await codesOf(held.payout.id)).toEqual([]);
});
