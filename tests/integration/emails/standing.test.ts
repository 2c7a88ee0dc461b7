import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { env } from "@/lib/env";
import { payoutStatuses, statusTable } from "@/lib/payouts/status";
import { codeLifeMs, oneTimeCode } from "@/lib/payouts/fields/verification";
import { useDatabase } from "@/tests/support/database";
import { createEmail } from "@/tests/support/factories";
import { deliverAll, eventsOf, mailServer, queuedEmail, reread } from "@/tests/support/outbox";

useDatabase();

test.each([
  ["canceled", { status: "canceled" as const }],
  ["submitted", { status: "submitted" as const }],
  ["expired", { status: "expired" as const }],
  ["expired", { expiresAt: new Date(Date.now() - 1) }],
])("a link to a payout that is %s is not sent, and the log says why", async (word, overrides) => {
  const server = await mailServer();
  const { payout, email } = await queuedEmail(overrides);
  await deliverAll();
  expect(server.received).toEqual([]);
  expect(await reread(email)).toMatchObject({
    status: "skipped",
    lastError: `Not sent: this payout is ${word} now, so its link can no longer be used.`,
  });
  expect(await eventsOf(payout.id, "email.skipped")).toHaveLength(1);
  expect(await eventsOf(payout.id, "email.failed")).toEqual([]);
});

test("of several invitations to one payout that waited for the mail server, the latest leaves and the others say so", async () => {
  const server = await mailServer();
  const { payout, email } = await queuedEmail({}, { queuedAt: new Date(Date.now() - 1_200_000) });
  const again = await createEmail(payout, {
    status: "queued",
    kind: "payout_resent",
    ordinal: 1,
    queuedAt: new Date(Date.now() - 600_000),
  });
  await deliverAll();
  expect(server.received.map(({ messageId }) => messageId)).toEqual([`<${again.id}@meridian.example>`]);
  expect(await reread(email)).toMatchObject({
    status: "skipped",
    lastError: "Not sent: a later email with the same link replaces it.",
  });
});

test("no email of any kind is sent to an address that has been changed since", async () => {
  const server = await mailServer();
  for (const kind of [
    "payout_sent",
    "payout_reminder",
    "payout_canceled",
    "payout_completed",
    "payout_failed",
    "verification_code",
  ] as const) {
    const { payout, email } = await queuedEmail({}, { kind, ordinal: 1 });
    await db.update(payouts).set({ recipientEmail: "new@example.com" }).where(eq(payouts.id, payout.id));
    await deliverAll();
    expect(await reread(email)).toMatchObject({
      status: "skipped",
      lastError: "Not sent: the recipient's address has been changed since.",
    });
  }
  expect(server.received).toEqual([]);
});

test("a cancellation is not sent to a new address that has not received a link", async () => {
  const server = await mailServer();
  const { payout, email } = await queuedEmail({ status: "canceled" }, { kind: "payout_canceled" });
  await createEmail(payout, { kind: "payout_sent", toEmail: "old@example.com" });
  await deliverAll();
  expect(server.received).toEqual([]);
  expect(await reread(email)).toMatchObject({ status: "skipped" });
});

test("a payment notice is sent whatever the payout's status is by then", async () => {
  const server = await mailServer();
  for (const status of payoutStatuses) await queuedEmail({ status }, { kind: "payout_completed", ordinal: 1 });
  await deliverAll();
  expect(server.received).toHaveLength(payoutStatuses.length);
  for (const { raw } of server.received) expect(raw).not.toContain("/redeem/");
});

test("a failure notice is sent only while the payout is failed, so that it cannot follow the money after an outage", async () => {
  const server = await mailServer();
  const queuedEmails = [];
  for (const status of payoutStatuses)
    queuedEmails.push({ status, ...(await queuedEmail({ status }, { kind: "payout_failed", ordinal: 1 })) });
  await deliverAll();
  const failed = queuedEmails.filter(({ status }) => statusTable[status].group === "failed");
  expect(failed).toHaveLength(2);
  expect(server.received.map(({ to }) => to).sort()).toEqual(failed.map(({ payout }) => payout.recipientEmail).sort());
  for (const { email, status } of queuedEmails)
    expect((await reread(email)).status).toBe(statusTable[status].group === "failed" ? "sent" : "skipped");
});

test("only the latest of two failure notices is sent, and none for a payout that was replaced", async () => {
  const server = await mailServer();
  const { payout, email } = await queuedEmail({ status: "failed_to_send" }, { kind: "payout_failed", ordinal: 1 });
  const second = await createEmail(payout, { status: "queued", kind: "payout_failed", ordinal: 2 });
  const { email: late } = await queuedEmail(
    { status: "failed_to_send", archivedAt: new Date() },
    { kind: "payout_failed", ordinal: 1 },
  );
  await deliverAll();
  expect(server.received.map(({ messageId }) => messageId)).toEqual([`<${second.id}@meridian.example>`]);
  expect((await reread(email)).lastError).toBe("Not sent: a later email says how the latest payment ended.");
  expect((await reread(late)).lastError).toBe("Not sent: this payout has been replaced by a new one since.");
});

test("an invitation delayed by an outage is not sent after a later one", async () => {
  const server = await mailServer();
  const { payout, email } = await queuedEmail({}, { queuedAt: new Date(Date.now() - 600_000) });
  await createEmail(payout, { kind: "payout_resent", ordinal: 1 });
  await deliverAll();
  expect(server.received).toEqual([]);
  expect(await reread(email)).toMatchObject({
    status: "skipped",
    lastError: "Not sent: a later email with the same link replaces it.",
  });
});

test.each([
  ["payout_resent", /Subject: Again:/],
  ["payout_reminder", /Subject: Reminder:/],
] as const)("a %s mentions an earlier email only to a recipient who may have received one", async (kind, subject) => {
  const server = await mailServer();
  const emailed = await queuedEmail({}, { kind, ordinal: 1 });
  await createEmail(emailed.payout, { queuedAt: new Date(Date.now() - 600_000) });
  const notEmailed = await queuedEmail({}, { kind, ordinal: 1 });
  await createEmail(notEmailed.payout, { queuedAt: new Date(Date.now() - 600_000), status: "failed" });
  await deliverAll();
  const rawOf = ({ payout }: typeof emailed) => server.received.find(({ to }) => to === payout.recipientEmail)?.raw;
  expect(rawOf(emailed)).toMatch(subject);
  expect(rawOf(notEmailed)).not.toMatch(subject);
  expect(rawOf(notEmailed)).not.toMatch(/once more|earlier email/);
});

test("an email that met only outages counts as never received: the next is the first, and no cancellation is sent", async () => {
  const server = await mailServer();
  const onlyOutages = {
    status: "queued" as const,
    attempts: 3,
    outages: 3,
    nextAttemptAt: new Date(Date.now() + 600_000),
    queuedAt: new Date(Date.now() - 600_000),
  };
  const again = await queuedEmail({}, { kind: "payout_resent", ordinal: 1 });
  await createEmail(again.payout, onlyOutages);
  const canceled = await queuedEmail({ status: "canceled" }, { kind: "payout_canceled" });
  await createEmail(canceled.payout, onlyOutages);
  await deliverAll();
  expect(server.received.map(({ to }) => to)).toEqual([again.payout.recipientEmail]);
  expect(server.received[0]!.raw).not.toMatch(/Subject: Again:/);
  expect(await reread(canceled.email)).toMatchObject({ status: "skipped" });
});

test("an email that another worker is sending now counts as possibly read when the next one is sent", async () => {
  const server = await mailServer();
  const { payout } = await queuedEmail({}, { kind: "payout_resent", ordinal: 1 });
  await createEmail(payout, {
    status: "queued",
    queuedAt: new Date(Date.now() - 600_000),
    attempts: 4,
    outages: 3,
    leasedUntil: new Date(Date.now() + 50_000),
    nextAttemptAt: new Date(Date.now() + 50_000),
  });
  await deliverAll();
  expect(server.received[0]!.raw).toMatch(/Subject: Again:/);
});

test("a code is sent before older queued emails, with six digits and no link, and does not delay a resend", async () => {
  const server = await mailServer();
  for (let index = 0; index < 5; index++) await queuedEmail({}, { queuedAt: new Date(Date.now() - 60_000) });
  const { payout, email } = await queuedEmail(
    { codeCount: 2, codeSentAt: new Date(), lastEmailedAt: null },
    { kind: "verification_code", ordinal: 2 },
  );
  await deliverAll();
  expect(server.received).toHaveLength(6);
  const [first] = server.received;
  expect(first).toMatchObject({ to: payout.recipientEmail, messageId: `<${email.id}@meridian.example>` });
  expect(first!.raw).toContain(oneTimeCode(env().LINK_KEY, payout.id, payout.linkVersion, 2));
  expect(first!.raw).not.toContain("/redeem/");
  expect((await db.select().from(payouts).where(eq(payouts.id, payout.id)))[0]!.lastEmailedAt).toBeNull();
});

test("a code is sent only while the payout accepts answers", async () => {
  const server = await mailServer();
  const good = { codeCount: 1, codeSentAt: new Date() };
  const code = { kind: "verification_code" as const, ordinal: 1 };
  const cases = [
    ["canceled", await queuedEmail({ ...good, status: "canceled" }, code)],
    ["failed to process", await queuedEmail({ ...good, status: "failed_to_process" }, code)],
    ["submitted", await queuedEmail({ ...good, status: "submitted" }, code)],
    ["expired", await queuedEmail({ ...good, expiresAt: new Date(Date.now() - 1) }, code)],
  ] as const;
  await deliverAll();
  expect(server.received).toEqual([]);
  for (const [word, { email }] of cases)
    expect(await reread(email)).toMatchObject({
      status: "skipped",
      lastError: `Not sent: this payout is ${word} now, so a code cannot be used.`,
    });
});

test("a code that is no longer the latest, or has expired, is not sent", async () => {
  const server = await mailServer();
  const older = await queuedEmail({ codeCount: 3, codeSentAt: new Date() }, { kind: "verification_code", ordinal: 2 });
  const over = await queuedEmail(
    { codeCount: 1, codeSentAt: new Date(Date.now() - codeLifeMs) },
    { kind: "verification_code", ordinal: 1 },
  );
  await deliverAll();
  expect(server.received).toEqual([]);
  expect(await reread(older.email)).toMatchObject({
    status: "skipped",
    lastError: "Not sent: the recipient has asked for a newer code since.",
  });
  expect(await reread(over.email)).toMatchObject({
    status: "skipped",
    lastError: "Not sent: a code is valid for 15 minutes, and this one has expired.",
  });
});
