import { and, eq, isNull } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { batchReasons } from "@/lib/batches/error-queries";
import { deliverDueEmail } from "@/lib/emails/delivery";
import { expireDuePayouts } from "@/lib/payouts/expiry";
import { cancelPayout, changeEmail, resendPayout } from "@/lib/payouts/mutations";
import { reissuePayout } from "@/lib/payouts/reissue";
import { applyTransition } from "@/lib/payouts/transition";
import { createEmail, createOrganization, createPayout, createUser } from "@/tests/support/factories";
import { orInSoak } from "@/tests/support/seed";
import { useDatabase } from "@/tests/support/database";
import { deliverAll, mailServer } from "@/tests/support/outbox";
import { holding, untilWaiting } from "@/tests/support/lock-waiters";
import {
  errorsOf,
  lastErrors,
  nothing,
  openOf,
  refusedPayout,
  refusingServer,
  resolved,
  shownErrors,
} from "@/tests/support/refused-payout";

useDatabase();

test("an address that the mail server refuses for good becomes one batch error, shown everywhere and counted once", async () => {
  const server = await refusingServer();
  const world = await refusedPayout();
  expect(await shownErrors(world)).toEqual(nothing);
  await deliverAll();
  expect(server.received).toEqual([]);
  const [error, ...others] = await errorsOf(world.payout);
  expect(others).toEqual([]);
  expect(error).toMatchObject({
    batchId: world.batch.id,
    refusedRowId: null,
    scope: "row",
    stage: "processing",
    code: "email_refused",
    line: world.payout.line,
    column: "email",
    value: "gone@example.com",
    resolvedAt: null,
  });
  expect(error!.message).toContain("The mail server refused this address. It said: 550 mailbox says no");
  expect(error!.suggestion).toContain("change the email on the payout");
  expect(await shownErrors(world)).toEqual({
    tab: 1,
    rows: [
      { ...resolved(world).rows[0], unreachedCount: 1, openCount: 1, topReason: "Email refused by the mail server" },
    ],
    listed: [1],
    band: { batchCount: 1, refusedCount: 0, unreachedCount: 1 },
    behind: 2,
    page: [{ payoutId: world.payout.id, value: "gone@example.com" }],
    counted: { unreachedCount: 1, failedCount: 0 },
  });
  expect(await batchReasons(world.actor, world.batch.id)).toEqual([]);
});

test("another organization's refused addresses are neither counted nor listed", async () => {
  await refusingServer();
  const { batch } = await refusedPayout();
  await deliverAll();
  const stranger = await createUser(await createOrganization());
  expect(await shownErrors({ actor: stranger.actor, batch })).toEqual(nothing);
});

test("an address that is refused again is still one error, with the time of the latest refusal", async () => {
  await refusingServer();
  const { actor, payout } = await refusedPayout({ lastEmailedAt: null });
  await deliverAll();
  const [first] = await errorsOf(payout);
  await resendPayout(actor, payout.id);
  await deliverAll();
  expect(await lastErrors(payout)).toHaveLength(2);
  const [again, ...others] = await errorsOf(payout);
  expect(others).toEqual([]);
  expect(again).toMatchObject({ id: first!.id, resolvedAt: null });
  expect(again!.occurredAt.getTime()).toBeGreaterThan(first!.occurredAt.getTime());
});

test("a mailbox that is full only for now is no batch error", async () => {
  await mailServer({ answerTo: () => 452 });
  const { payout } = await refusedPayout();
  await deliverAll();
  expect(await errorsOf(payout)).toEqual([]);
});

test("changing the address resolves the error, and the new link goes only to the new address", async () => {
  const server = await refusingServer();
  const world = await refusedPayout();
  await deliverAll();
  await changeEmail(world.actor, world.payout.id, "found@example.com");
  expect(await shownErrors(world)).toEqual(resolved(world));
  await deliverAll();
  expect(server.received.map(({ to }) => to)).toEqual(["found@example.com"]);
  expect(await openOf(world.payout)).toEqual([]);
});

test("a later email that is sent resolves the error", async () => {
  const server = await refusingServer();
  const world = await refusedPayout({ lastEmailedAt: null });
  await deliverAll();
  server.refuses.gone = false;
  await resendPayout(world.actor, world.payout.id);
  expect(await openOf(world.payout)).toHaveLength(1);
  await deliverAll();
  expect(server.received.map(({ to }) => to)).toEqual(["gone@example.com"]);
  expect(await shownErrors(world)).toEqual(resolved(world));
});

test("canceling the payout resolves the error", async () => {
  await refusingServer();
  const world = await refusedPayout();
  await deliverAll();
  await cancelPayout(world.actor, world.payout.id, "nobody is there");
  expect(await shownErrors(world)).toEqual(resolved(world));
  expect(await openOf(world.payout)).toEqual([]);
});

test("the payout's expiry resolves the error, with the time of the expiry", async () => {
  await refusingServer();
  const world = await refusedPayout();
  await deliverAll();
  const { expiresAt } = world.payout;
  expect(await expireDuePayouts(expiresAt, 10, "sweep")).toBe(1);
  expect(await errorsOf(world.payout)).toMatchObject([{ resolvedAt: expiresAt }]);
});

test.each([
  ["the payout was canceled", (actor: Actor, id: string) => cancelPayout(actor, id, "late")],
  ["its address was changed", (actor: Actor, id: string) => changeEmail(actor, id, "found@example.com")],
])("a refusal that comes after %s is no batch error", async (_, change) => {
  const { actor, payout } = await refusedPayout();
  // An admin acts while the server has not yet answered about the recipient.
  await mailServer({ answerTo: () => 550, beforeAnswer: async () => void (await change(actor, payout.id)) });
  expect(await deliverDueEmail("test")).toBe(1);
  expect(await lastErrors(payout)).toContain("The mail server refused this address. It said: 550 mailbox says no");
  expect(await errorsOf(payout)).toEqual([]);
});

test("a refused notice about an ended payout appears only in the email log, as no address has to be corrected", async () => {
  await refusingServer();
  const { payout } = await refusedPayout({ status: "completed" });
  await db.update(emails).set({ kind: "payout_completed", ordinal: 1 }).where(eq(emails.payoutId, payout.id));
  await deliverAll();
  expect(await lastErrors(payout)).toEqual(["The mail server refused this address. It said: 550 mailbox says no"]);
  expect(await errorsOf(payout)).toEqual([]);
});

test("a refused address of a replacement payout is an error of the original batch, on the same line", async () => {
  await refusingServer();
  const { organization, actor, batch, payout } = await refusedPayout({ recipientEmail: "ada@example.com" });
  await deliverAll();
  const gone = { createdAt: new Date(0), expiresAt: new Date(1), statusChangedAt: new Date(1) };
  await db
    .update(payouts)
    .set({ status: "expired", ...gone })
    .where(eq(payouts.id, payout.id));
  const second = await reissuePayout(actor, payout.id);
  await db
    .update(payouts)
    .set({ status: "expired", ...gone })
    .where(eq(payouts.id, second.id));
  const third = await reissuePayout(actor, second.id, { recipientEmail: "gone@example.com" });
  await deliverAll();
  expect(await openOf(third)).toMatchObject([{ batchId: batch.id, line: payout.line, value: "gone@example.com" }]);
  expect(await shownErrors({ actor, batch })).toMatchObject({
    tab: 1,
    behind: 4,
    band: { unreachedCount: 1 },
  });
  await changeEmail(actor, third.id, "ada@example.com");
  expect(await openOf(third)).toEqual([]);
  expect(await openOf(await createPayout(organization))).toEqual([]);
});

test("a refused address of a payout without a batch is shown in the email log", async () => {
  await refusingServer();
  const payout = await createPayout(await createOrganization(), { recipientEmail: "gone@example.com" });
  await createEmail(payout, { status: "queued" });
  await deliverAll();
  expect(await db.$count(emails, and(eq(emails.payoutId, payout.id), eq(emails.status, "failed")))).toBe(1);
  expect(await errorsOf(payout)).toEqual([]);
});

/** A payout whose refused address now works, with an email queued for it. */
async function aboutToBeReached(server: Awaited<ReturnType<typeof refusingServer>>) {
  const world = await refusedPayout({ lastEmailedAt: null });
  await deliverAll();
  expect(await openOf(world.payout)).toHaveLength(1);
  server.refuses.gone = false;
  await resendPayout(world.actor, world.payout.id);
  return world;
}

test("sending an email waits for a step that holds its payout, and the step never waits for the email", async () => {
  const server = await refusingServer();
  const { actor, payout } = await aboutToBeReached(server);
  const delivered = await holding(async (tx) => {
    await tx.select({ id: payouts.id }).from(payouts).where(eq(payouts.id, payout.id)).for("update");
    const delivery = deliverDueEmail("test");
    await untilWaiting();
    expect(await applyTransition(tx, actor, payout.id, "cancel", { reason: "meanwhile" })).not.toBeNull();
    return { delivery };
  });
  expect(await delivered.delivery).toBe(1);
  expect(server.received).toHaveLength(1);
  expect(await openOf(payout)).toEqual([]);
  expect(await db.$count(emails, and(eq(emails.payoutId, payout.id), eq(emails.status, "sent")))).toBe(1);
});

const rounds = orInSoak(6, 40);

test("an email accepted by the server and a simultaneous cancel both succeed, and no error stays open", async () => {
  const canceled: Promise<unknown>[] = [];
  const cancels = new Map<string, () => Promise<unknown>>();
  // The cancel comes while the server confirms the message.
  const beforeAccept = async ({ to }: { to: string }) => {
    const cancel = cancels.get(to);
    cancels.delete(to);
    if (cancel) canceled.push(cancel());
  };
  const server = await refusingServer({ beforeAccept });
  const worlds = await Promise.all(
    Array.from({ length: rounds }, (_, round) =>
      refusedPayout({ lastEmailedAt: null, recipientEmail: `gone${round}@example.com` }),
    ),
  );
  await deliverAll();
  expect(await db.$count(ingestErrors, isNull(ingestErrors.resolvedAt))).toBe(rounds);
  server.refuses.gone = false;
  for (const { actor, payout } of worlds) {
    cancels.set(payout.recipientEmail, () => cancelPayout(actor, payout.id, "at once"));
    await resendPayout(actor, payout.id);
  }
  while ((await Promise.all([1, 2, 3, 4].map(() => deliverDueEmail("test")))).some((taken) => taken > 0));
  expect(await Promise.all(canceled)).toEqual(
    Array.from({ length: rounds }, () => expect.objectContaining({ status: "canceled" })),
  );
  expect(await db.$count(ingestErrors, isNull(ingestErrors.resolvedAt))).toBe(0);
  expect(await db.$count(emails, eq(emails.status, "queued"))).toBe(0);
});
