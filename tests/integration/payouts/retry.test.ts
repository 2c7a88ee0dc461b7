import { and, asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { payoutAttempts } from "@/db/schema/payout_attempts";
import { payouts } from "@/db/schema/payouts";
import { listAttempts } from "@/lib/payments/queries";
import { retryPayout } from "@/lib/payments/attempts";
import { attemptsBlock, mostAttempts } from "@/lib/payouts/failures";
import { reissuePayout } from "@/lib/payouts/reissue";
import { createAttempt } from "@/tests/support/attempt-factory";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createPayout, createUser } from "@/tests/support/factories";
import { atOnce, refused, twentyAdmins } from "@/tests/support/twenty";

useDatabase();

const reread = async (id: string) => (await db.select().from(payouts).where(eq(payouts.id, id)))[0]!;
const attemptsOf = (id: string) =>
  db.select().from(payoutAttempts).where(eq(payoutAttempts.payoutId, id)).orderBy(asc(payoutAttempts.number));
const retried = (id: string) =>
  db
    .select()
    .from(events)
    .where(and(eq(events.payoutId, id), eq(events.name, "payout.retried")));

const setUp = async (failureCode = "provider_unavailable", attempts = 1) => {
  const organization = await createOrganization();
  const payout = await createPayout(organization, {
    status: "failed_to_send",
    failureCode,
    failureDetail: "Service unavailable",
  });
  if (attempts > 0) await createAttempt(payout, { number: attempts });
  return { organization, admin: (await createUser(organization)).actor, payout };
};

test("a retry submits the payout again with the same details as its next attempt, and clears the failure reason", async () => {
  const { admin, payout } = await setUp();
  await retryPayout(admin, payout.id);
  expect(await reread(payout.id)).toMatchObject({ status: "submitted", failureCode: null, failureDetail: null });
  const [first, second] = await attemptsOf(payout.id);
  expect(second).toMatchObject({
    number: 2,
    status: "queued",
    details: first!.details,
    maskedDetails: first!.maskedDetails,
    method: "iban",
    provider: "sandbox",
    endedAt: null,
  });
  expect(second!.id).not.toBe(first!.id);
  expect(await retried(payout.id)).toMatchObject([
    { actorUserId: admin.userId, fromStatus: "failed_to_send", toStatus: "submitted" },
  ]);
});

test("when twenty admins retry at once there is one new attempt, and nineteen are told that it is in progress", async () => {
  const { organization, payout } = await setUp();
  const admins = await twentyAdmins(organization);
  const { done, refusals } = await atOnce(admins.map(({ actor }) => retryPayout(actor, payout.id)));
  expect(done).toHaveLength(1);
  for (const refusal of refusals)
    expect(refusal).toMatchObject({ code: "conflict", message: expect.stringContaining("is submitted now") });
  expect(await attemptsOf(payout.id)).toHaveLength(2);
  expect(await retried(payout.id)).toHaveLength(1);
});

test("a retry and a replacement at once move the money only once", async () => {
  const { organization, payout } = await setUp();
  const [one, other] = await twentyAdmins(organization);
  const { refusals } = await atOnce<unknown>([
    retryPayout(one!.actor, payout.id),
    reissuePayout(other!.actor, payout.id),
  ]);
  expect(refusals).toMatchObject([{ code: "conflict" }]);
  const open = await db.select().from(payouts).where(eq(payouts.organizationId, organization.id));
  expect(
    open.filter(({ status, archivedAt }) => archivedAt === null && ["pending", "submitted"].includes(status)),
  ).toHaveLength(1);
});

test.each(["account_closed", "sanctions_hold", "never_heard_of"])(
  "a payout that failed for %s cannot be retried, and the admin is told why and what to do",
  async (failureCode) => {
    const { admin, payout } = await setUp(failureCode);
    expect(await refused(retryPayout(admin, payout.id))).toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/^Nothing was changed\. To try the same details again would not help\. ./),
    });
    expect(await reread(payout.id)).toEqual(payout);
    expect(await attemptsOf(payout.id)).toHaveLength(1);
  },
);

test("a retry without details, or after the last allowed attempt, changes nothing and gets the reason", async () => {
  for (const [attempts, words] of [
    [0, "not on record"],
    [mostAttempts, `tried ${mostAttempts} times`],
  ] as const) {
    const { admin, payout } = await setUp("provider_unavailable", attempts);
    expect(await refused(retryPayout(admin, payout.id))).toMatchObject({
      code: "conflict",
      message: expect.stringContaining(words),
    });
    expect(await reread(payout.id)).toEqual(payout);
    expect(await retried(payout.id)).toEqual([]);
  }
});

test("after the last allowed attempt, but not before, the button shows the same text as the refusal", async () => {
  const { admin, payout } = await setUp("provider_unavailable", mostAttempts);
  const made = (await listAttempts(admin, payout.id)).at(-1)!.number;
  expect((await refused(retryPayout(admin, payout.id)))?.message).toBe(`Nothing was changed. ${attemptsBlock(made)}`);
  expect(attemptsBlock(made - 1)).toBeNull();
});

test("a viewer cannot retry, and for an admin of another organization the payout does not exist", async () => {
  const { organization, payout } = await setUp();
  const viewer = await createUser(organization, { role: "viewer" });
  expect(await refused(retryPayout(viewer.actor, payout.id))).toMatchObject({ code: "forbidden" });
  expect(await refused(retryPayout((await setUp()).admin, payout.id))).toMatchObject({ code: "not_found" });
  expect(await reread(payout.id)).toEqual(payout);
});

test("attempts are listed in order, only for staff of the organization, and without the recipient's input", async () => {
  const { organization, admin, payout } = await setUp();
  await retryPayout(admin, payout.id);
  const viewer = await createUser(organization, { role: "viewer" });
  const listed = await listAttempts(viewer.actor, payout.id);
  expect(listed).toMatchObject([
    { number: 1, status: "failed", failureCode: "provider_unavailable" },
    { number: 2, status: "queued" },
  ]);
  for (const attempt of listed) expect(attempt).not.toHaveProperty("details");
  expect(await listAttempts((await setUp()).admin, payout.id)).toEqual([]);
});
