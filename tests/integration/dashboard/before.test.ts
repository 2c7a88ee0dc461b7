import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { dashboard } from "@/lib/dashboard/queries";
import { rebuildTileSnapshots } from "@/lib/dashboard/snapshots";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createPayout, createUser } from "@/tests/support/factories";
import { DAY_MS } from "@/tests/support/random-payouts";

useDatabase();

const timeZone = "America/New_York";
const now = new Date("2026-11-23T14:41:07.123Z");
const days = (count: number) => new Date(now.getTime() + count * DAY_MS);

test("the tiles compare with their counts of 30 days ago, which include only payouts not replaced by then", async () => {
  const organization = await createOrganization();
  const { actor } = await createUser(organization);
  const changed = (ago: number) => ({ createdAt: days(-ago - 1), statusChangedAt: days(-ago) });
  await createPayout(organization, { ...changed(50), status: "completed" });
  await createPayout(organization, { ...changed(40), status: "completed" });
  await createPayout(organization, { ...changed(35), status: "submitted" });
  await createPayout(organization, { ...changed(50), status: "failed_to_send" });
  await createPayout(organization, { ...changed(50), status: "failed_to_process", archivedAt: days(-45) });
  const replacedSince = await createPayout(organization, { ...changed(50), status: "failed_to_process" });
  await createPayout(organization, { ...changed(50), status: "canceled" });
  await createPayout(organization, { ...changed(65), status: "completed" });

  const then = (await dashboard(actor, { now: days(-30), timeZone }, "expiring-soon")).summary.tiles;
  expect(Object.fromEntries(then.map(({ group, count }) => [group, count]))).toEqual({
    completed: 2,
    pending: 1,
    failed: 2,
  });

  await db
    .update(payouts)
    .set({ archivedAt: days(-10) })
    .where(eq(payouts.id, replacedSince.id));
  await createPayout(organization, { ...changed(5), status: "completed" });
  await rebuildTileSnapshots(actor, now);
  const tiles = (await dashboard(actor, { now, timeZone }, "expiring-soon")).summary.tiles;
  expect(tiles.map(({ group, count, countBefore }) => [group, count, countBefore])).toEqual([
    ["completed", 1, 2],
    ["pending", 0, 1],
    ["failed", 0, 2],
  ]);
});

test("a payout that had expired by then is not compared with as pending, though nobody had written its expiry", async () => {
  const organization = await createOrganization();
  const { actor } = await createUser(organization);
  const waiting = { createdAt: days(-50), statusChangedAt: days(-50), status: "pending" } as const;
  await createPayout(organization, { ...waiting, expiresAt: days(-31) });
  await createPayout(organization, { ...waiting, expiresAt: days(-29) });
  await rebuildTileSnapshots(actor, now);
  const { tiles } = (await dashboard(actor, { now, timeZone }, "expiring-soon")).summary;
  expect(tiles.find(({ group }) => group === "pending")?.countBefore).toBe(1);
});
