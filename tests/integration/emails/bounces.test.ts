import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { recordBounce } from "@/lib/emails/bounces";
import { latestEmails } from "@/lib/emails/latest";
import { useDatabase } from "@/tests/support/database";
import { createEmail, createOrganization, createPayout, createUser } from "@/tests/support/factories";
import { deliverAll, reread } from "@/tests/support/outbox";
import { openOf, refusedPayout, refusingServer, shownErrors } from "@/tests/support/refused-payout";

useDatabase();

/** A sent email about a payout of a batch. */
async function sentEmail() {
  const world = await refusedPayout();
  return { ...world, email: await createEmail(world.payout, { kind: "payout_resent", ordinal: 1 }) };
}

test("a bounce is recorded once, with the admin who reported it, and is shown wherever an unreached recipient is", async () => {
  const { actor, batch, payout, email } = await sentEmail();
  const ends = await Promise.allSettled(
    Array.from({ length: 10 }, () => recordBounce(actor, email.id, "550 No such mailbox")),
  );
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(ends.find((end) => end.status === "rejected")?.reason).toMatchObject({ code: "conflict" });
  const why = "The email came back. It said: 550 No such mailbox";
  expect(await reread(email)).toMatchObject({ status: "bounced", sentAt: email.sentAt, lastError: why });
  expect(await db.select().from(events).where(eq(events.name, "email.bounced"))).toMatchObject([
    { payoutId: payout.id, actorType: "user", actorUserId: actor.userId, reason: why },
  ]);
  expect((await latestEmails(actor, [payout])).get(payout.id)).toMatchObject({ reach: "bounced" });
  expect(await openOf(payout)).toMatchObject([{ batchId: batch.id, message: expect.stringContaining(why) as string }]);
  expect(await shownErrors({ actor, batch })).toMatchObject({ tab: 1, counted: { unreachedCount: 1 } });
});

test("a bounce stays unresolved when a reminder is sent, and is resolved when an admin's resend is sent", async () => {
  const server = await refusingServer();
  server.refuses.gone = false;
  const { actor, payout, email } = await sentEmail();
  await recordBounce(actor, email.id, "");
  await createEmail(payout, { status: "queued", kind: "payout_reminder", ordinal: 1 });
  await deliverAll();
  expect(server.received).not.toEqual([]);
  expect(await openOf(payout)).toHaveLength(1);
  await createEmail(payout, { status: "queued", kind: "payout_resent", ordinal: 2 });
  await deliverAll();
  expect(await openOf(payout)).toEqual([]);
});

test("only an admin of the organization can record a bounce, and only for an email that was sent", async () => {
  const { organization, actor, payout, email } = await sentEmail();
  const viewer = (await createUser(organization, { role: "viewer" })).actor;
  const stranger = (await createUser(await createOrganization())).actor;
  await expect(recordBounce(viewer, email.id, "")).rejects.toMatchObject({ code: "forbidden" });
  await expect(recordBounce(stranger, email.id, "")).rejects.toMatchObject({ code: "not_found" });
  await expect(recordBounce(actor, "none", "")).rejects.toMatchObject({ code: "not_found" });
  const waiting = await createEmail(payout, { status: "queued", kind: "payout_reminder", ordinal: 1 });
  await expect(recordBounce(actor, waiting.id, "")).rejects.toMatchObject({ code: "conflict" });
  expect(await db.select().from(events).where(eq(events.name, "email.bounced"))).toEqual([]);
});

test("a bounce of a payout that has ended is no open error", async () => {
  const { actor, batch } = await sentEmail();
  const ended = await createPayout({ id: actor.organizationId }, { status: "canceled", batchId: batch.id });
  const email = await createEmail(ended);
  await recordBounce(actor, email.id, "");
  expect(await reread(email)).toMatchObject({ status: "bounced", lastError: "The email came back." });
  expect(await openOf(ended)).toEqual([]);
});
