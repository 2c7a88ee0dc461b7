import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { organizations } from "@/db/schema/organizations";
import { expireDuePayouts } from "@/lib/payouts/expiry";
import { cancelPayout } from "@/lib/payouts/mutations";
import { payoutOrigins } from "@/lib/payouts/queries";
import { reissuePayout } from "@/lib/payouts/reissue";
import { useDatabase } from "@/tests/support/database";
import { countPayouts } from "@/tests/support/count-payouts";
import { createBatch, createPayout, createUser } from "@/tests/support/factories";
import { atOnce, refused, twentyAdmins } from "@/tests/support/twenty";
import { setUp, all, ago, DAY_MS, HOUR_MS, reread, eventsOf, failedTile } from "@/tests/support/reissued";
import { tokenOf } from "@/tests/support/recipients";

useDatabase();

test.each(["expired", "canceled", "failed_to_send", "failed_to_process"] as const)(
  "a payout that is %s is replaced by a pending one for the same person and money, and keeps its own history",
  async (status) => {
    const { organization, admin, payout } = await setUp({ status, currency: "JPY", amountMinor: 999n });
    await db.update(organizations).set({ payoutLifetimeDays: 12 }).where(eq(organizations.id, organization.id));
    const made = await reissuePayout(admin, payout.id);
    const { recipientName, recipientEmail, amountMinor, currency } = payout;
    expect(made).toMatchObject({
      recipientName,
      recipientEmail,
      amountMinor,
      currency,
      status: "pending",
      reference: "CLM-7-R1",
      reissueOf: payout.id,
      archivedAt: null,
      failureCode: null,
      resendCount: 0,
    });
    expect(made.expiresAt.getTime() - made.createdAt.getTime()).toBe(12 * DAY_MS);
    expect(tokenOf(made)).not.toBe(tokenOf(payout));
    const { archivedAt, ...old } = await reread(payout.id);
    const { archivedAt: _, ...was } = payout;
    expect(old).toEqual(was);
    expect(archivedAt).toEqual(made.createdAt);
  },
);

test("a payout that replaces another stays with its batch, without a line of its own, however often", async () => {
  const { organization, admin } = await setUp();
  const batch = await createBatch(organization);
  const payout = await createPayout(organization, { batchId: batch.id, line: 7, status: "canceled" });
  const second = await reissuePayout(admin, payout.id);
  await cancelPayout(admin, second.id, "wrong again");
  const third = await reissuePayout(admin, second.id);
  const of = { batchId: batch.id, line: null, fromLine: 7 };
  expect([await reread(second.id), await reread(third.id)]).toMatchObject([of, of]);
  const at = { now: new Date(Date.now() + 1_000), timeZone: "UTC" };
  expect(await countPayouts(admin, { batch: batch.id }, at)).toBe(3);
});

test("old and new payouts are linked both ways, shown in both timelines, and exactly one email is queued", async () => {
  const { organization, admin, payout } = await setUp();
  const made = await reissuePayout(admin, payout.id);
  expect(await payoutOrigins(admin, made)).toMatchObject({
    replaces: { id: payout.id, reference: "CLM-7" },
    replacedBy: null,
  });
  expect(await payoutOrigins(admin, await reread(payout.id))).toMatchObject({
    replaces: null,
    replacedBy: { id: made.id, reference: "CLM-7-R1" },
  });
  expect((await eventsOf(payout.id)).at(-1)).toMatchObject({
    name: "payout.reissued",
    actorUserId: admin.userId,
    fromStatus: null,
    toStatus: null,
  });
  expect(await eventsOf(made.id)).toMatchObject([
    { name: "payout.created", toStatus: "pending", actorUserId: admin.userId },
  ]);
  const queued = await db.select().from(emails).where(eq(emails.organizationId, organization.id));
  expect(queued).toMatchObject([
    { payoutId: made.id, kind: "payout_sent", ordinal: 0, status: "queued", toEmail: payout.recipientEmail },
  ]);
});

test.each([2, 20])(
  "when %i admins replace one payout at once there is one new payout, and the others are told it was replaced",
  async (count) => {
    const { organization, payout } = await setUp();
    const admins = (await twentyAdmins(organization)).slice(0, count);
    const { done, refusals } = await atOnce(admins.map(({ actor }) => reissuePayout(actor, payout.id)));
    expect(done).toHaveLength(1);
    expect(refusals).toHaveLength(count - 1);
    for (const refusal of refusals)
      expect(refusal).toMatchObject({
        code: "conflict",
        message: expect.stringContaining("has already been replaced by a new one"),
      });
    expect(await all(organization)).toHaveLength(2);
    expect(
      await db
        .select()
        .from(events)
        .where(and(eq(events.payoutId, payout.id), eq(events.name, "payout.reissued"))),
    ).toHaveLength(1);
    expect(await db.select().from(emails).where(eq(emails.organizationId, organization.id))).toHaveLength(1);
  },
);

test("a second replacement of the same payout is refused and creates nothing", async () => {
  const { organization, admin, payout } = await setUp();
  await reissuePayout(admin, payout.id);
  expect(await refused(reissuePayout(admin, payout.id))).toMatchObject({
    code: "conflict",
    message: expect.stringContaining("has already been replaced by a new one"),
  });
  expect(await all(organization)).toHaveLength(2);
});

test("a failed payout leaves the Failed tile when it is replaced", async () => {
  const { admin, payout } = await setUp({ status: "failed_to_send" });
  expect(await failedTile(admin)).toBe(1);
  await reissuePayout(admin, payout.id);
  expect(await failedTile(admin)).toBe(0);
});

test.each(["pending", "submitted", "completed"] as const)(
  "a payout that is %s cannot be replaced, and the admin is told its status",
  async (status) => {
    const { organization, admin, payout } = await setUp({ status });
    expect(await refused(reissuePayout(admin, payout.id))).toMatchObject({
      code: "conflict",
      message: expect.stringContaining(`is ${status} now`),
    });
    expect(await all(organization)).toEqual([payout]);
  },
);

test("an unswept payout past its expiry is replaced after its expiry is recorded once, with the time of expiry", async () => {
  const { organization, admin, payout } = await setUp({
    status: "pending",
    createdAt: ago(DAY_MS),
    expiresAt: ago(HOUR_MS),
  });
  const neighbour = await createPayout(organization, { createdAt: ago(DAY_MS), expiresAt: ago(HOUR_MS) });
  expect((await reissuePayout(admin, payout.id)).reissueOf).toBe(payout.id);
  expect(await reread(payout.id)).toMatchObject({
    status: "expired",
    statusChangedAt: payout.expiresAt,
    archivedAt: expect.any(Date) as Date,
  });
  expect(await reread(neighbour.id)).toEqual(neighbour);
  expect(await expireDuePayouts(new Date(), 10, "sweep")).toBe(1);
  expect((await eventsOf(payout.id)).slice(-2)).toMatchObject([
    {
      name: "payout.expired",
      actorType: "system",
      occurredAt: payout.expiresAt,
      fromStatus: "pending",
      toStatus: "expired",
      requestId: admin.requestId,
    },
    { name: "payout.reissued", actorUserId: admin.userId },
  ]);
});

test("a viewer cannot replace a payout, and for an admin of another organization it does not exist", async () => {
  const { organization, payout } = await setUp();
  const viewer = await createUser(organization, { role: "viewer" });
  expect(await refused(reissuePayout(viewer.actor, payout.id))).toMatchObject({ code: "forbidden" });
  const stranger = await setUp();
  for (const id of [payout.id, "1"])
    expect(await refused(reissuePayout(stranger.admin, id))).toMatchObject({ code: "not_found" });
  expect(await all(organization)).toEqual([payout]);
  expect(await all(stranger.organization)).toEqual([stranger.payout]);
});

test("the new payout has its own actions, and the replaced one has none", async () => {
  const { admin, payout } = await setUp();
  const made = await reissuePayout(admin, payout.id);
  expect(await refused(cancelPayout(admin, payout.id, "Old"))).toMatchObject({
    code: "conflict",
    message: expect.stringContaining("has already been replaced"),
  });
  expect((await cancelPayout(admin, made.id, "New")).status).toBe("canceled");
});

test.each(["sanctions_hold", "currency_not_supported"])(
  "a payout that failed for %s cannot be replaced, and the admin is told the next step instead",
  async (failureCode) => {
    const { organization, admin, payout } = await setUp({ status: "failed_to_send", failureCode });
    await expect(reissuePayout(admin, payout.id)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/^Nothing was created\. .*new payout/) as string,
    });
    expect(await all(organization)).toMatchObject([{ id: payout.id, archivedAt: null }]);
  },
);
