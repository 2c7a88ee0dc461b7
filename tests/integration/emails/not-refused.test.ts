import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { maxAttempts } from "@/lib/emails/delivery";
import { mailOutage } from "@/lib/emails/outage";
import { leaseMs } from "@/lib/queue";
import { useDatabase } from "@/tests/support/database";
import { createEmail, createPayout } from "@/tests/support/factories";
import { deliverAll, leaseRunsOut, mailServer, reread } from "@/tests/support/outbox";
import { errorsOf, nothing, refusedPayout, shownErrors } from "@/tests/support/refused-payout";

useDatabase();

test.each([
  [
    "the sender",
    { answerFrom: () => "550 5.7.1 You may not send as this address" },
    "550 5.7.1 You may not send as this address",
  ],
  ["the relay, at the recipient", { answerTo: () => "554 5.7.1 Relay access denied" }, "554 5.7.1 Relay access denied"],
  [
    "a missing sign-in, at the recipient",
    { answerTo: () => "530 5.7.1 Authentication required" },
    "530 5.7.1 Authentication required",
  ],
  [
    "the sender, at the recipient",
    { answerTo: () => "553 5.1.8 Sender address rejected" },
    "553 5.1.8 Sender address rejected",
  ],
  [
    "too many at once, at the recipient",
    { answerTo: () => "421 4.7.0 Too many messages" },
    "421 4.7.0 Too many messages",
  ],
  [
    "the account, at the message",
    { answerMessage: () => "554 Message rejected: Email address is not verified." },
    "554 Message rejected: Email address is not verified.",
  ],
  [
    "sending as another, at the message",
    { answerMessage: () => "554 5.2.252 SendAsDenied" },
    "554 5.2.252 SendAsDenied",
  ],
  [
    "the day's limit, at the message",
    { answerMessage: () => "550 5.4.5 Daily user sending limit exceeded" },
    "550 5.4.5 Daily user sending limit exceeded",
  ],
  [
    "throttling, at the message",
    { answerMessage: () => "454 4.7.0 Throttling failure" },
    "454 4.7.0 Throttling failure",
  ],
])(
  "a server answer about %s is retried and shown on the Dashboard as an outage, and never becomes a batch error",
  async (_, behaviour, words) => {
    const server = await mailServer(behaviour);
    const world = await refusedPayout();
    for (let tries = 0; tries <= maxAttempts; tries++) {
      await leaseRunsOut(world.email);
      await deliverAll();
    }
    expect(server.received).toEqual([]);
    expect(await reread(world.email)).toMatchObject({
      status: "queued",
      attempts: maxAttempts + 1,
      outages: maxAttempts + 1,
    });
    expect(await errorsOf(world.payout)).toEqual([]);
    expect(await shownErrors(world)).toEqual(nothing);
    expect((await mailOutage(world.actor))?.why).toContain(`It said: ${words}`);
  },
);

test.each(["550 5.1.1 User unknown", "550 No such user here", "553 5.1.3 Not a valid address"])(
  "the server answer %s is about the address and becomes a batch error",
  async (answer) => {
    await mailServer({ answerTo: () => answer });
    const { payout } = await refusedPayout();
    await deliverAll();
    expect(await errorsOf(payout)).toHaveLength(1);
  },
);

test("a message refused for its content is tried as often as any other, and only then becomes a batch error", async () => {
  await mailServer({ answerMessage: () => "554 5.6.0 Message content rejected" });
  const { payout, email } = await refusedPayout();
  await deliverAll();
  expect(await reread(email)).toMatchObject({
    status: "queued",
    outages: 0,
    lastError: "The mail server refused this message. It said: 554 5.6.0 Message content rejected",
  });
  expect(await errorsOf(payout)).toEqual([]);
  for (let tries = 1; tries < maxAttempts; tries++) {
    await leaseRunsOut(email);
    await deliverAll();
  }
  expect(await reread(email)).toMatchObject({ status: "failed", attempts: maxAttempts });
  expect(await errorsOf(payout)).toHaveLength(1);
});

test("one hanging email is no outage while other emails of the organization are sent; it is once none is sent", async () => {
  await mailServer({ answerTo: (to) => (to.startsWith("gone") ? "454 4.7.0 Throttling failure" : undefined) });
  const { organization, actor, email } = await refusedPayout();
  for (let tries = 0; tries < 3; tries++) {
    await leaseRunsOut(email);
    await deliverAll();
  }
  const waiting = await reread(email);
  expect(await mailOutage(actor)).toEqual({ since: email.queuedAt, why: waiting.lastError });
  await createEmail(await createPayout(organization), { status: "queued" });
  await deliverAll();
  expect(await mailOutage(actor)).toBeNull();
  const underWay = {
    leasedUntil: new Date(Date.now() + leaseMs),
    nextAttemptAt: new Date(Date.now() + leaseMs),
    attempts: 4,
  };
  await db.update(emails).set(underWay).where(eq(emails.id, email.id));
  expect(await mailOutage(actor)).toBeNull();
  // The next try, minutes later, got the same answer, and no email was sent since.
  await db
    .update(emails)
    .set({ leasedUntil: null, attempts: 3, nextAttemptAt: new Date(Date.now() + 420_000) })
    .where(eq(emails.id, email.id));
  expect(await mailOutage(actor)).toMatchObject({ since: email.queuedAt });
  // The last answer was about this email alone, and asked to retry in hours.
  await db
    .update(emails)
    .set({ nextAttemptAt: new Date(Date.now() + 7_200_000) })
    .where(eq(emails.id, email.id));
  expect(await mailOutage(actor)).toBeNull();
});

test("an email sent for another organization does not end this one's outage", async () => {
  await mailServer({ answerTo: (to) => (to.startsWith("gone") ? "454 4.7.0 Throttling failure" : undefined) });
  const { actor, email } = await refusedPayout();
  for (let tries = 0; tries < 3; tries++) {
    await leaseRunsOut(email);
    await deliverAll();
  }
  await refusedPayout({ recipientEmail: "there@example.com" });
  await deliverAll();
  expect(await mailOutage(actor)).not.toBeNull();
});
