import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db, transaction } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { events } from "@/db/schema/events";
import { systemActor, type Actor } from "@/lib/actor";
import { batchStatuses, unlistedStatus, type BatchStatus } from "@/lib/batches/status";
import { ClaimLost, moveBatch, saveProgress, type BatchChanges } from "@/lib/batches/transition";
import {
  batchTransition,
  batchTransitionTable,
  refusalWords,
  type BatchTransitionName,
} from "@/lib/batches/transitions";
import { claimDue, type Claim } from "@/lib/queue";
import { useDatabase } from "@/tests/support/database";
import { createBatch, createOrganization, createUser, type Batch, type Organization } from "@/tests/support/factories";

useDatabase();

const batchTransitionNames = Object.keys(batchTransitionTable) as BatchTransitionName[];

const counts = (accepted: number, refused: number, created: number) => ({
  recordCount: accepted + refused,
  acceptedCount: accepted,
  refusedCount: refused,
  createdCount: created,
});
const at = new Date();
const checked = { fileSha256: "f1", folderPrint: "10 20 30", validatedAt: at, processedAt: null, ...counts(1, 1, 0) };

/** The values that the table's constraints require for each status. */
const fitting: Record<BatchStatus, BatchChanges> = {
  uploading: { ...checked, fileSha256: null, validatedAt: null },
  received: { ...checked, validatedAt: null },
  validating: { ...checked, validatedAt: null },
  awaiting_columns: { ...checked, validatedAt: null },
  awaiting_file_check: checked,
  ready: checked,
  processing: checked,
  processed: { ...checked, processedAt: at, ...counts(1, 0, 1) },
  partially_processed: { ...checked, processedAt: at, ...counts(1, 1, 1) },
  rejected: { ...checked, processedAt: at, ...counts(0, 1, 0) },
  discarded: checked,
};

const batchWith = (organization: Organization, status: BatchStatus, more: BatchChanges = {}) =>
  createBatch(organization, { ...fitting[status], ...more, status } as Parameters<typeof createBatch>[1]);

const reread = async ({ id }: Batch) => (await db.select().from(batches).where(eq(batches.id, id)))[0]!;
const eventsOf = ({ id }: Batch) => db.select().from(events).where(eq(events.batchId, id));

const take = (actor: Actor, { id }: Batch, name: BatchTransitionName) => {
  const { to } = batchTransition(name);
  return transaction((tx) => moveBatch(tx, { actor, id }, name, { set: to ? fitting[to] : {} }));
};

const claimed = async (batch: Batch): Promise<Claim> => {
  await db.update(batches).set({ nextAttemptAt: sql`now()` }).where(eq(batches.id, batch.id));
  return (await claimDue(batches, [{ open: eq(batches.id, batch.id), order: "longest" }]))!;
};

const pairs = batchStatuses.flatMap((status) =>
  batchTransitionNames.map((name) => ({ status, name, allowed: batchTransition(name).from.includes(status) })),
);

describe("a batch transition", () => {
  it.each(pairs.filter(({ allowed }) => allowed))(
    "$name from $status leads where the table says, with its event and its time",
    async ({ status, name }) => {
      const organization = await createOrganization();
      const batch = await batchWith(organization, status);
      const { to, event, stamp } = batchTransition(name);
      const moved = await take(systemActor(organization.id, "test"), batch, name);
      expect(moved.status).toBe(to ?? status);
      expect(moved).toEqual(await reread(batch));
      const recorded = await eventsOf(batch);
      expect(recorded.map((one) => one.name)).toEqual(event ? [event] : []);
      if (stamp && event) expect(moved[stamp]).toEqual(recorded[0]!.occurredAt);
    },
  );

  it("is refused from every other status with the present status named, and changes nothing", async () => {
    const organization = await createOrganization();
    const actor = systemActor(organization.id, "test");
    for (const status of batchStatuses) {
      const batch = await batchWith(organization, status);
      for (const { name } of pairs.filter((pair) => pair.status === status && !pair.allowed)) {
        const refusal =
          status === unlistedStatus ? { code: "not_found" } : { code: "conflict", message: refusalWords(name, batch) };
        await expect(take(actor, batch, name), `${name} from ${status}`).rejects.toMatchObject(refusal);
      }
      expect(await reread(batch)).toEqual(batch);
      expect(await eventsOf(batch)).toEqual([]);
      await db.delete(batches).where(eq(batches.id, batch.id));
    }
  });

  it("is allowed only to those whom the table names, and to nobody of another organization", async () => {
    const organization = await createOrganization();
    const { actor: admin } = await createUser(organization);
    const { actor: viewer } = await createUser(organization, { role: "viewer" });
    const { actor: stranger } = await createUser(await createOrganization());
    for (const name of batchTransitionNames) {
      const { from, by } = batchTransition(name);
      const batch = await batchWith(organization, from[0]!);
      await expect(take(viewer, batch, name)).rejects.toMatchObject({ code: "forbidden" });
      await expect(take(stranger, batch, name)).rejects.toMatchObject({
        code: by.includes("admin") ? "not_found" : "forbidden",
      });
      expect(await reread(batch)).toEqual(batch);
      const byAdmin = take(admin, batch, name);
      if (by.includes("admin")) expect((await byAdmin).id).toBe(batch.id);
      else await expect(byAdmin).rejects.toMatchObject({ code: "forbidden" });
      await db.execute(sql`truncate events`);
      await db.delete(batches).where(eq(batches.id, batch.id));
    }
  });

  it.each([
    ["ready", "decide", "discard"],
    ["ready", "decide", "decide"],
    ["awaiting_file_check", "releaseAfterFileCheck", "discard"],
    ["rejected", "repairLastRows", "discard"],
  ] as const)(
    "from %s: only one of a simultaneous %s and %s happens, with one event, and the other is refused",
    async (status, one, other) => {
      const organization = await createOrganization();
      const actor = systemActor(organization.id, "test");
      for (let time = 0; time < 10; time++) {
        const batch = await batchWith(organization, status, { fileSha256: `f${time}` });
        const take = (name: BatchTransitionName) =>
          transaction((tx) => {
            const { to } = batchTransition(name);
            const set = to ? { ...fitting[to], fileSha256: `f${time}` } : {};
            return moveBatch(tx, { actor, id: batch.id }, name, { set });
          });
        const outcomes = await Promise.allSettled([take(one), take(other)]);
        const winners = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
        expect(winners).toHaveLength(1);
        expect(outcomes.find((outcome) => outcome.status === "rejected")).toMatchObject({
          reason: { code: "conflict" },
        });
        const after = await reread(batch);
        expect(after).toEqual(winners[0]);
        const event = [one, other].map(batchTransition).find(({ to }) => to === after.status)!.event;
        expect((await eventsOf(batch)).map(({ name }) => name)).toEqual(event ? [event] : []);
      }
    },
  );
});

describe("a worker's transition", () => {
  it("is lost after a discard, and writes neither status nor event", async () => {
    const organization = await createOrganization();
    const actor = systemActor(organization.id, "test");
    const batch = await batchWith(organization, "validating");
    const claim = await claimed(batch);
    await take(actor, batch, "discard");
    const late = transaction((tx) => moveBatch(tx, { claim, requestId: "late" }, "endValidation"));
    await expect(late).rejects.toThrow(ClaimLost);
    await expect(saveProgress(db, claim, { bytesRead: 1 })).rejects.toThrow(ClaimLost);
    expect((await eventsOf(batch)).map(({ name }) => name)).toEqual(["batch.discarded"]);
  });

  it("is lost after another worker has claimed the batch", async () => {
    const batch = await batchWith(await createOrganization(), "received");
    const [first, second] = [await claimed(batch), await claimed(batch)];
    await expect(moveBatch(db, { claim: first, requestId: "first" }, "beginValidation")).rejects.toThrow(ClaimLost);
    const moved = await moveBatch(db, { claim: second, requestId: "second" }, "beginValidation");
    expect(moved).toMatchObject({ status: "validating", fence: second.fence });
    expect(moved.leasedUntil!.getTime()).toBeGreaterThan(Date.now());
  });

  it("names the user who uploaded or decided only at the end of processing", async () => {
    const organization = await createOrganization();
    const user = await createUser(organization);
    const batch = await batchWith(organization, "validating", { createdBy: user.id });
    const mover = { claim: await claimed(batch), requestId: "worker" };
    await transaction(async (tx) => {
      await moveBatch(tx, mover, "endValidation");
      await moveBatch(tx, mover, "reject", { set: fitting.rejected });
    });
    const recorded = await db
      .select({ name: events.name, user: events.actorUserId })
      .from(events)
      .where(eq(events.batchId, batch.id))
      .orderBy(events.id);
    expect(recorded).toEqual([
      { name: "batch.validated", user: null },
      { name: "batch.processed", user: user.id },
    ]);
  });
});

describe("the database refuses", () => {
  it.each([
    ["a batch without its file's hash that is not being uploaded", "received", { fileSha256: null }],
    ["an upload that has its file's hash already", "uploading", { fileSha256: "f2" }],
    ["a file check before every row was checked", "awaiting_file_check", { validatedAt: null }],
    ["a file check without a file to compare with", "awaiting_file_check", { folderPrint: null }],
    ["a review before every row was checked", "ready", { validatedAt: null }],
    ["an ended batch without its time", "rejected", { processedAt: null }],
  ] as const)("%s", async (_, status, changes) => {
    const organization = await createOrganization();
    await expect(batchWith(organization, status, changes)).rejects.toMatchObject({ code: "23514" });
  });
});
