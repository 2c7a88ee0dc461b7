import { describe, expect, it } from "vitest";
import { applyCorrectionFile } from "@/lib/batches/repair/correction-file";
import { getBatch } from "@/lib/batches/queries";
import { admin, created, fileOf, header, row } from "@/tests/support/batch-files";
import { correct, downloaded, textOf, type Line } from "@/tests/support/correction-files";
import { useDatabase } from "@/tests/support/database";
import { readFile } from "@/tests/support/read-batch-file";
import { workbook } from "@/tests/support/workbook";

useDatabase();

/** Every refused cell of a row, with a valid amount in place of its own. */
const soundAmount = (lines: readonly Line[]) => lines.map((line) => ({ ...line, amount: "5.00" }));

describe("rows with line breaks in their cells", () => {
  const broken = "Ada\nByron, of, a, b, c, d";
  const sheet = () =>
    workbook([
      [...header.split(","), "note"],
      ["Good", "g@example.com", "1.00", "USD", "R1", ""],
      [broken, "ada@example.com", "1,50", "USD", "R2", "first\n=1+1\n@x"],
    ]);

  it("are each one row of the download, in which no line begins like a formula", async () => {
    const actor = await admin();
    const { batch } = await created(actor, { fileName: "payouts.xlsx", content: sheet() });
    const read = await readFile(await textOf(actor, batch.id));
    if ("faults" in read) throw new Error(read.faults[0]?.message);
    const { keys } = read.header;
    const [record, ...more] = read.records;
    expect(more).toEqual([]);
    expect(record!.cells[keys.indexOf("recipient_name")]).toBe(broken);
    expect(record!.cells[keys.indexOf("note")]).toBe("first\n'=1+1\n'@x");
    expect(record!.cells[keys.indexOf("error_message")]).not.toMatch(/[\r\n]/);
  });

  it("can be repaired by that download", async () => {
    const actor = await admin();
    const { batch } = await created(actor, { fileName: "payouts.xlsx", content: sheet() });
    const text = (await textOf(actor, batch.id)).replace(`"${broken}"`, "Ada Byron").replace('"1,50"', "1.50");
    expect(await applyCorrectionFile(actor, batch.id, new TextEncoder().encode(text))).toMatchObject({
      created: 1,
      refused: 0,
    });
    expect(await getBatch(actor, batch.id)).toMatchObject({ status: "processed", createdCount: 2, refusedCount: 0 });
  });
});

describe("a batch file whose columns have the same names as those of a download", () => {
  const named = (columns: string) =>
    fileOf(`${columns},${header}\n9,other,${row("R1")}\n8,another,${row("B1", "1,50")}\n`);

  it.each(["BATCH_LINE,BATCH_ID", "batch_line,batch_id", "Batch Line,batch-id", "Error_Code,ERROR_MESSAGE"])(
    "%s: the download has both, and can repair the batch",
    async (columns) => {
      const actor = await admin();
      const { batch } = await created(actor, named(columns));
      const lines = await downloaded(actor, batch.id);
      const [first, second] = columns.split(",").map((name) => `${name} (source)`);
      expect(lines).toEqual([
        expect.objectContaining({
          [first!]: "8",
          [second!]: "another",
          batch_line: "3",
          batch_id: batch.id,
          error_code: "amount_decimal_comma",
        }),
      ]);
      expect(await correct(actor, batch.id, soundAmount(lines))).toMatchObject({ created: 1, refused: 0 });
      expect(await getBatch(actor, batch.id)).toMatchObject({ status: "processed", createdCount: 2, refusedCount: 0 });
    },
  );

  it("can be repaired by a file with the old names of its columns, or with our names in another spelling", async () => {
    const actor = await admin();
    const { batch } = await created(
      actor,
      fileOf(`BATCH_ID,${header}\nmine,${row("R1")}\nmine,${row("B1", "1,50")}\nmine,${row("B2", "2,50")}\n`),
    );
    const [one, other] = soundAmount(await downloaded(actor, batch.id));
    expect(await correct(actor, batch.id, [{ BATCH_ID: "mine", ...one! }])).toMatchObject({ created: 1, refused: 0 });
    const { batch_line = "", batch_id = "", ...rest }: Line = other!;
    expect(await correct(actor, batch.id, [{ ...rest, "Batch Line": batch_line, "Batch-ID": batch_id }])).toMatchObject(
      { created: 1, refused: 0 },
    );
  });

  it("keeps both sets apart when a download is uploaded as a batch, twice in a row", async () => {
    const actor = await admin();
    const { batch } = await created(
      actor,
      fileOf(`batch_line (source),batch_line,${header}\nx,9,${row("R1")}\ny,8,${row("B1", "1,50")}\n`),
    );
    const lines = await downloaded(actor, batch.id);
    expect(lines).toEqual([
      expect.objectContaining({ "batch_line (source)": "y", "batch_line (source) (source)": "8", batch_line: "3" }),
    ]);
    expect(await correct(actor, batch.id, soundAmount(lines))).toMatchObject({ created: 1, refused: 0 });
  });
});
