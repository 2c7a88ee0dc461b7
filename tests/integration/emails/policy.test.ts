import { expect, test } from "vitest";
import { mailOutage } from "@/lib/emails/outage";
import { useDatabase } from "@/tests/support/database";
import { deliverAll, leaseRunsOut, mailServer, queuedEmail, reread } from "@/tests/support/outbox";
import { errorsOf, nothing, refusedPayout, shownErrors } from "@/tests/support/refused-payout";

useDatabase();

const policy = "550 5.7.1 This mailbox takes mail from few senders";
const aboutUs = "554 5.7.1 Relay access denied";
const guarded = (answer: string) => (to: string) => (/^(?:gone|guarded)/.test(to) ? answer : undefined);

test.each([policy, aboutUs, "553 5.1.8 Sender address rejected", "550 relay not permitted"])(
  "a recipient for whom the server says for good %s while others leave is shown at once",
  async (answer) => {
    const server = await mailServer({ answerTo: guarded(answer) });
    const world = await refusedPayout();
    const others = [await queuedEmail(), await queuedEmail()];
    await deliverAll();
    expect(server.received).toHaveLength(others.length);
    expect(await reread(world.email)).toMatchObject({ status: "failed", attempts: 2, waitingSince: null });
    expect(await errorsOf(world.payout)).toHaveLength(1);
    expect(await shownErrors(world)).toMatchObject({ tab: 1, counted: { unreachedCount: 1 } });
    expect(await mailOutage(world.actor)).toBeNull();
  },
);

test("a recipient whom policy keeps out while nothing else is sent is shown within a minute", async () => {
  await mailServer({ answerTo: guarded(policy) });
  const world = await refusedPayout();
  await deliverAll();
  const first = await reread(world.email);
  expect(first).toMatchObject({ status: "queued" });
  expect(first.nextAttemptAt.getTime()).toBeLessThan(Date.now() + 30_000);
  await leaseRunsOut(world.email);
  await deliverAll();
  expect(await reread(world.email)).toMatchObject({ status: "failed" });
  expect(await errorsOf(world.payout)).toHaveLength(1);
});

test("what several recipients in a row meet is about us: nobody is refused, the Dashboard tells of the mail server, and all leave once it lets them", async () => {
  const closed = await mailServer({ answerTo: () => policy });
  const world = await refusedPayout();
  const emails = [world.email, (await queuedEmail()).email, (await queuedEmail()).email, (await queuedEmail()).email];
  for (let tries = 0; tries < 4; tries++) {
    await deliverAll();
    for (const email of emails) await leaseRunsOut(email);
  }
  for (const email of emails) expect(await reread(email)).toMatchObject({ status: "queued", outages: 4, notTaken: 0 });
  expect(await shownErrors(world)).toEqual(nothing);
  expect((await mailOutage(world.actor))?.why).toContain(policy);
  await closed.close();
  const open = await mailServer();
  await deliverAll();
  expect(open.received).toHaveLength(emails.length);
  expect(await mailOutage(world.actor)).toBeNull();
});

test("two emails of one recipient are one recipient", async () => {
  await mailServer({ answerTo: guarded(policy) });
  const worlds = [await refusedPayout(), await refusedPayout(), await refusedPayout()];
  await deliverAll();
  for (const { email } of worlds) await leaseRunsOut(email);
  await deliverAll();
  for (const { email } of worlds) expect(await reread(email)).toMatchObject({ status: "failed" });
});

test("an answer in words of ours to the only recipient waits, and an email that left before says nothing of it", async () => {
  await mailServer({ answerTo: guarded(aboutUs) });
  await queuedEmail();
  await deliverAll();
  const world = await refusedPayout();
  for (let tries = 0; tries < 5; tries++) {
    await leaseRunsOut(world.email);
    await deliverAll();
  }
  expect(await reread(world.email)).toMatchObject({ status: "queued", outages: 5 });
  expect(await mailOutage(world.actor)).not.toBeNull();
});
