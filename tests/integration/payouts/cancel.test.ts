import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { systemActor } from "@/lib/actor";
import { expireDuePayouts } from "@/lib/payouts/expiry";
import { cancelPayout, resendPayout } from "@/lib/payouts/mutations";
import type { Payout } from "@/lib/payouts/queries";
import { payoutTimeline } from "@/lib/payouts/timeline";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createPayout, createUser } from "@/tests/support/factories";
import { statementsOf } from "@/tests/support/statements";
import { atOnce, refused, twentyAdmins } from "@/tests/support/twenty";

useDatabase();

const MINUTE_MS = 60_000;
const ago = (ms: number) => new Date(Date.now() - ms);
const reread = async (id: string) => (await db.select().from(payouts).where(eq(payouts.id, id)))[0];
const cancellations = (id: string) =>
  db
    .select()
    .from(events)
    .where(and(eq(events.payoutId, id), eq(events.name, "payout.canceled")));
const emailsOf = (id: string) => db.select().from(emails).where(eq(emails.payoutId, id));
const setUp = async (overrides: Parameters<typeof createPayout>[1] = {}) => {
  const organization = await createOrganization();
  const [admin, payout] = [await createUser(organization), await createPayout(organization, overrides)];
  return { organization, admin: admin.actor, payout };
};

test("a cancel and a resend are one statement each, which answers with the payout as it stands afterwards", async () => {
  const { admin, payout } = await setUp({ createdAt: ago(60 * MINUTE_MS) });
  for (const act of [() => resendPayout(admin, payout.id), () => cancelPayout(admin, payout.id, "Sent twice")]) {
    let answered: Payout | undefined;
    expect(await statementsOf(async () => (answered = await act()))).toHaveLength(1);
    expect(answered).toEqual(await reread(payout.id));
  }
});

test("a cancel makes one change, one event with reason and admin, and one queued email, all at the same instant", async () => {
  const { admin, payout } = await setUp();
  const canceled = await cancelPayout(admin, payout.id, "Sent twice by mistake");
  expect(canceled).toMatchObject({ status: "canceled", expiresAt: payout.expiresAt, createdAt: payout.createdAt });
  expect(canceled.statusChangedAt.getTime()).toBeGreaterThan(payout.statusChangedAt.getTime());
  const expectedEvent = {
    reason: "Sent twice by mistake",
    fromStatus: "pending",
    toStatus: "canceled",
    actorUserId: admin.userId,
    requestId: admin.requestId,
  };
  expect(await cancellations(payout.id)).toMatchObject([{ ...expectedEvent, occurredAt: canceled.statusChangedAt }]);
  expect(await emailsOf(payout.id)).toMatchObject([
    { kind: "payout_canceled", ordinal: 0, status: "queued", toEmail: payout.recipientEmail },
  ]);
  expect((await payoutTimeline(admin, payout.id)).at(-1)).toMatchObject({
    userName: admin.name,
    reason: "Sent twice by mistake",
  });
});

test("when twenty admins cancel one payout at once, one succeeds and there is one event and one email", async () => {
  const { organization, payout } = await setUp();
  const admins = await twentyAdmins(organization);
  const { done, refusals } = await atOnce(
    admins.map(({ actor }, index) => cancelPayout(actor, payout.id, `Reason ${index}`)),
  );
  expect(done).toMatchObject([{ id: payout.id, status: "canceled" }]);
  expect(refusals).toHaveLength(19);
  for (const refusal of refusals) {
    expect(refusal.code).toBe("conflict");
    expect(refusal.message).toMatch(/^Nothing was changed: this payout is canceled now\./);
  }
  expect(await cancellations(payout.id)).toHaveLength(1);
  expect(await emailsOf(payout.id)).toHaveLength(1);
});

test("a repeated cancel is refused as already canceled, and adds no event and no email", async () => {
  const { admin, payout } = await setUp();
  const first = await cancelPayout(admin, payout.id, "Once");
  expect(await refused(cancelPayout(admin, payout.id, "Twice"))).toMatchObject({
    code: "conflict",
    message: expect.stringContaining("is canceled now"),
  });
  expect(await cancellations(payout.id)).toMatchObject([{ reason: "Once" }]);
  expect(await emailsOf(payout.id)).toHaveLength(1);
  expect((await reread(payout.id))?.statusChangedAt).toEqual(first.statusChangedAt);
});

test.each([
  ["submitted", "is submitted now"],
  ["completed", "is completed now"],
  ["failed_to_send", "is failed to send now"],
  ["failed_to_process", "is failed to process now"],
  ["expired", "is expired now"],
  ["canceled", "is canceled now"],
] as const)("a payout that is %s cannot be canceled, and the admin is told its status", async (status, words) => {
  const { admin, payout } = await setUp({ status });
  const refusal = await refused(cancelPayout(admin, payout.id, "Too late"));
  expect(refusal).toMatchObject({ code: "conflict", message: expect.stringContaining(words) });
  expect(refusal?.message).toContain("money on its way cannot be recalled");
  expect(await reread(payout.id)).toEqual(payout);
  expect(await emailsOf(payout.id)).toEqual([]);
});

test("a payout past its expiry cannot be canceled before any sweep, and the sweep still records the expiry", async () => {
  const { admin, payout } = await setUp({ createdAt: ago(90 * MINUTE_MS), expiresAt: ago(MINUTE_MS) });
  expect(await refused(cancelPayout(admin, payout.id, "Too late"))).toMatchObject({
    code: "conflict",
    message: expect.stringContaining("is expired now"),
  });
  expect(await cancellations(payout.id)).toEqual([]);
  expect(await expireDuePayouts(new Date(), 10, "sweep")).toBe(1);
  expect(await reread(payout.id)).toMatchObject({ status: "expired", statusChangedAt: payout.expiresAt });
});

test("a viewer or the system cannot cancel: nothing changes, and the refusal reveals nothing about the payout", async () => {
  const { organization, payout } = await setUp();
  const viewer = await createUser(organization, { role: "viewer" });
  for (const actor of [viewer.actor, systemActor(organization.id, "sweep")]) {
    expect(await refused(cancelPayout(actor, payout.id, "Mine"))).toMatchObject({ code: "forbidden" });
    expect(await refused(cancelPayout(actor, "0190a0b0-0000-7000-8000-000000000000", "Mine"))).toMatchObject({
      code: "forbidden",
    });
  }
  expect(await reread(payout.id)).toEqual(payout);
});

test("an admin of another organization gets the same answer as for an unknown or malformed id", async () => {
  const { payout } = await setUp();
  const stranger = (await setUp()).admin;
  const messages = [];
  for (const id of [payout.id, "0190a0b0-0000-7000-8000-000000000000", "1", ""]) {
    const refusal = await refused(cancelPayout(stranger, id, "Theirs"));
    expect(refusal?.code).toBe("not_found");
    messages.push(refusal?.message);
  }
  expect(new Set(messages).size).toBe(1);
  expect(await reread(payout.id)).toEqual(payout);
  expect(await emailsOf(payout.id)).toEqual([]);
});
