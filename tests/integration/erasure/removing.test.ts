import { eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { db } from "@/db/client";
import { batchFileChunks } from "@/db/schema/batch_file_chunks";
import { batches } from "@/db/schema/batches";
import { organizations } from "@/db/schema/organizations";
import { payouts } from "@/db/schema/payouts";
import { removeOldFiles } from "@/lib/erasure/removing";
import { useDatabase } from "@/tests/support/database";
import { createBatch, createOrganization, createPayout } from "@/tests/support/factories";
import { daysAgo } from "@/tests/support/old-world";

useDatabase();

async function world(fileDays: number) {
  const organization = await createOrganization({ fileDays });
  const of = async (createdAt: Date, overrides = {}) => {
    const batch = await createBatch(organization, { createdAt, ...overrides });
    await db
      .insert(batchFileChunks)
      .values({ organizationId: organization.id, batchId: batch.id, seq: 0, bytes: Buffer.from("a file") });
    return batch;
  };
  return { organization, of };
}

const withFile = async () =>
  (await db.select({ id: batchFileChunks.batchId }).from(batchFileChunks)).map(({ id }) => id);

it("stored files go when their batch has ended so many days ago, and the batch says when", async () => {
  const { of } = await world(30);
  const old = await of(daysAgo(31));
  const young = await of(daysAgo(29));
  const underWay = await of(daysAgo(90), { status: "ready", processedAt: null, createdCount: 0 });
  await removeOldFiles(10);
  expect((await withFile()).sort()).toEqual([young.id, underWay.id].sort());
  const [said] = await db.select().from(batches).where(eq(batches.id, old.id));
  expect(said!.fileRemovedAt).not.toBeNull();
  expect(await removeOldFiles(10)).toBe(0);
});

it("with 0 days every file stays", async () => {
  const { of } = await world(0);
  const batch = await of(daysAgo(4000));
  await removeOldFiles(10);
  expect(await withFile()).toEqual([batch.id]);
});

it("verification answers go with the file, but that of an open payout only once it is no longer claimed", async () => {
  const { organization, of } = await world(30);
  const batch = await of(daysAgo(31));
  const answer = { batchId: batch.id, verificationAnswer: "sealed" };
  const open = await createPayout(organization, answer);
  await createPayout(organization, { ...answer, status: "canceled" });
  const answers = async () =>
    (await db.select({ id: payouts.id }).from(payouts).where(sql`verification_answer is not null`)).map(({ id }) => id);
  while ((await removeOldFiles(10)) > 0);
  expect(await answers()).toEqual([open.id]);
  await db.update(payouts).set({ status: "canceled" }).where(eq(payouts.id, open.id));
  await removeOldFiles(10);
  expect(await answers()).toEqual([]);
});

it("one organization’s days say nothing of another one’s files", async () => {
  const keeping = await world(0);
  await keeping.of(daysAgo(100));
  await db.update(organizations).set({ fileDays: 0 });
  const other = await world(10);
  await other.of(daysAgo(100));
  await removeOldFiles(10);
  expect(await withFile()).toHaveLength(1);
});
