import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { asc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { events } from "@/db/schema/events";
import { payouts } from "@/db/schema/payouts";
import { refusedRows } from "@/db/schema/refused_rows";
import type { Actor } from "@/lib/actor";
import { batchErrors, fileErrors } from "@/lib/batches/error-queries";
import { firstRecipients } from "@/lib/batches/ingest/review-rows";
import { finishBatch } from "@/lib/batches/ingest/work";
import { answerHiddenRows, decideBatch } from "@/lib/batches/mutations";
import { applyCorrectionFile } from "@/lib/batches/repair/correction-file";
import { admin, received, type TestFile } from "@/tests/support/batch-files";
import { programFile, useDatabase } from "@/tests/support/database";
import { createOrganization, createUser } from "@/tests/support/factories";
import { workbook, type Cell } from "@/tests/support/workbook";

const url = useDatabase();

const header = ["recipient_name", "email", "amount", "currency", "reference"];
const row = (reference: string, amount = "12.50"): Cell[] => [
  "Ada",
  `${reference}@example.com`,
  { number: amount, format: "0.00" },
  "USD",
  reference,
];
/** Lines 2 to 5; of the hidden ones, 3 is good and 4 is not. */
const rows = [header, row("R1"), row("R2", "9999"), row("R3", "-1"), row("R4")];
const file = (options: Parameters<typeof workbook>[1] = { hidden: [3, 4] }): TestFile => ({
  fileName: "payouts.xlsx",
  content: workbook(rows, options),
});

const uploaded = async (actor: Actor, of = file(), more = {}) =>
  finishBatch(actor, (await received(actor, of, more)).batch.id);
const answered = async (actor: Actor, id: string, answer: "include" | "skip") => {
  await answerHiddenRows(actor, id, answer);
  return finishBatch(actor, id);
};
const decided = async (actor: Actor, id: string) => {
  await decideBatch(actor, id, "valid_rows", { acknowledgedDuplicates: true });
  return finishBatch(actor, id);
};
const linesOf = async (table: typeof payouts | typeof refusedRows, { id }: { id: string }) =>
  (await db.select({ line: table.line }).from(table).where(eq(table.batchId, id)).orderBy(asc(table.line))).map(
    ({ line }) => line,
  );

describe("a workbook with hidden rows", () => {
  it("is asked about in its review: nothing can be created before the answer", async () => {
    const actor = await admin();
    const batch = await uploaded(actor);
    expect(batch).toMatchObject({
      ...{ status: "ready", recordCount: 4, acceptedCount: 3, refusedCount: 1, skippedCount: 0 },
      ...{ hiddenRowCount: 2, hiddenRows: null },
      sheetNotes: {
        firstHidden: [
          { line: 3, amount: "9999.00", currency: "USD" },
          { line: 4, amount: "-1.00", currency: "USD" },
        ],
      },
    });
    await expect(decideBatch(actor, batch.id, "valid_rows")).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("hides"),
    });
    // Not even by mistake: the table does not take it.
    await expect(
      db.update(batches).set({ status: "processing" }).where(eq(batches.id, batch.id)),
    ).rejects.toMatchObject({ constraint_name: "batches_hidden_rows_are_meant" });
    expect(await linesOf(payouts, batch)).toEqual([]);
  });

  it("makes no payout and no refused row of them when they are skipped, and all rows still add up", async () => {
    const actor = await admin();
    const { id } = await uploaded(actor);
    const batch = await answered(actor, id, "skip");
    const counts = { recordCount: 4, acceptedCount: 2, refusedCount: 0, skippedCount: 2 };
    expect(batch).toMatchObject({ status: "ready", ...counts, totals: [{ amountMinor: "2500", count: 2 }] });
    expect((await firstRecipients(actor, id)).map(({ line }) => line)).toEqual([2, 5]);
    expect(await decided(actor, id)).toMatchObject({ status: "processed", ...counts, createdCount: 2 });
    expect([await linesOf(payouts, { id }), await linesOf(refusedRows, { id })]).toEqual([[2, 5], []]);
    const [event] = await db.select().from(events).where(eq(events.name, "batch.hidden_rows_answered"));
    expect(event).toMatchObject({ batchId: id, data: { answer: "skip", hidden: 2 } });
  });

  it("makes payouts of them when they are included, also after another answer, and of the faulty one a refused row", async () => {
    const actor = await admin();
    const { id } = await uploaded(actor);
    await answered(actor, id, "skip");
    const counts = { recordCount: 4, acceptedCount: 3, refusedCount: 1, skippedCount: 0 };
    expect(await answered(actor, id, "include")).toMatchObject({ status: "ready", ...counts });
    expect((await batchErrors(actor, id)).rows).toMatchObject([{ line: 4 }]);
    expect(await decided(actor, id)).toMatchObject({ status: "partially_processed", ...counts, createdCount: 3 });
    expect([await linesOf(payouts, { id }), await linesOf(refusedRows, { id })]).toEqual([[2, 3, 5], [4]]);
  });

  it("is asked about too when none of its rows is good, and is rejected after the answer", async () => {
    const actor = await admin();
    const bad = workbook([header, row("R1", "-1"), row("R2", "-2")], { hidden: [3] });
    const { id, status } = await uploaded(actor, { fileName: "bad.xlsx", content: bad });
    expect(status).toBe("ready");
    expect(await answered(actor, id, "skip")).toMatchObject({ status: "rejected", refusedCount: 1, skippedCount: 1 });
  });

  it("takes one of two answers at the same instant; the same answer again changes nothing", async () => {
    const actor = await admin();
    const { id } = await uploaded(actor);
    const both = await Promise.allSettled([
      answerHiddenRows(actor, id, "skip"),
      answerHiddenRows(actor, id, "include"),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const batch = await finishBatch(actor, id);
    expect(batch.status).toBe("ready");
    await answerHiddenRows(actor, id, batch.hiddenRows!);
    expect(await finishBatch(actor, id)).toEqual(batch);
  });

  it("is answered by admins of its organization alone, and a file that hides nothing has nothing to answer", async () => {
    const organization = await createOrganization();
    const { actor } = await createUser(organization);
    const { actor: viewer } = await createUser(organization, { role: "viewer" });
    const batch = await uploaded(actor);
    await expect(answerHiddenRows(viewer, batch.id, "skip")).rejects.toMatchObject({ code: "forbidden" });
    await expect(answerHiddenRows(await admin(), batch.id, "skip")).rejects.toMatchObject({ code: "not_found" });
    const plain = await uploaded(actor, file({ hidden: [] }));
    await expect(answerHiddenRows(actor, plain.id, "skip")).rejects.toMatchObject({ code: "conflict" });
    expect(await finishBatch(actor, batch.id)).toEqual(batch);
  });
});

describe("a workbook with hidden rows that comes without a review", () => {
  const auto = { auto: { mode: "valid_rows" as const } };

  it.each([
    ["decided beforehand", auto, "rejected"],
    ["as a dry run", { dryRun: true }, "discarded"],
  ])("is refused, names them, and creates nothing: %s", async (_, more, status) => {
    const actor = await admin();
    const batch = await uploaded(actor, file(), more);
    expect(batch).toMatchObject({ status, recordCount: 0, createdCount: 0 });
    expect(await fileErrors(actor, batch.id)).toMatchObject([
      {
        code: "hidden_rows",
        message: expect.stringContaining("2 rows are hidden in the sheet: line 3, 9,999.00 USD; line 4, -1.00 USD"),
      },
    ]);
    expect([await linesOf(payouts, batch), await linesOf(refusedRows, batch)]).toEqual([[], []]);
  });

  it("is taken with an answer, also after it was refused, and by the portal, which asks", async () => {
    for (const [more, expected] of [
      [
        { ...auto, hiddenRows: "skip" },
        { status: "processed", createdCount: 2, skippedCount: 2 },
      ],
      [
        { ...auto, hiddenRows: "include" },
        { status: "partially_processed", createdCount: 3, skippedCount: 0 },
      ],
      [{}, { status: "ready", createdCount: 0, hiddenRowCount: 2 }],
    ] as const) {
      const actor = await admin();
      const refused = await uploaded(actor, file(), auto);
      expect((await received(actor, file(), auto)).batch.id).toBe(refused.id);
      expect(await uploaded(actor, file(), more)).toMatchObject(expected);
      // What became of it is never done twice.
      expect((await received(actor, file(), { ...auto, hiddenRows: "include" })).alreadyThere).toBe(true);
    }
  });

  it("as a correction file is refused, because nobody sees those rows", async () => {
    const actor = await admin();
    const { id } = await uploaded(actor, file({ hidden: [] }));
    await decided(actor, id);
    const corrected = workbook(
      [
        [...header, "batch_line"],
        [...row("R3"), "4"],
      ],
      { hidden: [2] },
    );
    expect(await applyCorrectionFile(actor, id, corrected)).toMatchObject({ fileFaults: [{ code: "hidden_rows" }] });
  });
});

describe("the import command", () => {
  const runImport = (...args: string[]) =>
    new Promise<{ status: number; out: string; err: string }>((resolve) => {
      const env = { ...process.env, DATABASE_URL: url };
      execFile(process.execPath, [programFile("import"), ...args], { env }, (error, out, err) =>
        resolve({ status: error ? Number(error.code) : 0, out, err }),
      );
    });

  it("wants to be told about hidden rows, and names them and whatever else is not seen", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "hidden-"));
    try {
      const name = path.join(folder, "payouts.xlsx");
      const others = { "May totals": '<row r="1"><c r="A1"><v>1</v></c></row>' };
      const before = '<cols><col min="3" max="3" hidden="1"/></cols>';
      await writeFile(name, workbook(rows, { hidden: [3, 4], others, before }));
      const organization = await createOrganization();
      const refused = await runImport(name, "--organization", organization.slug);
      expect(refused.status).toBe(2);
      expect(refused.out).toMatch(/line 3, 9,999\.00 USD[^]*--hidden include or --hidden skip/);
      expect((await runImport(name, "--organization", organization.slug, "--hidden", "maybe")).status).toBe(2);
      const { status, out } = await runImport(name, "--organization", organization.slug, "--hidden", "skip");
      expect(status).toBe(0);
      expect(out).toMatch(/4 rows; 2 became payouts, 0 were refused, 2 hidden skipped/);
      expect(out).toContain("They are skipped.");
      expect(out).toContain("Hidden columns, which are read like all others: amount.");
      expect(out).toContain("Other sheets of the workbook hold data and are not read: May totals.");
      expect(await db.$count(payouts, eq(payouts.organizationId, organization.id))).toBe(2);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
