import { and, eq } from "drizzle-orm";
import { afterEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { deliverDueEmail, maxAttempts } from "@/lib/emails/delivery";
import { mailOutage } from "@/lib/emails/outage";
import { env } from "@/lib/env";
import { payoutStatuses, statusTable } from "@/lib/payouts/status";
import { linkToken } from "@/lib/token";
import { codeLifeMs, oneTimeCode } from "@/lib/verification";
import { createEmail, createOrganization, createPayout, createUser } from "../factories";
import { useDatabase } from "../database";
import { startMailServer } from "./mail-server";

useDatabase();

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

async function mailServer(behaviour: Parameters<typeof startMailServer>[0] = {}) {
  const server = await startMailServer(behaviour);
  close = server.close;
  return server;
}

async function queuedEmail(payoutOverrides = {}, emailOverrides = {}) {
  const organization = await createOrganization();
  const payout = await createPayout(organization, payoutOverrides);
  return { organization, payout, email: await createEmail(payout, { status: "queued", ...emailOverrides }) };
}

const reread = async (email: { id: string }) => (await db.select().from(emails).where(eq(emails.id, email.id)))[0]!;
const eventsOf = (payoutId: string, name: string) => db.select().from(events).where(and(eq(events.payoutId, payoutId), eq(events.name, name)));

/** What a lease's end looks like to the next worker. */
const leaseRunsOut = (email: { id: string }) => db.update(emails).set({ nextAttemptAt: new Date(0) }).where(eq(emails.id, email.id));

/** Serves until nothing is due. */
async function deliverAll() {
  while ((await deliverDueEmail("test")) > 0);
}

test("a queued email leaves with the payout's link, and its status, its time and one event say so", async () => {
  const server = await mailServer();
  const { payout, email } = await queuedEmail({ lastEmailedAt: null });
  await deliverAll();
  expect(server.received.map(({ to, messageId }) => ({ to, messageId }))).toEqual([{ to: payout.recipientEmail, messageId: `<${email.id}@meridian.example>` }]);
  const after = await reread(email);
  expect(after).toMatchObject({ status: "sent", attempts: 1, lastError: null, leasedUntil: null });
  expect(await eventsOf(payout.id, "email.sent")).toMatchObject([{ occurredAt: after.sentAt, actorType: "system", data: { kind: "payout_sent", ordinal: 0 } }]);
  const [stored] = await db.select().from(payouts).where(eq(payouts.id, payout.id));
  expect(stored!.lastEmailedAt).toEqual(after.sentAt);
  const unfolded = server.received[0]!.raw.replace(/=\r\n/g, "");
  expect(unfolded).toContain(linkToken(env().LINK_KEY, payout.id, payout.linkVersion));
});

test("an email whose worker was killed after the server took it leaves again after the lease, with the same Message-ID", async () => {
  const server = await mailServer();
  const { payout, email } = await queuedEmail();
  await deliverAll();
  // Killed between the server's answer and the commit: the row still says what the claim wrote.
  await db.update(emails).set({ status: "queued", sentAt: null, leasedUntil: new Date(Date.now() + 60_000), nextAttemptAt: new Date(Date.now() + 60_000) }).where(eq(emails.id, email.id));
  await deliverAll();
  expect(server.received).toHaveLength(1);
  await leaseRunsOut(email);
  await deliverAll();
  expect(server.received.map(({ messageId }) => messageId)).toEqual([`<${email.id}@meridian.example>`, `<${email.id}@meridian.example>`]);
  expect(server.received.map(({ to }) => to)).toEqual([payout.recipientEmail, payout.recipientEmail]);
  expect(await reread(email)).toMatchObject({ status: "sent", attempts: 2, fence: 2 });
});

test("a worker that comes back after its lease ran out changes nothing that the next one has written", async () => {
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

test("one refused and one deferred recipient delay nobody, and each is told apart", async () => {
  const server = await mailServer({ answerTo: (to) => (to.startsWith("gone") ? 550 : to.startsWith("full") ? 452 : undefined) });
  const [gone, full] = [await queuedEmail({ recipientEmail: "gone@example.com" }), await queuedEmail({ recipientEmail: "full@example.com" })];
  const others = [await queuedEmail(), await queuedEmail(), await queuedEmail()];
  await deliverAll();
  expect(server.received.map(({ to }) => to).sort()).toEqual(others.map(({ payout }) => payout.recipientEmail).sort());
  const refused = await reread(gone.email);
  expect(refused).toMatchObject({ status: "failed", sentAt: null, lastError: "The mail server refused this address. It said: 550 mailbox says no" });
  expect(await eventsOf(gone.payout.id, "email.failed")).toMatchObject([{ reason: refused.lastError }]);
  const deferred = await reread(full.email);
  expect(deferred).toMatchObject({ status: "queued", attempts: 1, leasedUntil: null, lastError: "The mail server asked to try again later. It said: 452 mailbox says no" });
  expect(deferred.nextAttemptAt.getTime()).toBeGreaterThan(Date.now() + 50_000);
  expect(await eventsOf(full.payout.id, "email.failed")).toEqual([]);
});

test("an email deferred again and again is given up after the last try, with the reason and one event", async () => {
  await mailServer({ answerTo: () => 451 });
  const { payout, email } = await queuedEmail({}, { attempts: maxAttempts - 2 });
  await deliverAll();
  expect(await reread(email)).toMatchObject({ status: "queued", attempts: maxAttempts - 1 });
  await leaseRunsOut(email);
  await deliverAll();
  expect((await reread(email)).lastError).toBe(`Given up after ${maxAttempts} tries. The mail server asked to try again later. It said: 451 mailbox says no`);
  expect(await eventsOf(payout.id, "email.failed")).toHaveLength(1);
});

test("an email that ended every worker that tried it is given up without another try", async () => {
  const server = await mailServer();
  const { email } = await queuedEmail({}, { attempts: maxAttempts });
  await deliverAll();
  expect(server.received).toEqual([]);
  expect(await reread(email)).toMatchObject({ status: "failed" });
});

test("a mail server that cannot be reached leaves the email queued for later", async () => {
  const server = await mailServer();
  const port = process.env.SMTP_URL;
  await server.close();
  process.env.SMTP_URL = port;
  const { email } = await queuedEmail();
  await deliverAll();
  expect(await reread(email)).toMatchObject({ status: "queued", attempts: 1, lastError: "The mail server could not be reached, or did not finish in time." });
});

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
  expect(await reread(email)).toMatchObject({ status: "skipped", lastError: `Not sent: this payout is ${word} now, so its link can no longer be used.` });
  expect(await eventsOf(payout.id, "email.skipped")).toHaveLength(1);
  expect(await eventsOf(payout.id, "email.failed")).toEqual([]);
});

test("a cancellation is announced only to a recipient who may have had the link", async () => {
  const server = await mailServer();
  const told = await queuedEmail({ status: "canceled" }, { kind: "payout_canceled" });
  await createEmail(told.payout, { kind: "payout_sent" });
  const untold = await queuedEmail({ status: "canceled" }, { kind: "payout_canceled" });
  await deliverAll();
  expect(server.received.map(({ to }) => to)).toEqual([told.payout.recipientEmail]);
  expect(server.received[0]!.raw).not.toContain("/redeem/");
  expect(await reread(untold.email)).toMatchObject({ status: "skipped", lastError: "Not sent: the email about this payout never left, so there is nothing to take back." });
});

test("of several invitations to one payout that waited for the mail server, the latest leaves and the others say so", async () => {
  const server = await mailServer();
  const { payout, email } = await queuedEmail({}, { queuedAt: new Date(Date.now() - 1_200_000) });
  const again = await createEmail(payout, { status: "queued", kind: "payout_resent", ordinal: 1, queuedAt: new Date(Date.now() - 600_000) });
  await deliverAll();
  expect(server.received.map(({ messageId }) => messageId)).toEqual([`<${again.id}@meridian.example>`]);
  expect(await reread(email)).toMatchObject({ status: "skipped", lastError: "Not sent: a later email with the same link takes its place." });
});

test("an email to an address that was changed since does not leave, whatever it is about", async () => {
  const server = await mailServer();
  for (const kind of ["payout_sent", "payout_reminder", "payout_canceled", "payout_completed", "payout_failed", "verification_code"] as const) {
    const { payout, email } = await queuedEmail({}, { kind, ordinal: 1 });
    await db.update(payouts).set({ recipientEmail: "new@example.com" }).where(eq(payouts.id, payout.id));
    await deliverAll();
    expect(await reread(email)).toMatchObject({ status: "skipped", lastError: "Not sent: the recipient's address was changed since." });
  }
  expect(server.received).toEqual([]);
});

test("a cancellation is not announced at a new address to which no link was sent yet", async () => {
  const server = await mailServer();
  const { payout, email } = await queuedEmail({ status: "canceled" }, { kind: "payout_canceled" });
  await createEmail(payout, { kind: "payout_sent", toEmail: "old@example.com" });
  await deliverAll();
  expect(server.received).toEqual([]);
  expect(await reread(email)).toMatchObject({ status: "skipped" });
});

test("the notice of a payment leaves however the payout stands by then", async () => {
  const server = await mailServer();
  for (const status of payoutStatuses) await queuedEmail({ status }, { kind: "payout_completed", ordinal: 1 });
  await deliverAll();
  expect(server.received).toHaveLength(payoutStatuses.length);
  for (const { raw } of server.received) expect(raw).not.toContain("/redeem/");
});

test("the notice of a failure leaves only while the payout stands failed: after a silence of the mail server it must not come behind the money", async () => {
  const server = await mailServer();
  const owed = [];
  for (const status of payoutStatuses) owed.push({ status, ...(await queuedEmail({ status }, { kind: "payout_failed", ordinal: 1 })) });
  await deliverAll();
  const failed = owed.filter(({ status }) => statusTable[status].group === "failed");
  expect(failed).toHaveLength(2);
  expect(server.received.map(({ to }) => to).sort()).toEqual(failed.map(({ payout }) => payout.recipientEmail).sort());
  for (const { email, status } of owed) expect((await reread(email)).status).toBe(statusTable[status].group === "failed" ? "sent" : "skipped");
});

test("of two failed attempts the notice of the earlier one gives way to that of the later, and none follows a payout that was replaced", async () => {
  const server = await mailServer();
  const { payout, email } = await queuedEmail({ status: "failed_to_send" }, { kind: "payout_failed", ordinal: 1 });
  const second = await createEmail(payout, { status: "queued", kind: "payout_failed", ordinal: 2 });
  const { email: late } = await queuedEmail({ status: "failed_to_send", archivedAt: new Date() }, { kind: "payout_failed", ordinal: 1 });
  await deliverAll();
  expect(server.received.map(({ messageId }) => messageId)).toEqual([`<${second.id}@meridian.example>`]);
  expect((await reread(email)).lastError).toBe("Not sent: a later email tells how the latest payment ended.");
  expect((await reread(late)).lastError).toBe("Not sent: a new payout has taken the place of this one since.");
});

test("an invitation that waited out a silence of the mail server does not follow a later one that left already", async () => {
  const server = await mailServer();
  const { payout, email } = await queuedEmail({}, { queuedAt: new Date(Date.now() - 600_000) });
  await createEmail(payout, { kind: "payout_resent", ordinal: 1 });
  await deliverAll();
  expect(server.received).toEqual([]);
  expect(await reread(email)).toMatchObject({ status: "skipped", lastError: "Not sent: a later email with the same link takes its place." });
});

test.each([["payout_resent", /Subject: Again:/], ["payout_reminder", /Subject: Reminder:/]] as const)("a %s speaks of an earlier email only to somebody who may have got one", async (kind, subject) => {
  const server = await mailServer();
  const told = await queuedEmail({}, { kind, ordinal: 1 });
  await createEmail(told.payout, { queuedAt: new Date(Date.now() - 600_000) });
  const untold = await queuedEmail({}, { kind, ordinal: 1 });
  await createEmail(untold.payout, { queuedAt: new Date(Date.now() - 600_000), status: "failed" });
  await deliverAll();
  const rawOf = ({ payout }: typeof told) => server.received.find(({ to }) => to === payout.recipientEmail)?.raw;
  expect(rawOf(told)).toMatch(subject);
  expect(rawOf(untold)).not.toMatch(subject);
  expect(rawOf(untold)).not.toMatch(/once more|earlier email/);
});

test("a mail server that cannot be used is waited for however long: its emails are not given up, are told of, and leave once it is back", async () => {
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

test("a code leaves with its six digits and no link, whatever was queued before it, and leaves the resend to itself", async () => {
  const server = await mailServer();
  for (let index = 0; index < 5; index++) await queuedEmail({}, { queuedAt: new Date(Date.now() - 60_000) });
  const { payout, email } = await queuedEmail({ codeCount: 2, codeSentAt: new Date(), lastEmailedAt: null }, { kind: "verification_code", ordinal: 2 });
  await deliverAll();
  expect(server.received).toHaveLength(6);
  const [first] = server.received;
  expect(first).toMatchObject({ to: payout.recipientEmail, messageId: `<${email.id}@meridian.example>` });
  expect(first!.raw).toContain(oneTimeCode(env().LINK_KEY, payout.id, payout.linkVersion, 2));
  expect(first!.raw).not.toContain("/redeem/");
  expect((await db.select().from(payouts).where(eq(payouts.id, payout.id)))[0]!.lastEmailedAt).toBeNull();
});

test("a code that is no longer the latest, or whose time is over, does not leave", async () => {
  const server = await mailServer();
  const older = await queuedEmail({ codeCount: 3, codeSentAt: new Date() }, { kind: "verification_code", ordinal: 2 });
  const over = await queuedEmail({ codeCount: 1, codeSentAt: new Date(Date.now() - codeLifeMs) }, { kind: "verification_code", ordinal: 1 });
  await deliverAll();
  expect(server.received).toEqual([]);
  expect(await reread(older.email)).toMatchObject({ status: "skipped", lastError: "Not sent: the recipient asked for a newer code since." });
  expect(await reread(over.email)).toMatchObject({ status: "skipped", lastError: "Not sent: a code is good for 15 minutes, and they are over." });
});
