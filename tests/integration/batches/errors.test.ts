import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { ingestErrors } from "@/db/schema/ingest_errors";
import type { Answers } from "@/lib/batches/file-format/mapping/roles";
import { decideBatch, discardBatch } from "@/lib/batches/mutations";
import { batchesWithErrors, errorTotals } from "@/lib/batches/error-totals";
import { countBatches } from "@/lib/batches/queries";
import { finishBatch } from "@/lib/batches/ingest/work";
import { admin, example, file, fileOf, header, row, validated } from "@/tests/support/batch-files";
import { answers, choose } from "@/tests/support/odd-columns";
import { countPayouts } from "@/tests/support/count-payouts";
import { useDatabase } from "@/tests/support/database";
import {
  createBatch,
  createIngestError,
  createOrganization,
  createPayout,
  createRefusedRow,
  createUser,
} from "@/tests/support/factories";

useDatabase();

describe("errors of a file", () => {
  const at = { now: new Date(Date.now() + 60_000), timeZone: "UTC" };
  const shown = async (actor: Awaited<ReturnType<typeof admin>>) => [
    await countBatches(actor, { errors: "last-7d" }, at),
    (await batchesWithErrors(actor, "last-7d", at, 5)).length,
    (await errorTotals(actor, { errors: "last-7d" }, at)).refusedCount,
    await countPayouts(actor, { batch_errors: "last-7d" }, at),
  ];

  it("count on the Dashboard from the moment they are found, during the review too, but not after it was discarded", async () => {
    const actor = await admin();
    const { id } = await validated(actor, example());
    expect(await shown(actor)).toEqual([1, 1, 7, 0]);
    await decideBatch(actor, id, "valid_rows");
    expect(await shown(actor)).toEqual([1, 1, 7, 0]);
    await finishBatch(actor, id);
    expect(await shown(actor)).toEqual([1, 1, 7, 293]);
    const bad = await validated(actor, file(row("X1", "-1")));
    expect(bad.status).toBe("rejected");
    expect(await shown(actor)).toEqual([2, 2, 8, 293]);
    await discardBatch(actor, bad.id);
    expect(await shown(actor)).toEqual([1, 1, 7, 293]);
    await expect(discardBatch(actor, id)).rejects.toMatchObject({ code: "conflict" });
  });

  it("leave the Dashboard seven days after they were found, whenever the batch is decided", async () => {
    const actor = await admin();
    const { id } = await validated(actor, example());
    const [{ occurredAt }] = (await db.select().from(ingestErrors).where(eq(ingestErrors.batchId, id))) as [
      typeof ingestErrors.$inferSelect,
    ];
    await decideBatch(actor, id, "valid_rows");
    await finishBatch(actor, id);
    const after = (days: number) =>
      countBatches(
        actor,
        { errors: "last-7d" },
        { now: new Date(occurredAt.getTime() + days * 86_400_000), timeZone: "UTC" },
      );
    expect([await after(0), await after(7), await after(7.001)]).toEqual([1, 1, 0]);
  });

  it("are gone with a reading that an admin replaces by another, and those of the new one count", async () => {
    const actor = await admin();
    const columns = `${header},real`;
    const rows = [`Ada,ada@example.com,0,EUR,R1,12.50`, `Ben,ben@example.com,0,EUR,R2,7.25`];
    const { id, status } = await validated(actor, fileOf([columns, ...rows].join("\n")));
    expect(status).toBe("rejected");
    expect(await shown(actor)).toEqual([1, 1, 2, 0]);
    const said = (amount: Answers["roles"][number], real: Answers["roles"][number]): Answers => ({
      ...answers,
      headerLine: 1,
      roles: ["recipient_name", "email", amount, "currency", "reference", real],
      constants: {},
      decimalMark: ".",
    });
    expect(await choose(actor, id, said(null, "amount"))).toMatchObject({ acceptedCount: 2, refusedCount: 0 });
    expect(await shown(actor)).toEqual([0, 0, 0, 0]);
    expect(await choose(actor, id, said("amount", null))).toMatchObject({ status: "rejected" });
    expect(await shown(actor)).toEqual([1, 1, 2, 0]);
  });

  it("of a file that cannot be used at all count as one, which stays", async () => {
    const actor = await admin();
    const { status } = await validated(actor, file());
    expect(status).toBe("rejected");
    expect(await batchesWithErrors(actor, "last-7d", at, 5)).toMatchObject([{ errorCount: 1, openCount: 1 }]);
  });
});

it("of a window that has ended, batches are in the order of their errors in it, also where later ones came", async () => {
  const organization = await createOrganization();
  const { actor } = await createUser(organization);
  const faulty = async (fileName: string, ...days: number[]) => {
    const batch = await createBatch(organization, { fileName, refusedCount: days.length, acceptedCount: 0 });
    for (const [line, day] of days.entries()) {
      const { id: refusedRowId } = await createRefusedRow(batch, { line: line + 2 });
      await createIngestError(batch, { refusedRowId, occurredAt: new Date(Date.UTC(2026, 9, day, 12)) });
    }
  };
  await faulty("early, and after the window", 2, 25);
  await faulty("late in the window", 9);
  const at = { now: new Date("2026-11-01T00:00:00Z"), timeZone: "UTC" };
  const [first] = await batchesWithErrors(actor, "2026-10-01..2026-10-15", at, 1);
  expect(first).toMatchObject({ fileName: "late in the window" });
});

it("of an address that is refused again, a batch is in the windows of the last time alone", async () => {
  const organization = await createOrganization();
  const { actor } = await createUser(organization);
  const batch = await createBatch(organization);
  const { id: payoutId } = await createPayout(organization, { batchId: batch.id });
  await createIngestError(batch, { payoutId, occurredAt: new Date("2026-10-02T10:01:00Z") });
  await db.update(ingestErrors).set({ occurredAt: new Date("2026-10-02T10:20:00Z") });
  const at = { now: new Date("2026-10-09T00:00:00Z"), timeZone: "UTC" };
  const within = (from: string, to: string) =>
    countBatches(actor, { errors: `2026-10-02T${from}:00.000Z..2026-10-02T${to}:00.000Z` }, at);
  expect([await within("10:00", "10:15"), await within("10:10", "11:00")]).toEqual([0, 1]);
});
