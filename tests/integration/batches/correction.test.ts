import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { applyCorrectionFile } from "@/lib/batches/repair/correction-file";
import { batchErrors } from "@/lib/batches/error-queries";
import { getBatch } from "@/lib/batches/queries";
import { repairRow } from "@/lib/batches/repair/repair";
import { admin, created, example, file, fileOf, header, row, rowCounts } from "@/tests/support/batch-files";
import { correct, downloaded } from "@/tests/support/correction-files";
import { useDatabase } from "@/tests/support/database";
import { createPayout, createUser, createOrganization } from "@/tests/support/factories";
import { refused } from "@/tests/support/twenty";
import { faulty, codesOf } from "@/tests/support/correction-files";

useDatabase();
const payoutsOf = (batchId: string) => db.$count(payouts, eq(payouts.batchId, batchId));

describe("a correction file", () => {
  it("repairs exactly the rows that it corrects, each on its own line, and gives the reasons for the others", async () => {
    const actor = await admin();
    const { batch } = await created(actor, faulty());
    const lines = (await downloaded(actor, batch.id)).map((line) => ({
      ...line,
      amount: line.amount!.replace(",", "."),
    }));
    const tally = await correct(actor, batch.id, lines);
    expect(tally).toMatchObject({ created: 2, already: 0, refused: 2 });
    expect(codesOf(tally)).toEqual([
      [4, ["amount_not_positive"]],
      [5, ["email_without_at"]],
    ]);
    const made = await db.select().from(payouts).where(eq(payouts.batchId, batch.id)).orderBy(payouts.line);
    expect(made.map(({ line, reference, amountMinor }) => [line, reference, amountMinor])).toEqual([
      [2, "R1", 1250n],
      [3, "B1", 5553n],
      [6, "B4", 400n],
    ]);
    expect(await getBatch(actor, batch.id)).toMatchObject({
      acceptedCount: 3,
      createdCount: 3,
      refusedCount: 2,
      status: "partially_processed",
    });
    expect((await batchErrors(actor, batch.id)).rows.map(({ line }) => line)).toEqual([4, 5]);
  });

  it("creates nothing more when sent again, or twenty times at once", async () => {
    const actor = await admin();
    const { batch } = await created(actor, example());
    const lines = (await downloaded(actor, batch.id)).map((line, index) => ({
      ...line,
      recipient_name: "Mended",
      email: "m@example.com",
      amount: "5.00",
      currency: "EUR",
      reference: `M-${index}`,
      expires_at: "",
    }));
    const tallies = await Promise.all(Array.from({ length: 20 }, () => correct(actor, batch.id, lines)));
    expect(tallies.reduce((sum, { created }) => sum + created, 0)).toBe(7);
    expect(await payoutsOf(batch.id)).toBe(300);
    expect(await getBatch(actor, batch.id)).toMatchObject({
      status: "processed",
      acceptedCount: 300,
      createdCount: 300,
      refusedCount: 0,
    });
    const before = await rowCounts(actor);
    expect(await correct(actor, batch.id, lines)).toMatchObject({ created: 0, already: 7, refused: 0 });
    expect(await rowCounts(actor)).toEqual(before);
  });

  it("creates a payout once when the same row is repaired by hand at the same time", async () => {
    const actor = await admin();
    const { batch } = await created(actor, faulty());
    const { rows } = await batchErrors(actor, batch.id);
    const lines = (await downloaded(actor, batch.id)).map((line) => ({
      ...line,
      amount: "5.00",
      email: "m@example.com",
    }));
    const [tally] = await Promise.all([
      correct(actor, batch.id, lines),
      refused(repairRow(actor, rows[0]!.id, { ...rows[0]!.values, amount: "5.00", reference: "BY-HAND" })),
    ]);
    expect(tally.refused).toBe(0);
    expect(await payoutsOf(batch.id)).toBe(5);
    expect(await db.$count(payouts, eq(payouts.line, 3))).toBe(1);
    expect(await getBatch(actor, batch.id)).toMatchObject({
      status: "processed",
      acceptedCount: 5,
      createdCount: 5,
      refusedCount: 0,
    });
  });

  it("reports in a dry run what it would create, and writes nothing", async () => {
    const actor = await admin();
    const { batch } = await created(actor, faulty());
    await createPayout(actor, { recipientEmail: "b1@example.com", amountMinor: 5553n });
    const before = await rowCounts(actor);
    const lines = (await downloaded(actor, batch.id)).map((line) => ({
      ...line,
      amount: line.amount!.replace(",", "."),
    }));
    expect(await correct(actor, batch.id, lines, { dry: true })).toMatchObject({
      created: 2,
      duplicates: 1,
      refused: 2,
    });
    expect(await rowCounts(actor)).toEqual(before);
  });

  it("refuses a row whose reference another payout has taken meanwhile, and creates the others", async () => {
    const actor = await admin();
    const { batch } = await created(actor, faulty());
    const lines = (await downloaded(actor, batch.id)).map((line) => ({
      ...line,
      amount: "5.00",
      email: "m@example.com",
    }));
    await createPayout(actor, { reference: "B3" });
    const tally = await correct(actor, batch.id, lines);
    expect(tally).toMatchObject({ created: 3, refused: 1 });
    expect(codesOf(tally)).toEqual([[5, ["reference_used"]]]);
  });

  it("reports each row with a wrong batch or a missing, unknown or repeated line, and creates the rest", async () => {
    const actor = await admin();
    const { batch } = await created(actor, faulty());
    const { batch: other } = await created(actor, file(row("S1"), row("S2", "9,00")));
    const [mine] = await downloaded(actor, batch.id);
    const [theirs] = await downloaded(actor, other.id);
    const corrected = { ...mine!, amount: "55.53" };
    const tally = await correct(actor, batch.id, [
      { ...theirs!, amount: "9.00" },
      { ...corrected, batch_line: "" },
      { ...corrected, batch_line: "2" },
      { ...corrected, batch_line: "999999999" },
      { ...corrected, batch_line: "three" },
      corrected,
      { ...corrected, reference: "B1-again" },
    ]);
    expect(tally).toMatchObject({ created: 1, refused: 6 });
    expect(
      codesOf(tally)
        .map(([, codes]) => codes)
        .flat()
        .sort(),
    ).toEqual(
      [
        "correction_other_batch",
        "correction_line_missing",
        "correction_line_unknown",
        "correction_line_unknown",
        "correction_line_unknown",
        "correction_line_repeated",
      ].sort(),
    );
    expect(await payoutsOf(batch.id)).toBe(2);
    expect(await payoutsOf(other.id)).toBe(1);
  });

  it("leaves an unchanged ragged row refused, and repairs a corrected one", async () => {
    const actor = await admin();
    const { batch } = await created(actor, fileOf(`${header}\n${row("R1")}\nAda,ada@example.com,10.00,USD,R2,more\n`));
    const [line] = await downloaded(actor, batch.id);
    expect(line).toMatchObject({ "(cell 6)": "more", reference: "R2" });
    expect(codesOf(await correct(actor, batch.id, [line!]))).toEqual([[3, ["too_many_cells"]]]);
    expect(await correct(actor, batch.id, [{ ...line!, reference: "R2 more" }])).toMatchObject({ created: 1 });
  });

  it("creates nothing when it cannot be used, and says why", async () => {
    const actor = await admin();
    const { batch } = await created(actor, faulty());
    const before = await rowCounts(actor);
    for (const [text, code] of [
      ["", "file_empty"],
      [`${header}\n${row("B1")}`, "correction_without_lines"],
      [`${header},batch_line\n${row("B1")},3\n"never closed`, "unclosed_quote"],
    ] as const) {
      expect(await applyCorrectionFile(actor, batch.id, new TextEncoder().encode(text))).toMatchObject({
        fileFaults: [{ code }],
      });
    }
    expect(await rowCounts(actor)).toEqual(before);
  });

  it("is accepted only from an admin, and only for a batch of the same organization", async () => {
    const organization = await createOrganization();
    const { actor } = await createUser(organization);
    const { batch } = await created(actor, faulty());
    const lines = await downloaded(actor, batch.id);
    const { actor: viewer } = await createUser(organization, { role: "viewer" });
    expect(await refused(correct(viewer, batch.id, lines))).toMatchObject({ code: "forbidden" });
    expect(await refused(correct(await admin(), batch.id, lines))).toMatchObject({ code: "not_found" });
  });

  it("with more rows than fit into one transaction is processed to its end", async () => {
    const actor = await admin();
    const { batch } = await created(
      actor,
      file(...Array.from({ length: 1_200 }, (_, index) => row(`B${index}`, "1,50"))),
    );
    const lines = (await downloaded(actor, batch.id)).map((line) => ({ ...line, amount: "1.50" }));
    expect(await correct(actor, batch.id, lines)).toMatchObject({ created: 1_200, refused: 0 });
    expect(await getBatch(actor, batch.id)).toMatchObject({ status: "processed", createdCount: 1_200 });
  });
});
