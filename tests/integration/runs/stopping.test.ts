import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { users } from "@/db/schema/users";
import type { UserActor } from "@/lib/actor";
import { stopRun } from "@/lib/runs/mutations";
import { getRun } from "@/lib/runs/queries";
import { workOnDueRun } from "@/lib/runs/work";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createPayout, createUser, type Organization } from "@/tests/support/factories";
import { holding, untilWaiting } from "@/tests/support/lock-waiters";
import { payoutNow } from "@/tests/support/payments";
import { manyPayouts, startedRun, workOnRuns } from "@/tests/support/runs";
import { refused } from "@/tests/support/twenty";

useDatabase();

const all = { filter: {} };
const yesterday = { createdAt: new Date(Date.now() - 86_400_000) };

let organization: Organization;
let admin: UserActor;
beforeEach(async () => {
  organization = await createOrganization();
  admin = (await createUser(organization)).actor;
});

const eventsNamed = (name: string) => db.select().from(events).where(eq(events.name, name));

test("a stopped run keeps what is done and leaves the rest untouched", async () => {
  await manyPayouts(organization.id, 130);
  const id = await startedRun(admin, "resend", all);
  await workOnDueRun("worker-test");
  const { doneCount } = await stopRun(admin, id);
  expect(doneCount).toBeGreaterThan(0);
  expect(doneCount).toBeLessThan(130);
  await workOnRuns();
  expect(await getRun(admin, id)).toMatchObject({ status: "stopped", doneCount, stoppedByName: admin.name });
  expect(await db.$count(payouts, eq(payouts.resendCount, 1))).toBe(doneCount);
  expect(await refused(stopRun(admin, id))).toMatchObject({ code: "conflict" });
  expect(await eventsNamed("run.stopped")).toMatchObject([
    { actorUserId: admin.userId, data: { run: id, done: doneCount, untouched: 130 - doneCount } },
  ]);
});

test("who stops a run waits for the payout whose turn it is, and the next one is not begun", async () => {
  const [one, other] = [await createPayout(organization, yesterday), await createPayout(organization, yesterday)];
  const id = await startedRun(admin, "resend", { payoutIds: [one.id, other.id] });
  let working: Promise<unknown> = Promise.resolve();
  let stopping: Promise<unknown> = Promise.resolve();
  await holding(async (tx) => {
    await tx
      .select()
      .from(payouts)
      .where(and(eq(payouts.organizationId, organization.id), eq(payouts.id, one.id)))
      .for("update");
    working = workOnDueRun("worker-test");
    await untilWaiting(1);
    stopping = stopRun(admin, id);
    await untilWaiting(2);
  });
  await Promise.all([working, stopping]);
  await workOnRuns();
  expect(await getRun(admin, id)).toMatchObject({ status: "stopped", doneCount: 1 });
  expect(await payoutNow(other)).toMatchObject({ resendCount: 0 });
});

test.each([
  ["demoted", { role: "viewer" as const }],
  ["deactivated", { state: "deactivated" as const }],
])("the run of an admin who was %s stops and says so", async (_, change) => {
  await manyPayouts(organization.id, 130);
  const id = await startedRun(admin, "resend", all);
  await workOnDueRun("worker-test");
  await db.update(users).set(change).where(eq(users.id, admin.userId));
  await workOnRuns();
  const reader = (await createUser(organization)).actor;
  const run = await getRun(reader, id);
  expect(run).toMatchObject({ status: "stopped", stoppedBy: null });
  expect(await db.$count(payouts, eq(payouts.resendCount, 1))).toBe(run.doneCount);
  expect(run.doneCount).toBeLessThan(130);
  expect(await eventsNamed("run.stopped")).toMatchObject([{ actorType: "system", data: { run: id } }]);
});
