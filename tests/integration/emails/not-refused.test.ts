import { expect, test } from "vitest";
import { maxAttempts } from "@/lib/emails/delivery";
import { mailOutage } from "@/lib/emails/outage";
import { useDatabase } from "@/tests/support/database";
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

test("one email that hangs while others leave is no outage, whosever they are; once none leaves any more, it is", async () => {
  await mailServer({ answerTo: (to) => (to.startsWith("gone") ? "454 4.7.0 Throttling failure" : undefined) });
  const { actor, email } = await refusedPayout();
  const tryAgain = async () => {
    await leaseRunsOut(email);
    await deliverAll();
  };
  for (let tries = 0; tries < 3; tries++) await tryAgain();
  expect(await mailOutage(actor)).toEqual({ since: email.queuedAt, why: (await reread(email)).lastError });
  // One mail server serves all organizations.
  await refusedPayout({ recipientEmail: "there@example.com" });
  await deliverAll();
  expect(await mailOutage(actor)).toBeNull();
  await tryAgain();
  expect(await mailOutage(actor)).toMatchObject({ since: email.queuedAt });
});

test("an email that hangs on each try while others leave gets as many tries as any, and is then shown as failed", async () => {
  await mailServer({ answerTo: (to) => (to.startsWith("gone") ? "454 4.7.1 Not now" : undefined) });
  const { payout, email } = await refusedPayout();
  await leaseRunsOut(email);
  for (let others = 0; others <= maxAttempts; others++) {
    await deliverAll();
    await leaseRunsOut(email);
    await deliverAll();
    await refusedPayout({ recipientEmail: "there@example.com" });
  }
  await deliverAll();
  expect(await reread(email)).toMatchObject({ status: "failed" });
  expect(await errorsOf(payout)).toHaveLength(1);
});
