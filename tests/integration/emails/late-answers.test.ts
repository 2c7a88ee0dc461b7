import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { deliverDueEmail, maxAttempts } from "@/lib/emails/delivery";
import { lateAnswersEnded } from "@/lib/emails/late-answers";
import { latestEmails } from "@/lib/emails/latest";
import { emailRefused } from "@/lib/ingest-errors/processing-faults";
import { timeouts } from "@/lib/mail/connection";
import { closeMail } from "@/lib/mail/pool";
import { claimDue, leaseMs, renewLease } from "@/lib/queue";
import { countPayouts } from "@/tests/support/count-payouts";
import { useDatabase } from "@/tests/support/database";
import {
  createBatch,
  createEmail,
  createIngestError,
  createOrganization,
  createPayout,
  createUser,
} from "@/tests/support/factories";
import { deliverAll, eventsOf, leaseRunsOut, mailServer, queuedEmail, reread } from "@/tests/support/outbox";

useDatabase();

/** A server that has the whole message for `late` recipients, and does not say so until `answer` is called. */
async function lateServer() {
  let answer = () => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  let held = 0;
  const server = await mailServer({
    beforeAccept: async ({ to }) => {
      if (!to.startsWith("late")) return;
      held++;
      await answered;
    },
  });
  return { server, answer, copies: () => held };
}

test("a server that confirms late gets one copy, and holds up nothing else; the claim is renewed until it answers", async () => {
  const { server, answer, copies } = await lateServer();
  const late = await queuedEmail({ recipientEmail: "late@example.com" });
  const asked = Date.now();
  expect(await deliverDueEmail("test")).toBe(1);
  const waiting = await reread(late.email);
  expect(waiting).toMatchObject({ status: "queued", attempts: 1 });
  // Renewed: a claim's own lease began before the three seconds that the server has in the queue.
  expect(waiting.leasedUntil!.getTime()).toBeGreaterThan(asked + leaseMs + 1_500);
  await queuedEmail();
  await deliverAll();
  expect(server.received).toHaveLength(1);
  answer();
  await lateAnswersEnded();
  expect(await reread(late.email)).toMatchObject({ status: "sent", attempts: 1, lastError: null });
  expect(copies()).toBe(1);
});

test("a worker that stops writes down that the answer never came", async () => {
  const { answer } = await lateServer();
  const late = await queuedEmail({ recipientEmail: "late@example.com" });
  await deliverDueEmail("test");
  closeMail();
  await lateAnswersEnded();
  expect(await reread(late.email)).toMatchObject({ status: "queued", unanswered: 1, notTaken: 0, leasedUntil: null });
  answer();
});

test("a claim that was given back cannot be renewed: a renewal that comes late claims nothing", async () => {
  const { email } = await queuedEmail();
  const claim = await claimDue(emails, [{ open: sql`${emails.status} = 'queued'`, order: "longest" }]);
  expect(await renewLease(emails, claim!)).toBe(true);
  await db.update(emails).set({ leasedUntil: null }).where(eq(emails.id, email.id));
  expect(await renewLease(emails, claim!)).toBe(false);
  expect(await reread(email)).toMatchObject({ leasedUntil: null });
});

test("a mail server that takes the whole message and never says so gets three copies; then the email counts as sent, and says that this is not clear", async () => {
  let copies = 0;
  const server = await mailServer({
    async beforeAccept() {
      copies++;
      server.hangUp();
    },
  });
  const { payout, email } = await queuedEmail();
  for (let tries = 0; tries < maxAttempts; tries++) {
    await leaseRunsOut(email);
    await deliverAll();
    if (tries < 2)
      expect(await reread(email)).toMatchObject({
        status: "queued",
        unanswered: tries + 1,
        lastError:
          "The mail server got the whole message and did not say whether it took it, so the recipient may have it.",
      });
  }
  expect(copies).toBe(3);
  const after = await reread(email);
  expect(after).toMatchObject({ status: "sent", outages: 0, lastError: expect.stringMatching(/^Not clear: /) });
  expect(await eventsOf(payout.id, "email.sent")).toMatchObject([{ reason: after.lastError }]);
});

test("an address that was refused and now takes the message is refused no more, also where the server never says so", async () => {
  const organization = await createOrganization();
  const { actor } = await createUser(organization);
  const batch = await createBatch(organization);
  const payout = await createPayout(organization, { batchId: batch.id });
  await createIngestError(batch, { payoutId: payout.id, code: emailRefused.code, value: payout.recipientEmail });
  const email = await createEmail(payout, { status: "queued" });
  const server = await mailServer({ beforeAccept: () => Promise.resolve(server.hangUp()) });
  const at = { now: new Date(), timeZone: "UTC" };
  expect(await countPayouts(actor, { evidence: "bounced" }, at)).toBe(1);
  for (let tries = 0; tries < 3; tries++) {
    await leaseRunsOut(email);
    await deliverAll();
  }
  expect(await reread(email)).toMatchObject({ status: "sent" });
  expect(await countPayouts(actor, { evidence: "bounced" }, at)).toBe(0);
  expect((await latestEmails(actor, [payout])).get(payout.id)).toMatchObject({ reach: "sent" });
});

test("a server that has the whole message gets the ten minutes of RFC 5321, and one that has not is left before the lease ends", () => {
  expect(timeouts.answer).toBe(10 * 60_000);
  expect(timeouts.signIn + timeouts.handOver + 10_000).toBeLessThan(leaseMs);
});
