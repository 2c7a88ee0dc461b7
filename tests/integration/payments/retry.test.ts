import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { payoutAttempts } from "@/db/schema/payout_attempts";
import { retryPayout } from "@/lib/payments/attempts";
import { failureTable, mostAttempts, type FailureCode } from "@/lib/payouts/failures";
import { reissuePayout } from "@/lib/payouts/reissue";
import { createOrganization, createUser } from "@/tests/support/factories";
import { useDatabase } from "@/tests/support/database";
import { atOnce, refused, twentyAdmins } from "@/tests/support/twenty";
import {
  attemptsOf,
  emailsAbout,
  handOverAll,
  lastAttempt,
  moved,
  payoutNow,
  post,
  submitted,
} from "@/tests/support/payments";

useDatabase();
beforeEach(() => void (process.env.SANDBOX_DELAY_MS = "86400000"));

let count = 0;
const fail = (attempt: { id: string }, code: string) =>
  post({ messageId: `message-${++count}`, attemptId: attempt.id, outcome: "failed", code, detail: "Its own words" });

async function failedFor(code: string) {
  const world = await submitted("00");
  await handOverAll();
  await fail(world.attempt, code);
  return world;
}

const retries = ({ id }: { id: string }) =>
  db
    .select()
    .from(events)
    .where(and(eq(events.payoutId, id), eq(events.name, "payout.retried")));

const codes = [...(Object.keys(failureTable) as FailureCode[]), "XB-417"];

test.each(codes)("a payment that failed for %s can be retried exactly when the table allows it", async (code) => {
  const { payout, admin } = await failedFor(code);
  const before = await payoutNow(payout);
  const refusal = await refused(retryPayout(admin.actor, payout.id));
  const allowed = code in failureTable && failureTable[code as FailureCode].retryHelps;
  expect(refusal?.code).toBe(allowed ? undefined : "conflict");
  expect(await attemptsOf(payout)).toHaveLength(allowed ? 2 : 1);
  if (allowed)
    expect(await payoutNow(payout)).toMatchObject({ status: "submitted", failureCode: null, failureDetail: null });
  else expect(await payoutNow(payout)).toEqual(before);
});

test("a retry is a new attempt with the same details and its own key, and the first attempt is kept unchanged", async () => {
  const { payout, admin } = await failedFor("returned_by_bank");
  const [first] = await attemptsOf(payout);
  await retryPayout(admin.actor, payout.id);
  const [kept, second] = await attemptsOf(payout);
  expect(kept).toEqual(first);
  const { provider, method, details, maskedDetails } = first!;
  expect(second).toMatchObject({
    number: 2,
    status: "queued",
    provider,
    method,
    details,
    maskedDetails,
    attempts: 0,
    failureCode: null,
  });
  expect(second!.id).not.toBe(first!.id);
  await handOverAll();
  expect((await moved()).map(({ id }) => id).sort()).toEqual([first!.id, second!.id].sort());
  expect(await retries(payout)).toMatchObject([
    { actorUserId: admin.id, fromStatus: "failed_to_send", toStatus: "submitted" },
  ]);
});

test("twenty admins who retry at once make one attempt, and the others get the present status", async () => {
  const { organization, payout } = await failedFor("returned_by_bank");
  const admins = await twentyAdmins(organization);
  const { done, refusals } = await atOnce(admins.map(({ actor }) => retryPayout(actor, payout.id)));
  expect([done.length, refusals.length]).toEqual([1, 19]);
  for (const { message } of refusals) expect(message).toContain("this payout is submitted now");
  expect(await attemptsOf(payout)).toHaveLength(2);
  expect(await retries(payout)).toHaveLength(1);
  await handOverAll();
  expect(await moved()).toHaveLength(2);
});

test("only one of a simultaneous retry and replacement happens, so the money cannot move twice", async () => {
  for (let round = 0; round < 10; round++) {
    const { payout, admin } = await failedFor("returned_by_bank");
    const { done, refusals } = await atOnce<unknown>([
      retryPayout(admin.actor, payout.id),
      reissuePayout(admin.actor, payout.id),
    ]);
    expect([done.length, refusals.length]).toEqual([1, 1]);
    const { status, archivedAt } = await payoutNow(payout);
    expect([status, archivedAt === null, (await attemptsOf(payout)).length]).toEqual(
      archivedAt ? ["failed_to_send", false, 1] : ["submitted", true, 2],
    );
  }
});

test("a payout that is being paid, or was paid, can be neither retried nor replaced", async () => {
  const { payout, admin, attempt } = await submitted("00");
  const refusals = async () => [
    (await refused(retryPayout(admin.actor, payout.id)))?.code,
    (await refused(reissuePayout(admin.actor, payout.id)))?.code,
  ];
  expect(await refusals()).toEqual(["conflict", "conflict"]);
  await handOverAll();
  expect(await refusals()).toEqual(["conflict", "conflict"]);
  await post({ messageId: "paid", attemptId: attempt.id, outcome: "paid" });
  expect(await refusals()).toEqual(["conflict", "conflict"]);
});

test("each failure is emailed to the recipient, and after the last allowed attempt the admin sees what remains", async () => {
  const { payout, admin } = await failedFor("returned_by_bank");
  for (let number = 2; number <= mostAttempts; number++) {
    await retryPayout(admin.actor, payout.id);
    await fail(await lastAttempt(payout), "returned_by_bank");
  }
  expect((await refused(retryPayout(admin.actor, payout.id)))?.message).toContain(`tried ${mostAttempts} times`);
  expect(await attemptsOf(payout)).toHaveLength(mostAttempts);
  expect(await payoutNow(payout)).toMatchObject({ status: "failed_to_send", failureCode: "returned_by_bank" });
  expect(await emailsAbout(payout)).toEqual(
    Array.from({ length: mostAttempts }, (_, index) => ({ kind: "payout_failed", ordinal: index + 1 })),
  );
});

test("a viewer, and an admin of another organization, cannot retry", async () => {
  const { organization, payout } = await failedFor("returned_by_bank");
  const viewer = await createUser(organization, { role: "viewer" });
  const stranger = await createUser(await createOrganization());
  expect((await refused(retryPayout(viewer.actor, payout.id)))?.code).toBe("forbidden");
  expect((await refused(retryPayout(stranger.actor, payout.id)))?.code).toBe("not_found");
  expect(await db.$count(payoutAttempts)).toBe(1);
});
