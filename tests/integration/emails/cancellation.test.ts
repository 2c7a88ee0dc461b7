import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { deliverDueEmail } from "@/lib/emails/delivery";
import { useDatabase } from "@/tests/support/database";
import { createEmail } from "@/tests/support/factories";
import { deliverAll, leaseRunsOut, mailServer, queuedEmail, reread } from "@/tests/support/outbox";

useDatabase();

test("a cancellation is announced only to a recipient who may have had the link", async () => {
  const server = await mailServer();
  const told = await queuedEmail({ status: "canceled" }, { kind: "payout_canceled" });
  await createEmail(told.payout, { kind: "payout_sent" });
  const untold = await queuedEmail({ status: "canceled" }, { kind: "payout_canceled" });
  await deliverAll();
  expect(server.received.map(({ to }) => to)).toEqual([told.payout.recipientEmail]);
  expect(server.received[0]!.raw).not.toContain("/redeem/");
  expect(await reread(untold.email)).toMatchObject({
    status: "skipped",
    lastError: "Not sent: the recipient never got an email about this payout, so a cancellation notice is not needed.",
  });
});

type FirstTry = Parameters<typeof mailServer>[0];
const hangsUp = { now: () => {} };

test.each<[string, boolean, FirstTry]>([
  ["was refused for good", false, { answerTo: () => 550 }],
  ["was put off", false, { answerTo: () => 451 }],
  ["was put off as a whole message", false, { answerMessage: () => "451 later" }],
  ["broke off before the server had it", false, { beforeAnswer: async () => hangsUp.now() }],
  ["got no answer though the server had it", true, { beforeAccept: async () => hangsUp.now() }],
])("when the only try of the invitation %s, the notice of the cancellation leaves: %s", async (_, leaves, firstTry) => {
  let server = await mailServer(firstTry);
  hangsUp.now = server.hangUp;
  const { payout, email } = await queuedEmail();
  expect(await deliverDueEmail("test")).toBe(1);
  await server.close();
  server = await mailServer();
  await db.update(payouts).set({ status: "canceled" }).where(eq(payouts.id, payout.id));
  const notice = await createEmail(payout, { kind: "payout_canceled", status: "queued" });
  await leaseRunsOut(email);
  await deliverAll();
  expect(server.received).toHaveLength(leaves ? 1 : 0);
  expect(await reread(notice)).toMatchObject({ status: leaves ? "sent" : "skipped" });
});

test("an invitation that a worker took with it when it died may have left, so the cancellation is announced", async () => {
  const server = await mailServer();
  const { payout } = await queuedEmail({ status: "canceled" }, { attempts: 2, outages: 1, leasedUntil: new Date() });
  await createEmail(payout, { kind: "payout_canceled", status: "queued" });
  await deliverAll();
  expect(server.received.map(({ to }) => to)).toEqual([payout.recipientEmail]);
});
