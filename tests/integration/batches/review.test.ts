import { and, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { events } from "@/db/schema/events";
import { reviewRows } from "@/db/schema/review_rows";
import type { Actor } from "@/lib/actor";
import { changeWords } from "@/lib/audit/words";
import { recordsPerChunk } from "@/lib/batches/reading/open-file";
import { batchErrors, batchReasons } from "@/lib/batches/error-queries";
import { decideBatch, discardBatch } from "@/lib/batches/mutations";
import { batchProgress } from "@/lib/batches/progress";
import { getBatch } from "@/lib/batches/queries";
import { firstRecipients, firstRepetitions, reviewRowsKept } from "@/lib/batches/ingest/review-rows";
import { finishBatch, workOnDueBatch } from "@/lib/batches/ingest/work";
import {
  admin,
  created,
  example,
  file,
  fileOf,
  header,
  manyRows,
  received,
  row,
  rowCounts,
  validated,
} from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createPayout, createUser } from "@/tests/support/factories";

useDatabase();

describe("a validated file", () => {
  it("waits for a review with its counts, its totals per currency and its ignored columns, and has created nothing", async () => {
    const actor = await admin();
    const rows = [
      `${row("R1")},x`,
      `${row("R2", "100")},x`,
      `${row("R3", "1,234")},x`,
      "Ada,ada@example.com,500,JPY,R4,x",
    ];
    const batch = await validated(actor, fileOf([`${header},note`, ...rows].join("\n")));
    expect(batch).toMatchObject({
      status: "ready",
      recordCount: 4,
      acceptedCount: 3,
      refusedCount: 1,
      createdCount: 0,
      duplicateCount: 0,
      ignoredColumns: ["note"],
      totals: [
        { currency: "USD", amountMinor: "11250", count: 2 },
        { currency: "JPY", amountMinor: "500", count: 1 },
      ],
    });
    expect(await rowCounts(actor)).toEqual([1, 0, 0, 2, 1, 1]);
  });

  it("agrees with what is then created", async () => {
    const actor = await admin();
    const told = await validated(actor, example());
    const { batch } = await created(actor, example());
    expect([batch.recordCount, batch.createdCount, batch.refusedCount]).toEqual([
      told.recordCount,
      told.acceptedCount,
      told.refusedCount,
    ]);
    const sums = await db.execute(
      sql`select currency, sum(amount_minor)::text as "amountMinor", count(*)::int as count from payouts where batch_id = ${batch.id} group by 1 order by 3 desc, 1`,
    );
    expect(sums).toEqual(told.totals);
  });

  it("counts as duplicates the rows that repeat recipient, amount and currency within it, or of a payout of the last 30 days", async () => {
    const actor = await admin();
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
    const like = { recipientEmail: "Ada@Example.com", amountMinor: 1250n, currency: "USD" };
    await createPayout(actor, { ...like, createdAt: daysAgo(29) });
    await createPayout(actor, {
      ...like,
      recipientEmail: "old@example.com",
      createdAt: daysAgo(31),
      expiresAt: daysAgo(-1),
    });
    await createPayout(await createOrganization(), { ...like, recipientEmail: "theirs@example.com" });
    const emails = ["ada@example.com", "old@example.com", "theirs@example.com", "bob@example.com", "BOB@example.com"];
    const rows = emails.map((email, index) => row(`R${index}`, "12.50", email));
    const batch = await validated(
      actor,
      file(...rows, row("R8", "13.00", "bob@example.com"), row("R9", "1,250", "bob@example.com")),
    );
    expect(batch).toMatchObject({ acceptedCount: 6, duplicateCount: 2 });
  });
});

describe("a review of people", () => {
  it("names who will be emailed, and of each repetition what it repeats: a line of the file or a payout", async () => {
    const actor = await admin();
    const like = await createPayout(actor, {
      recipientEmail: "Bob@example.com",
      amountMinor: 1250n,
      currency: "USD",
      reference: "EARLIER",
    });
    const { id } = await validated(
      actor,
      file(
        row("R1", "5", "ada@example.com"),
        row("R2", "12.50", "bob@example.com"),
        row("R3", "1,5"),
        row("R4", "5.00", "ADA@example.com"),
      ),
    );
    expect(await firstRecipients(actor, id)).toMatchObject([
      { line: 2, recipientName: "Ada Byron", recipientEmail: "ada@example.com", amountMinor: 500n, currency: "USD" },
      { line: 3, recipientEmail: "bob@example.com", amountMinor: 1250n },
      { line: 5, recipientEmail: "ADA@example.com" },
    ]);
    expect(await firstRepetitions(actor, id)).toMatchObject([
      { line: 3, repeatsLine: null, repeatsPayoutId: like.id, repeatsReference: "EARLIER" },
      { line: 5, repeatsLine: 2, repeatsPayoutId: null },
    ]);
    const stranger = await admin();
    expect([...(await firstRecipients(stranger, id)), ...(await firstRepetitions(stranger, id))]).toEqual([]);
  });

  it("keeps of a large file the first of each kind alone, over all its chunks", async () => {
    const actor = await admin();
    const twins = manyRows(recordsPerChunk + 150).map((one, index) =>
      index < recordsPerChunk - 30 ? one : row(`T${index}`, "12.50", "ada0@example.com"),
    );
    const batch = await validated(actor, file(...twins));
    expect(batch).toMatchObject({ acceptedCount: recordsPerChunk + 150, duplicateCount: 180 });
    const lines = (rows: { line: number }[]) => rows.map(({ line }) => line);
    expect(lines(await firstRecipients(actor, batch.id))).toEqual(
      Array.from({ length: reviewRowsKept }, (_, index) => index + 2),
    );
    expect(lines(await firstRepetitions(actor, batch.id))).toEqual(
      Array.from({ length: reviewRowsKept }, (_, index) => index + recordsPerChunk - 28),
    );
    expect(await db.$count(reviewRows)).toBe(2 * reviewRowsKept);
  });

  it.each([
    ["decided", (actor: Actor, id: string) => decideBatch(actor, id, "valid_rows")],
    ["discarded", discardBatch],
  ] as const)(
    "keeps none of it once the batch is %s, and of a batch that was decided beforehand the repetitions alone",
    async (_, act) => {
      const actor = await admin();
      const { id } = await validated(actor, file(row("R1")));
      expect(await db.$count(reviewRows)).toBe(1);
      await act(actor, id);
      expect(await db.$count(reviewRows)).toBe(0);
      const { batch } = await received(actor, file(row("R2"), row("R3", "12.50", "r2@example.com")), {
        auto: { mode: "valid_rows" },
      });
      await finishBatch(actor, batch.id);
      expect(await firstRepetitions(actor, batch.id)).toMatchObject([{ line: 3, repeatsLine: 2, first: false }]);
      expect(await db.$count(reviewRows)).toBe(1);
    },
  );
});

describe("the decision", () => {
  it("is refused while duplicates have not been acknowledged, and taken once they are", async () => {
    const actor = await admin();
    const { id } = await validated(actor, file(row("R1", "5", "ada@example.com"), row("R2", "5", "ada@example.com")));
    await expect(decideBatch(actor, id, "valid_rows")).rejects.toMatchObject({ code: "conflict" });
    expect((await getBatch(actor, id)).status).toBe("ready");
    await decideBatch(actor, id, "valid_rows", { acknowledgedDuplicates: true });
    expect(await finishBatch(actor, id)).toMatchObject({ status: "processed", createdCount: 2 });
  });

  it("is told in the audit log and on the batch: who decided, for what, and that repetitions were known; one that was refused is not", async () => {
    const { actor } = await createUser(await createOrganization());
    const { id } = await validated(
      actor,
      file(row("R1", "5", "ada@example.com"), row("R2", "5", "ada@example.com"), row("R3", "x")),
    );
    const decisions = () =>
      db
        .select()
        .from(events)
        .where(and(eq(events.batchId, id), eq(events.name, "batch.decided")));
    await expect(decideBatch(actor, id, "valid_rows")).rejects.toMatchObject({ code: "conflict" });
    expect([await decisions(), (await getBatch(actor, id)).decidedByName]).toEqual([[], null]);
    await decideBatch(actor, id, "valid_rows", { acknowledgedDuplicates: true });
    await expect(decideBatch(actor, id, "valid_rows", { acknowledgedDuplicates: true })).rejects.toMatchObject({
      code: "conflict",
    });
    const [event, ...more] = await decisions();
    expect([event, more]).toMatchObject([
      {
        actorUserId: actor.userId,
        requestId: actor.requestId,
        data: { mode: "valid_rows", accepted: 2, refused: 1, acknowledged: 1 },
      },
      [],
    ]);
    expect(changeWords(event!, "UTC")).toBe("Create the valid rows: 2 accepted, 1 refused; 1 repetition acknowledged");
    expect((await getBatch(actor, id)).decidedByName).toBe(actor.name);
  });

  it("is an admin's of the same organization, made once; of two at once one is told", async () => {
    const organization = await createOrganization();
    const [{ actor }, { actor: viewer }] = [
      await createUser(organization),
      await createUser(organization, { role: "viewer" }),
    ];
    const { id } = await validated(actor, file(row("R1")));
    for (const act of [decideBatch, discardBatch]) {
      await expect(act(viewer, id, "valid_rows")).rejects.toMatchObject({ code: "forbidden" });
      await expect(act(await admin(), id, "valid_rows")).rejects.toMatchObject({ code: "not_found" });
      await expect(act(actor, "no-id", "valid_rows")).rejects.toMatchObject({ code: "not_found" });
    }
    const outcomes = await Promise.allSettled([
      decideBatch(actor, id, "valid_rows"),
      decideBatch(actor, id, "valid_rows"),
      discardBatch(actor, id),
    ]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(finishBatch(viewer, id)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("made beforehand leads from the file to its payouts without a review", async () => {
    const actor = await admin();
    const { batch } = await received(actor, example(), { auto: { mode: "valid_rows" } });
    expect(await finishBatch(actor, batch.id)).toMatchObject({
      status: "partially_processed",
      createdCount: 293,
      mode: "valid_rows",
      decidedBy: actor.userId,
    });
  });

  it("all or nothing is refused where rows were refused; made beforehand, such a file is rejected and creates nothing", async () => {
    const actor = await admin();
    const { id } = await validated(actor, file(row("R1"), row("R2", "x")));
    await expect(decideBatch(actor, id, "all_or_nothing")).rejects.toMatchObject({ code: "conflict" });
    const { batch } = await received(actor, file(row("R3"), row("R4", "x")), { auto: { mode: "all_or_nothing" } });
    expect(await finishBatch(actor, batch.id)).toMatchObject({
      status: "rejected",
      recordCount: 2,
      createdCount: 0,
      refusedCount: 1,
    });
    expect((await rowCounts(actor))[1]).toBe(0);
  });

  it("all or nothing creates all of a good file", async () => {
    const actor = await admin();
    expect((await created(actor, file(...manyRows(6_000)), "all_or_nothing")).batch).toMatchObject({
      status: "processed",
      createdCount: 6_000,
      acceptedCount: 6_000,
    });
    expect((await rowCounts(actor)).slice(1, 3)).toEqual([6_000, 6_000]);
  });
});

describe("between validation and processing", () => {
  it("a reference that another payout takes becomes an error of processing, and the counts still add up", async () => {
    const actor = await admin();
    const { id } = await validated(actor, file(...manyRows(3)));
    const taken = await createPayout(actor, { reference: "R1" });
    await decideBatch(actor, id, "valid_rows");
    expect(await finishBatch(actor, id)).toMatchObject({
      status: "partially_processed",
      recordCount: 3,
      acceptedCount: 2,
      createdCount: 2,
      refusedCount: 1,
      totals: [{ currency: "USD", amountMinor: "2500", count: 2 }],
    });
    expect((await batchErrors(actor, id)).rows).toMatchObject([
      {
        line: 3,
        values: { reference: "R1" },
        errors: [{ code: "reference_used", stage: "processing", payoutId: taken.id }],
      },
    ]);
  });

  it("such a reference rejects a file that is all or nothing: nothing is created, and the row says why", async () => {
    const actor = await admin();
    const { id } = await validated(actor, file(...manyRows(6_000)));
    await createPayout(actor, { reference: "R5500" });
    await decideBatch(actor, id, "all_or_nothing");
    expect(await finishBatch(actor, id)).toMatchObject({
      status: "rejected",
      recordCount: 6_000,
      acceptedCount: 5_999,
      refusedCount: 1,
      createdCount: 0,
    });
    expect((await rowCounts(actor)).slice(1, 3)).toEqual([1, 0]);
    expect((await batchErrors(actor, id)).rows).toMatchObject([
      { line: 5_502, errors: [{ code: "reference_used", stage: "processing" }] },
    ]);
  });

  it("however many references are taken, a file that is all or nothing counts and shows every row that is refused for it, and no other", async () => {
    const actor = await admin();
    const { id } = await validated(actor, file(...manyRows(18_000)));
    await created(
      actor,
      file(
        ...Array.from({ length: 11_000 }, (_, index) => row(`R${index}`, "1.00", `first${index}@example.com`)),
        row("R17999", "1.00", "last@example.com"),
      ),
    );
    await decideBatch(actor, id, "all_or_nothing");
    expect(await finishBatch(actor, id)).toMatchObject({
      status: "rejected",
      recordCount: 18_000,
      acceptedCount: 6_999,
      refusedCount: 11_001,
      createdCount: 0,
      totals: [{ currency: "USD", amountMinor: "8748750", count: 6_999 }],
    });
    expect(await batchReasons(actor, id)).toMatchObject([{ code: "reference_used", rows: 11_001 }]);
    expect((await batchErrors(actor, id, 11_001)).rows).toMatchObject([
      { line: 18_001, errors: [{ stage: "processing" }] },
    ]);
    expect((await rowCounts(actor))[1]).toBe(11_001);
  }, 60_000);

  it("an expiry that passes refuses its row, because its recipient could never be paid", async () => {
    const actor = await admin();
    const soon = new Date(Date.now() + 1_500);
    const { id } = await validated(
      actor,
      fileOf([`${header},expires_at`, `${row("R1")},${soon.toISOString()}`, `${row("R2")},`].join("\n")),
    );
    while (new Date() < soon);
    await decideBatch(actor, id, "valid_rows");
    expect(await finishBatch(actor, id)).toMatchObject({
      status: "partially_processed",
      createdCount: 1,
      refusedCount: 1,
    });
    expect((await batchErrors(actor, id)).rows).toMatchObject([
      { line: 2, errors: [{ code: "expires_at_past", stage: "processing", value: soon.toISOString() }] },
    ]);
  });
});

describe("progress", () => {
  it("is told from arrival to end, never falling within a stage, and is the same after a restart because the batch's row carries it", async () => {
    const actor = await admin();
    const { batch } = await received(actor, file(...manyRows(12_000)));
    expect(await batchProgress(actor, batch.id)).toEqual({
      status: "received",
      share: 0,
      isStalled: false,
      recordCount: 0,
      acceptedCount: 0,
      refusedCount: 0,
      createdCount: 0,
    });
    await workOnDueBatch("worker-test");
    expect(await batchProgress(actor, batch.id)).toMatchObject({ status: "ready", share: 1, recordCount: 12_000 });
    await decideBatch(actor, batch.id, "valid_rows");
    expect(await batchProgress(actor, batch.id)).toMatchObject({ status: "processing", share: 0, createdCount: 0 });
    await workOnDueBatch("worker-test");
    expect(await batchProgress(actor, batch.id)).toMatchObject({ status: "processed", share: 1, createdCount: 12_000 });
    const [row] = await db.select().from(batches).where(eq(batches.id, batch.id));
    expect(row).toMatchObject({ validatedLine: 12_001, processedLine: 12_001, leasedUntil: null });
    await expect(batchProgress(await admin(), batch.id)).rejects.toMatchObject({ code: "not_found" });
  });
});
