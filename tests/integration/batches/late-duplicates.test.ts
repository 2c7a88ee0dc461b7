import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { batchErrors } from "@/lib/batches/error-queries";
import { decideBatch } from "@/lib/batches/mutations";
import { getBatch } from "@/lib/batches/queries";
import { repairAll, repairRow, repairRows } from "@/lib/batches/repair/repair";
import { finishBatch } from "@/lib/batches/ingest/work";
import { admin, created, file, received, row, validated } from "@/tests/support/batch-files";
import { useSmallChunks } from "@/tests/support/chunked-batch";
import { useDatabase } from "@/tests/support/database";
import { createBatch, createOrganization, createPayout, createUser } from "@/tests/support/factories";

useDatabase();
const rowsPerChunk = useSmallChunks();

/** An export of the same people with its own references. */
const exported = (prefix: string, count = 3) =>
  file(...Array.from({ length: count }, (_, index) => row(`${prefix}${index}`, "12.50", `ada${index}@example.com`)));
const like = (index: number) => ({ recipientEmail: `Ada${index}@example.com`, amountMinor: 1250n, currency: "USD" });
const payoutCount = (actor: Actor) => db.$count(payouts, eq(payouts.organizationId, actor.organizationId));

describe("two exports of the same people, reviewed side by side", () => {
  it("pay nobody twice: rows created second are refused with the other payout named, until somebody repairs them", async () => {
    const actor = await admin();
    const [first, second] = [await validated(actor, exported("A")), await validated(actor, exported("B"))];
    expect([first.duplicateCount, second.duplicateCount]).toEqual([0, 0]);
    for (const { id } of [first, second]) await decideBatch(actor, id, "valid_rows");
    expect(await finishBatch(actor, first.id)).toMatchObject({ status: "processed", createdCount: 3 });
    expect(await finishBatch(actor, second.id)).toMatchObject({
      status: "rejected",
      recordCount: 3,
      createdCount: 0,
      refusedCount: 3,
      totals: [],
    });
    const { rows } = await batchErrors(actor, second.id);
    expect(rows[1]).toMatchObject({
      line: 3,
      errors: [
        {
          code: "repeats_new_payout",
          stage: "processing",
          column: "email",
          value: "ada1@example.com",
          message: expect.stringContaining("“A1”"),
        },
      ],
    });
    expect(await repairRow(actor, rows[1]!.id, rows[1]!.values)).toMatchObject({
      payout: { reference: "B1", line: 3 },
    });
    // If all rows were retried together, nobody would have seen that they pay somebody twice.
    expect(await repairAll(actor, second.id)).toMatchObject({
      created: 0,
      refused: 2,
      reasons: new Map([["repeats_new_payout", 2]]),
    });
    const others = [rows[0]!, rows[2]!];
    expect(await repairRows(actor, second.id, new Map(others.map(({ id, values }) => [id, values])))).toMatchObject([
      { payoutId: expect.any(String) as string },
      { payoutId: expect.any(String) as string },
    ]);
    expect(await getBatch(actor, second.id)).toMatchObject({ status: "processed", createdCount: 3, refusedCount: 0 });
  });

  it("pay nobody twice when both are created at the same moment", async () => {
    const actor = await admin();
    const both = [
      await validated(actor, exported("A", 2 * rowsPerChunk + 1)),
      await validated(actor, exported("B", 2 * rowsPerChunk + 1)),
    ];
    for (const { id } of both) await decideBatch(actor, id, "valid_rows");
    const ended = await Promise.all(both.map(({ id }) => finishBatch(actor, id)));
    expect(ended.map(({ createdCount }) => createdCount).sort()).toEqual([0, 2 * rowsPerChunk + 1]);
    expect(await payoutCount(actor)).toBe(2 * rowsPerChunk + 1);
  });

  it("create nothing from the second when it is all or nothing, and each row has the reason", async () => {
    const actor = await admin();
    const second = await validated(actor, exported("B", 4));
    await created(actor, exported("A"));
    await decideBatch(actor, second.id, "all_or_nothing");
    expect(await finishBatch(actor, second.id)).toMatchObject({
      status: "rejected",
      acceptedCount: 1,
      refusedCount: 3,
      createdCount: 0,
    });
    expect((await batchErrors(actor, second.id)).rows.flatMap(({ errors }) => errors.map(({ code }) => code))).toEqual(
      Array(3).fill("repeats_new_payout"),
    );
    expect(await payoutCount(actor)).toBe(3);
  });
});

describe("a row of a reviewed file", () => {
  it("is refused because of a payout that appeared after the review, even from a batch that began earlier", async () => {
    const organization = await createOrganization();
    const { actor } = await createUser(organization);
    const { id, createdAt } = await validated(actor, exported("B"));
    const before = new Date(createdAt.getTime() - 60_000);
    const slow = await createBatch(organization, { createdAt: before, processedAt: new Date() });
    await createPayout(organization, { ...like(0), batchId: slow.id, line: 2, createdAt: before, reference: "SLOW" });
    const quick = await createBatch(organization, { createdAt: before, processedAt: before });
    await createPayout(organization, { ...like(1), batchId: quick.id, line: 2, createdAt: before, reference: "KNOWN" });
    // One that replaced a payout of the slow batch was there at the upload, whenever that batch ended.
    const old = { status: "canceled", batchId: slow.id, line: 3, createdAt: before, archivedAt: before } as const;
    const { id: reissueOf } = await createPayout(organization, { ...old, reference: "OLD" });
    const replacing = {
      ...like(2),
      batchId: slow.id,
      line: null,
      fromLine: 3,
      reissueOf,
      createdAt: before,
      reference: "OLD-R1",
    };
    await createPayout(organization, replacing);
    await decideBatch(actor, id, "valid_rows");
    expect(await finishBatch(actor, id)).toMatchObject({
      status: "partially_processed",
      createdCount: 2,
      refusedCount: 1,
    });
    expect((await batchErrors(actor, id)).rows).toMatchObject([
      { line: 2, errors: [{ code: "repeats_new_payout", message: expect.stringContaining("“SLOW”") }] },
    ]);
  });

  it("becomes a payout when it repeats only what the review showed: an earlier payout, or a line of its own file", async () => {
    const actor = await admin();
    await createPayout(actor, { ...like(0), createdAt: new Date(Date.now() - 86_400_000) });
    const many = Array.from({ length: rowsPerChunk + 10 }, (_, index) =>
      row(`R${index}`, "12.50", `ada${index % rowsPerChunk}@example.com`),
    );
    const { id, duplicateCount } = await validated(actor, file(...many));
    expect(duplicateCount).toBe(11);
    await createPayout(actor, { ...like(0), amountMinor: 1251n });
    await decideBatch(actor, id, "valid_rows", { acknowledgedDuplicates: true });
    expect(await finishBatch(actor, id)).toMatchObject({ status: "processed", createdCount: rowsPerChunk + 10 });
  });

  it("is refused for its reference when another payout has that, and repairing it unchanged stays refused", async () => {
    const actor = await admin();
    const { id } = await validated(actor, exported("B", 2));
    await createPayout(actor, { ...like(0), reference: "B0", createdAt: new Date() });
    await decideBatch(actor, id, "valid_rows");
    await finishBatch(actor, id);
    expect((await batchErrors(actor, id)).rows).toMatchObject([{ line: 2, errors: [{ code: "reference_used" }] }]);
    expect(await repairAll(actor, id)).toMatchObject({ created: 0, refused: 1 });
  });

  it("is not compared with another organization's payouts", async () => {
    const [actor, stranger] = [await admin(), await admin()];
    const { id } = await validated(actor, exported("B"));
    await created(stranger, exported("A"));
    await decideBatch(actor, id, "valid_rows");
    expect(await finishBatch(actor, id)).toMatchObject({ status: "processed", createdCount: 3 });
  });
});

describe("a batch decided in advance", () => {
  it("creates rows that are repetitions and counts them, because it has no review that could have warned", async () => {
    const actor = await admin();
    const { batch } = await received(actor, exported("B"), { auto: { mode: "valid_rows" } });
    await created(actor, exported("A"));
    expect(await finishBatch(actor, batch.id)).toMatchObject({
      status: "processed",
      createdCount: 3,
      duplicateCount: 3,
    });
  });
});
