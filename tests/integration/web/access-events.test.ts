import { asc } from "drizzle-orm";
import { expect, it } from "vitest";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { changeWords, eventLabel } from "@/lib/audit/words";
import { recordDenied, recordDownload } from "@/lib/web/access-events";
import { useDatabase } from "@/tests/support/database";
import { createBatch, createOrganization, createUser } from "@/tests/support/factories";

useDatabase();

const recorded = () => db.select().from(events).orderBy(asc(events.id));
const inWords = async () =>
  (await recorded()).map((event) => [eventLabel(event.name), changeWords(event, "UTC")] as const);

it("denied access is one event a user and minute, without what stood behind the question mark", async () => {
  const organization = await createOrganization();
  const [one, other] = [
    await createUser(organization, { role: "viewer" }),
    await createUser(organization, { role: "viewer" }),
  ];
  await Promise.all(Array.from({ length: 8 }, () => recordDenied(one.actor, "/admin/audit-log?who=ada@example.com")));
  await recordDenied(other.actor, "/admin/users");
  expect(await recorded()).toMatchObject([
    { name: "user.denied", actorUserId: one.id, userId: one.id, data: { path: "/admin/audit-log" } },
    { name: "user.denied", actorUserId: other.id, userId: other.id, data: { path: "/admin/users" } },
  ]);
  expect(await inWords()).toEqual([
    ["Access denied", "Asked for /admin/audit-log, which is for admins"],
    ["Access denied", "Asked for /admin/users, which is for admins"],
  ]);
});

it("each export and each download is an event that says who took what", async () => {
  const organization = await createOrganization();
  const user = await createUser(organization, { role: "viewer" });
  const batch = await createBatch(organization, { refusedCount: 2 });
  await recordDownload(user.actor, { name: "payouts.exported", data: { list: "/payouts?group=failed" } });
  await recordDownload(user.actor, { name: "refused_rows.downloaded", batchId: batch.id });
  expect(await recorded()).toMatchObject([
    { name: "payouts.exported", actorUserId: user.id, requestId: user.actor.requestId },
    { name: "refused_rows.downloaded", actorUserId: user.id, batchId: batch.id },
  ]);
  expect(await inWords()).toEqual([
    ["Payouts exported", "The list /payouts?group=failed"],
    ["Refused rows downloaded", null],
  ]);
});
