import { inArray } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { deliverDueEmail } from "@/lib/emails/delivery";
import { useDatabase } from "@/tests/support/database";
import { createEmail } from "@/tests/support/factories";
import { deliverAll, leaseRunsOut, mailServer, queuedEmail, reread } from "@/tests/support/outbox";

useDatabase();

const inHours = new Date(Date.now() + 6 * 3_600_000);

async function waitingEmails(count: number) {
  const waiting = [];
  for (let index = 0; index < count; index++)
    waiting.push(
      (
        await queuedEmail(
          {},
          { attempts: 9, outages: 9, waitingSince: new Date(Date.now() - 60_000), nextAttemptAt: inHours },
        )
      ).email,
    );
  return waiting;
}

test("after an outage the first email that leaves lets all the others go, however long they were to wait", async () => {
  const server = await mailServer();
  const [first, ...others] = await waitingEmails(6);
  await deliverAll();
  expect(server.received).toEqual([]);
  await leaseRunsOut(first!);
  await deliverAll();
  expect(server.received).toHaveLength(1 + others.length);
});

test("they go in pieces, so that one email that leaves never changes a whole backlog", async () => {
  await mailServer();
  const { payout } = await queuedEmail({}, { nextAttemptAt: inHours });
  const waitingSince = new Date(Date.now() - 60_000);
  const waits = { kind: "payout_completed", status: "queued", waitingSince, nextAttemptAt: inHours } as const;
  const ids: string[] = [];
  for (let ordinal = 1; ordinal <= 510; ordinal++) ids.push((await createEmail(payout, { ...waits, ordinal })).id);
  await leaseRunsOut({ id: ids[0]! });
  expect(await deliverDueEmail("test")).toBe(1);
  const after = await db.select().from(emails).where(inArray(emails.id, ids));
  expect(after.filter(({ othersLeft }) => othersLeft)).toHaveLength(500);
});

test("an email that leaves lets nothing go that met the mail server only after its own try had begun", async () => {
  const late = (await queuedEmail({}, { nextAttemptAt: inHours })).email;
  await mailServer({
    beforeAccept: async () =>
      void (await db
        .update(emails)
        .set({ waitingSince: new Date(), outages: 1, attempts: 1 })
        .where(inArray(emails.id, [late.id]))),
  });
  await queuedEmail();
  await deliverAll();
  expect(await reread(late)).toMatchObject({ othersLeft: false, nextAttemptAt: inHours });
});

test("an email that another worker has in hand keeps its claim when others leave", async () => {
  const server = await mailServer();
  const lease = new Date(Date.now() + 50_000);
  const { email } = await queuedEmail(
    {},
    {
      attempts: 3,
      outages: 2,
      waitingSince: new Date(Date.now() - 60_000),
      leasedUntil: lease,
      nextAttemptAt: lease,
    },
  );
  await queuedEmail();
  await deliverAll();
  expect(server.received).toHaveLength(1);
  expect(await reread(email)).toMatchObject({ leasedUntil: lease, nextAttemptAt: lease });
});

test("what a dead worker had in hand goes first, before codes and before everything that is due longer", async () => {
  const server = await mailServer();
  for (let index = 0; index < 3; index++) await queuedEmail({}, { queuedAt: new Date(Date.now() - 3_600_000) });
  await queuedEmail({ codeCount: 1, codeSentAt: new Date() }, { kind: "verification_code", ordinal: 1 });
  const ended = new Date(Date.now() - 1_000);
  const { payout } = await queuedEmail({}, { attempts: 1, leasedUntil: ended, nextAttemptAt: ended });
  await deliverDueEmail("test");
  expect(server.received.map(({ to }) => to)).toEqual([payout.recipientEmail]);
});

test("a server that cannot be reached gives the queue a rest instead of a try for each email", async () => {
  const server = await mailServer();
  const port = process.env.SMTP_URL;
  await server.close();
  process.env.SMTP_URL = port;
  await queuedEmail();
  expect(await deliverDueEmail("test")).toBe(0);
});

test("emails go over few connections, one after the other, and a connection that the server closed meanwhile costs none of them a try", async () => {
  const server = await mailServer({ answerTo: (to) => (to.startsWith("gone") ? 550 : undefined) });
  for (let index = 0; index < 5; index++) await queuedEmail();
  await queuedEmail({ recipientEmail: "gone@example.com" });
  await deliverAll();
  expect(server.connections()).toBe(1);
  server.hangUp();
  const { email } = await queuedEmail();
  await deliverAll();
  expect(await reread(email)).toMatchObject({ status: "sent", attempts: 1 });
  expect(server.connections()).toBe(2);
});
