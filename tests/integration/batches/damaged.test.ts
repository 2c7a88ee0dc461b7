import fc from "fast-check";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { refusedRows } from "@/db/schema/refused_rows";
import type { Actor } from "@/lib/actor";
import { fileErrors } from "@/lib/batches/error-queries";
import { decideBatch } from "@/lib/batches/mutations";
import { getBatch, type Batch } from "@/lib/batches/queries";
import { receiveFile } from "@/lib/batches/ingest/receive";
import { awaitsColumns, awaitsReview } from "@/lib/batches/status";
import { workOnDueBatch } from "@/lib/batches/ingest/work";
import { admin, arriving, header } from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import { mutate, mutatedFile, someChanges } from "@/tests/support/mutated-file";
import { plainRecords, plainText } from "@/tests/support/plain-records";
import { orInSoak } from "@/tests/support/seed";
import { workbook } from "@/tests/support/workbook";

useDatabase();

const seed = 20_261_126;
const damaged = fc.sample(mutatedFile(4), { numRuns: orInSoak(30, 300), seed });

const cells = ["Ada Byron", "ada@example.com", "12.50", "USD", "W-1", "note"];
const rows = [[...header.split(","), "note"], cells, cells.with(4, "W-2")];
const oddTexts = [
  "",
  "_x0000_",
  "_xD83D__xDE00_",
  "_xDC00_",
  "_x000D_",
  "#N/A",
  "=1+1",
  "1e9",
  "1,5",
  "\u202eada",
  "a".repeat(300),
  '"',
  "a\nb",
  "\ufffd",
  "email",
  "amount ",
];
const oddCells = fc.array(
  fc.record({ row: fc.nat({ max: 2 }), column: fc.nat({ max: 5 }), text: fc.constantFrom(...oddTexts) }),
  { minLength: 1, maxLength: 3 },
);
const workbooks = (["shared", "inline"] as const).flatMap((texts) => [
  // A zip archive detects nearly every change of its bytes.
  ...fc
    .sample(someChanges(1), { numRuns: orInSoak(3, 20), seed })
    .map((changes) => mutate(workbook(rows, { texts }), changes)),
  ...fc.sample(oddCells, { numRuns: orInSoak(6, 60), seed }).map((odd) =>
    workbook(
      odd.reduce((table, { row, column, text }) => table.with(row, table[row]!.with(column, text)), rows),
      { texts },
    ),
  ),
]);

/**
 * Each character that the database cannot store, in a column name, in a column that is not read, in a column that is,
 * and as the whole cell.
 */
const unstorable = {
  text: [
    ["note\u0000", "x"],
    ["\u0000", "x"],
    ["note", "x\u0000y"],
    ["note", "\u0000"],
  ].flatMap(([name, note]) =>
    ["Ada", "A\u0000da"].map((person) =>
      Buffer.from(`${header},${name}\n${person},ada@example.com,1,USD,R1,${note}\nGrace,x,1,USD,R2,${note}`),
    ),
  ),
  workbook: ["_x0000_", "_xD800_", "_xDFFF_"].flatMap((code) =>
    (["shared", "inline"] as const).flatMap((texts) =>
      [
        rows.map((row) => row.with(5, `${row[5]}${code}`)),
        rows.map((row) => row.with(5, code)),
        rows.map((row, index) => (index === 0 ? row : row.with(0, `A${code}da`))),
      ].map((table) => workbook(table, { texts })),
    ),
  ),
};

/** The whole life of a file, processed only by the worker. @returns undefined when the file was not accepted */
async function liveOf(actor: Actor, content: Uint8Array): Promise<Batch | undefined> {
  const received = await receiveFile(actor, { fileName: "payouts", bytes: arriving(content) });
  if ("fileFaults" in received) {
    expect(received.fileFaults.length).toBeGreaterThan(0);
    return undefined;
  }
  const { id } = received.batch;
  await workOnDueBatch("worker-test");
  if (awaitsReview(await getBatch(actor, id))) {
    await decideBatch(actor, id, "valid_rows", { acknowledgedDuplicates: true });
    await workOnDueBatch("worker-test");
  }
  return getBatch(actor, id);
}

/** The batch ended at the first try, or asks for its columns, and its payouts, refused rows and counts agree. */
async function expectWholeEnd(actor: Actor, batch: Batch): Promise<void> {
  expect(["processed", "partially_processed", "rejected", "awaiting_columns"]).toContain(batch.status);
  expect(batch).toMatchObject({
    failures: 0,
    recordCount: batch.acceptedCount + batch.refusedCount,
    createdCount: batch.acceptedCount,
  });
  expect(await db.$count(payouts, eq(payouts.batchId, batch.id))).toBe(batch.createdCount);
  expect(await db.$count(refusedRows, eq(refusedRows.batchId, batch.id))).toBe(batch.refusedCount);
  const reasons = awaitsColumns(batch) ? batch.readingNotes : await fileErrors(actor, batch.id);
  expect(reasons.length > 0).toBe(batch.recordCount === 0);
}

/**
 * The stored values of each payout are in its line of the file, and every record of the file is a payout or a refused
 * row.
 */
async function expectSourceKept(batch: Batch, text: string): Promise<void> {
  const { records } = plainRecords(text);
  expect(batch.recordCount).toBe(records.length - 1);
  const source = new Map(records.map((record) => [record.line, record.cells]));
  for (const made of await db.select().from(payouts).where(eq(payouts.batchId, batch.id))) {
    for (const value of [made.recipientName, made.recipientEmail, made.reference])
      expect(source.get(made.line!)).toContain(value);
  }
}

async function liveAll(files: readonly Uint8Array[]): Promise<Batch[]> {
  const ended: Batch[] = [];
  for (const content of files) {
    const actor = await admin();
    const batch = await liveOf(actor, content);
    if (!batch) continue;
    await expectWholeEnd(actor, batch);
    const text = batch.format === "csv" && batch.recordCount > 0 ? plainText(content) : null;
    if (text !== null) await expectSourceKept(batch, text);
    ended.push(batch);
  }
  return ended;
}

describe("from receiving to the last payout,", () => {
  it(`${damaged.length} damaged files (seed ${seed}) each end at the first try, and counts and payouts match the file`, async () => {
    const ended = await liveAll(damaged);
    expect(ended.filter(({ createdCount }) => createdCount > 0).length).toBeGreaterThan(orInSoak(4, 50));
    expect(ended.filter(({ refusedCount }) => refusedCount > 0).length).toBeGreaterThan(orInSoak(2, 25));
    expect(ended.filter(({ recordCount }) => recordCount === 0).length).toBeGreaterThan(orInSoak(2, 25));
  }, 120_000);

  it(`${workbooks.length} damaged workbooks each end at the first try, and counts and payouts match the file`, async () => {
    const ended = await liveAll(workbooks);
    expect(ended.filter(({ createdCount }) => createdCount > 0).length).toBeGreaterThan(orInSoak(2, 15));
    expect(ended.filter(({ recordCount }) => recordCount === 0).length).toBeGreaterThan(orInSoak(2, 15));
  }, 120_000);

  it("files with characters that the database cannot store end in the same way, and no other rows are refused", async () => {
    const ended = await liveAll([...unstorable.text, ...unstorable.workbook]);
    expect(ended).toHaveLength(unstorable.text.length + unstorable.workbook.length);
    expect(ended.map(({ recordCount }) => recordCount)).toEqual(ended.map(() => 2));
  }, 60_000);
});
