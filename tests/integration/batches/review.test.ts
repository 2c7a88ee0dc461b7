import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { reviewRows } from "@/db/schema/review_rows";
import type { Actor } from "@/lib/actor";
import { decideBatch, discardBatch } from "@/lib/batches/mutations";
import { firstRecipients, firstRepetitions, reviewRowsKept } from "@/lib/batches/ingest/review-rows";
import { finishBatch } from "@/lib/batches/ingest/work";
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
import { useSmallChunks } from "@/tests/support/chunked-batch";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createPayout } from "@/tests/support/factories";

useDatabase();
const rowsPerChunk = useSmallChunks(200);

describe("a validated file", () => {
  it("waits for review with its counts, totals per currency and ignored columns, and has created nothing", async () => {
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
      extraColumns: [{ key: "note", name: "note" }],
      ignoredColumns: [],
      totals: [
        { currency: "USD", amountMinor: "11250", count: 2 },
        { currency: "JPY", amountMinor: "500", count: 1 },
      ],
    });
    expect(await rowCounts(actor)).toEqual([1, 0, 0, 2, 1, 1]);
  });

  it("agrees with what is then created", async () => {
    const actor = await admin();
    const reviewed = await validated(actor, example());
    const { batch } = await created(actor, example());
    expect([batch.recordCount, batch.createdCount, batch.refusedCount]).toEqual([
      reviewed.recordCount,
      reviewed.acceptedCount,
      reviewed.refusedCount,
    ]);
    const sums = await db.execute(
      sql`select currency, sum(amount_minor)::text as "amountMinor", count(*)::int as count from payouts where batch_id = ${batch.id} group by 1 order by 3 desc, 1`,
    );
    expect(sums).toEqual(reviewed.totals);
  });

  it("counts as duplicates the rows that repeat recipient, amount and currency of another row or a recent payout", async () => {
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

describe("the list of recipients in a review", () => {
  it("names who will be emailed, and for each repetition the line or the payout that it repeats", async () => {
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

  it("of a large file keeps only the first rows of each kind, across all chunks", async () => {
    const actor = await admin();
    const repeatedRows = manyRows(rowsPerChunk + 150).map((one, index) =>
      index < rowsPerChunk - 30 ? one : row(`T${index}`, "12.50", "ada0@example.com"),
    );
    const batch = await validated(actor, file(...repeatedRows));
    expect(batch).toMatchObject({ acceptedCount: rowsPerChunk + 150, duplicateCount: 180 });
    const lines = (rows: { line: number }[]) => rows.map(({ line }) => line);
    expect(lines(await firstRecipients(actor, batch.id))).toEqual(
      Array.from({ length: reviewRowsKept }, (_, index) => index + 2),
    );
    expect(lines(await firstRepetitions(actor, batch.id))).toEqual(
      Array.from({ length: reviewRowsKept }, (_, index) => index + rowsPerChunk - 28),
    );
    expect(await db.$count(reviewRows)).toBe(2 * reviewRowsKept);
  });

  it.each([
    ["decided", (actor: Actor, id: string) => decideBatch(actor, id, "valid_rows")],
    ["discarded", discardBatch],
  ] as const)(
    "is removed once the batch is %s; of a batch decided in advance only the repetitions are kept",
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
