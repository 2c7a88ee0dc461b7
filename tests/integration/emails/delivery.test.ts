import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { afterEach, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { payouts } from "@/db/schema/payouts";
import { deliverDueEmail, maxAttempts } from "@/lib/emails/delivery";
import { mailOutage } from "@/lib/emails/outage";
import { lookAnew } from "@/lib/queue";
import { useDatabase } from "@/tests/support/database";
import { createEmail, createUser } from "@/tests/support/factories";
import { deliverAll, eventsOf, leaseRunsOut, mailServer, queuedEmail, reread } from "@/tests/support/outbox";
import { tokenOf } from "@/tests/support/recipients";

useDatabase();
afterEach(() => void vi.unstubAllEnvs());

test("a queued email is sent with the payout's link, and its status, its time and one event record this", async () => {
  const server = await mailServer();
  const { payout, email } = await queuedEmail({ lastEmailedAt: null });
  await deliverAll();
  expect(server.received.map(({ to, messageId }) => ({ to, messageId }))).toEqual([
    { to: payout.recipientEmail, messageId: `<${email.id}@meridian.example>` },
  ]);
  const after = await reread(email);
  expect(after).toMatchObject({ status: "sent", attempts: 1, lastError: null, leasedUntil: null });
  expect(await eventsOf(payout.id, "email.sent")).toMatchObject([
    { occurredAt: after.sentAt, actorType: "system", data: { kind: "payout_sent", ordinal: 0 } },
  ]);
  const [stored] = await db.select().from(payouts).where(eq(payouts.id, payout.id));
  expect(stored!.lastEmailedAt).toEqual(after.sentAt);
  const unfolded = server.received[0]!.raw.replace(/=\r\n/g, "");
  expect(unfolded).toContain(tokenOf(payout));
});

test("an email whose worker died after the server accepted it is sent again after the lease, with the same Message-ID", async () => {
  const server = await mailServer();
  const { payout, email } = await queuedEmail();
  await deliverAll();
  // Killed between the server's answer and the commit: the row still has the values of the claim.
  await db
    .update(emails)
    .set({
      status: "queued",
      sentAt: null,
      leasedUntil: new Date(Date.now() + 60_000),
      nextAttemptAt: new Date(Date.now() + 60_000),
    })
    .where(eq(emails.id, email.id));
  await deliverAll();
  expect(server.received).toHaveLength(1);
  await leaseRunsOut(email);
  await deliverAll();
  expect(server.received.map(({ messageId }) => messageId)).toEqual([
    `<${email.id}@meridian.example>`,
    `<${email.id}@meridian.example>`,
  ]);
  expect(server.received.map(({ to }) => to)).toEqual([payout.recipientEmail, payout.recipientEmail]);
  expect(await reread(email)).toMatchObject({ status: "sent", attempts: 2, fence: 2 });
});

test("a second copy sent after MAIL_FROM changed has the Message-ID of the first", async () => {
  const server = await mailServer();
  const { email } = await queuedEmail();
  await deliverAll();
  await db
    .update(emails)
    .set({ status: "queued", sentAt: null, nextAttemptAt: new Date(0) })
    .where(eq(emails.id, email.id));
  vi.stubEnv("MAIL_FROM", "Payments <payments@harbor-mutual.example.com>");
  await deliverAll();
  expect(server.received[1]!.raw).toContain("payments@harbor-mutual.example.com");
  const [first, second, ...more] = server.received.map(({ messageId }) => messageId);
  expect({ second, more }).toEqual({ second: first, more: [] });
});

test("a worker that returns after its lease expired does not overwrite what the next worker wrote", async () => {
  const { payout, email } = await queuedEmail();
  let entered = 0;
  await mailServer({
    async beforeAccept() {
      if (++entered > 1) return;
      // While the first worker still talks to the server, its lease ends and a second one sends the email.
      await leaseRunsOut(email);
      expect(await deliverDueEmail("second")).toBe(1);
    },
  });
  expect(await deliverDueEmail("first")).toBe(1);
  expect(await eventsOf(payout.id, "email.sent")).toMatchObject([{ requestId: "second" }]);
  expect(await reread(email)).toMatchObject({ status: "sent", fence: 2 });
});

test("one refused and one deferred recipient delay no other email, and each gets its own result", async () => {
  const server = await mailServer({
    answerTo: (to) => (to.startsWith("gone") ? 550 : to.startsWith("full") ? 452 : undefined),
  });
  const [gone, full] = [
    await queuedEmail({ recipientEmail: "gone@example.com" }),
    await queuedEmail({ recipientEmail: "full@example.com" }),
  ];
  const others = [await queuedEmail(), await queuedEmail(), await queuedEmail()];
  await deliverAll();
  expect(server.received.map(({ to }) => to).sort()).toEqual(others.map(({ payout }) => payout.recipientEmail).sort());
  const refused = await reread(gone.email);
  expect(refused).toMatchObject({
    status: "failed",
    sentAt: null,
    lastError: "The mail server refused this address. It said: 550 mailbox says no",
  });
  expect(await eventsOf(gone.payout.id, "email.failed")).toMatchObject([{ reason: refused.lastError }]);
  const deferred = await reread(full.email);
  expect(deferred).toMatchObject({
    status: "queued",
    attempts: 1,
    leasedUntil: null,
    lastError: "The mail server asked to try again later. It said: 452 mailbox says no",
  });
  expect(deferred.nextAttemptAt.getTime()).toBeGreaterThan(Date.now() + 50_000);
  expect(await eventsOf(full.payout.id, "email.failed")).toEqual([]);
});

test("an email that is deferred on every try is given up after the last one, with the reason and one event", async () => {
  await mailServer({ answerTo: () => 451 });
  const { payout, email } = await queuedEmail({}, { attempts: maxAttempts - 2 });
  await deliverAll();
  expect(await reread(email)).toMatchObject({ status: "queued", attempts: maxAttempts - 1 });
  await leaseRunsOut(email);
  await deliverAll();
  expect((await reread(email)).lastError).toBe(
    `Not sent after ${maxAttempts} tries. The mail server asked to try again later. It said: 451 mailbox says no`,
  );
  expect(await eventsOf(payout.id, "email.failed")).toHaveLength(1);
});

test("an email that crashed every worker that tried it is given up without another try", async () => {
  const server = await mailServer();
  const { email } = await queuedEmail({}, { attempts: maxAttempts });
  await deliverAll();
  expect(server.received).toEqual([]);
  expect(await reread(email)).toMatchObject({ status: "failed" });
});

test("a connection that breaks before the server is told of the email says nothing about it; one that breaks afterwards is a try", async () => {
  const silent = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
  await once(silent, "listening");
  process.env.SMTP_URL = `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const { email } = await queuedEmail();
  await deliverAll();
  silent.close();
  expect(await reread(email)).toMatchObject({
    status: "queued",
    attempts: 1,
    outages: 1,
    lastError: "The mail server could not be reached, or did not finish in time.",
  });
  const server = await mailServer({ beforeAnswer: async () => server.hangUp() });
  await leaseRunsOut(email);
  await deliverAll();
  expect(await reread(email)).toMatchObject({
    status: "queued",
    attempts: 2,
    outages: 1,
    notTaken: 1,
    lastError: "The connection to the mail server broke off before it had the whole message.",
  });
});

test("an email stays queued for later when the mail server cannot be reached", async () => {
  const server = await mailServer();
  const port = process.env.SMTP_URL;
  await server.close();
  process.env.SMTP_URL = port;
  const { email } = await queuedEmail();
  await deliverAll();
  expect(await reread(email)).toMatchObject({
    status: "queued",
    attempts: 1,
    lastError: "The mail server could not be reached, or did not finish in time.",
  });
});

test("emails wait through an outage of any length without being given up, and are sent when the server is back", async () => {
  const server = await mailServer();
  const port = process.env.SMTP_URL;
  await server.close();
  process.env.SMTP_URL = port;
  const { organization, email } = await queuedEmail();
  const { actor } = await createUser(organization);
  for (let tries = 0; tries < 2 * maxAttempts; tries++) {
    await leaseRunsOut(email);
    await deliverAll();
    if (tries === 1) expect(await mailOutage(actor)).toBeNull();
  }
  const waiting = await reread(email);
  expect(waiting).toMatchObject({ status: "queued", attempts: 2 * maxAttempts, outages: 2 * maxAttempts });
  expect(waiting.nextAttemptAt.getTime()).toBeLessThan(Date.now() + 20 * 60_000);
  expect(await mailOutage(actor)).toEqual({ since: email.queuedAt, why: waiting.lastError });
  const deferring = await mailServer({ answerTo: () => 451 });
  await leaseRunsOut(email);
  await deliverAll();
  await deferring.close();
  expect(await reread(email)).toMatchObject({ status: "queued", outages: 2 * maxAttempts });
  await mailServer();
  await leaseRunsOut(email);
  await deliverAll();
  expect(await reread(email)).toMatchObject({ status: "sent" });
  expect(await mailOutage(actor)).toBeNull();
});

test("cancellations and resends do not wait for a batch's first emails, and first emails do not wait for reminders", async () => {
  const server = await mailServer();
  const long = (ago: number) => ({ queuedAt: new Date(Date.now() - ago) });
  const firsts = [];
  for (let index = 0; index < 8; index++) firsts.push(await queuedEmail({}, long(60_000)));
  const canceled = await queuedEmail({ status: "canceled" }, { kind: "payout_canceled" });
  await createEmail(canceled.payout, { kind: "payout_sent", ordinal: 1 });
  const resent = await queuedEmail({}, { kind: "payout_resent", ordinal: 1 });
  for (let taken = 0; taken < 4; taken++) await deliverDueEmail("test");
  const recipients = () => server.received.map(({ to }) => to);
  expect(recipients()).toEqual(expect.arrayContaining([canceled.payout.recipientEmail, resent.payout.recipientEmail]));
  for (let index = 0; index < 8; index++) await queuedEmail({}, { kind: "payout_reminder", ordinal: 1 });
  lookAnew();
  for (let taken = 0; taken < 8; taken++) await deliverDueEmail("test");
  const left = firsts.filter(({ payout }) => recipients().includes(payout.recipientEmail));
  expect(left).toHaveLength(2 + 4);
});
