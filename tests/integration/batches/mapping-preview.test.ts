import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import type { Answers } from "@/lib/batches/file-format/mapping/roles";
import { finishBatch } from "@/lib/batches/ingest/work";
import { chooseColumns } from "@/lib/batches/mapping/mutations";
import { previewColumns } from "@/lib/batches/mapping/preview";
import { columnTable, firstRowsOf, unclearColumns } from "@/lib/batches/mapping/table";
import { admin, fileOf, validated } from "@/tests/support/batch-files";
import { useDatabase } from "@/tests/support/database";
import { workbook, type Cell } from "@/tests/support/workbook";

useDatabase();

const head = ["Surname", "Post to", "How much", "Case", "Until"];
const rows = (count: number, amount: (index: number) => Cell): Cell[][] =>
  Array.from({ length: count }, (_, index) => [
    `Byron ${index}`,
    `ada${index}@example.com`,
    amount(index),
    `C-${index}`,
    { number: `${46_600 + (index % 500)}`, format: "d/m/yy" },
  ]);
const book = (cells: Cell[][]) => ({ fileName: "claims.xlsx", content: new Uint8Array(workbook([head, ...cells])) });
const text = (cells: Cell[][]) =>
  fileOf([head.slice(0, cells[0]!.length), ...cells].map((row) => row.join(";")).join("\n"), "claims.csv");

const answers: Answers = {
  headerLine: 1,
  roles: ["recipient_name", "email", "amount", "reference", null],
  constants: { currency: "EUR" },
  nameFromAddress: false,
  keepsChosen: false,
  decimalMark: ",",
  dateForm: null,
};

/** Without its bytes, a file can only be read from what is held of it. */
const loseBytes = (id: string) => db.execute(sql`delete from batch_file_chunks where batch_id = ${id}`);

test("the file is read once for all looks at its preview, and each look reads it under its own answers", async () => {
  const actor = await admin();
  const cells = rows(1_500, (index) => ({ number: `${index + 1}.5`, format: "0.00" }));
  for (const file of [book(cells), text(rows(1_500, (index) => `${index + 1},50`).map((row) => row.slice(0, 4)))]) {
    const { id } = await validated(actor, file);
    const roles = file.fileName.endsWith("csv") ? answers.roles.slice(0, 4) : answers.roles;
    await firstRowsOf(actor, id);
    await loseBytes(id);
    const looks = await Promise.all([
      previewColumns(actor, id, { ...answers, roles }),
      previewColumns(actor, id, { ...answers, roles, constants: {} }),
      previewColumns(actor, id, { ...answers, roles, constants: { currency: "JPY" } }),
    ]);
    expect(looks).toMatchObject([
      {
        judged: 1_000,
        refused: 0,
        rows: [{ values: { amount: "1.50", currency: "EUR" } }, ...Array<object>(9).fill({})],
      },
      { problems: [expect.stringContaining("currency")] },
      { judged: 1_000, refused: 1_000 },
    ]);
  }
});

test("a preview says what the file then becomes, of a workbook too, whose cells depend on what they are taken for", async () => {
  const actor = await admin();
  const amounts = (index: number): Cell => (index % 3 === 0 ? "1.234,50" : { number: "12.5", format: "0.00" });
  const { id } = await validated(actor, book(rows(40, amounts)));
  const said: Answers = { ...answers, roles: ["recipient_name", "email", "amount", "reference", "expires_at"] };
  const preview = await previewColumns(actor, id, said);
  await chooseColumns(actor, id, said, null);
  const { acceptedCount, refusedCount } = await finishBatch(actor, id);
  expect(preview).toMatchObject({ judged: 40, refused: refusedCount });
  expect([acceptedCount, refusedCount]).toEqual([40, 0]);
});

test("a date or an amount that a workbook keeps as a number is asked about by nobody; one that is text is", async () => {
  const actor = await admin();
  const number = await validated(actor, book(rows(5, () => ({ number: "1234.5", format: "#,##0.00" }))));
  const first = await firstRowsOf(actor, number.id);
  const { amounts, dates } = await unclearColumns(first, columnTable(first)!);
  expect([amounts[2], dates[4]]).toEqual([null, null]);
  const roles = ["recipient_name", "email", "amount", "reference", "expires_at"] as const;
  const unsaid = { ...answers, roles: [...roles], decimalMark: null };
  expect(await previewColumns(actor, number.id, unsaid)).toMatchObject({
    rows: [{ values: { amount: "1234.50" } }, {}, {}, {}, {}],
  });
  const texts = await validated(actor, book(rows(5, () => "1.234,50").map((row) => [...row.slice(0, 4), "9.12.2027"])));
  const written = await firstRowsOf(actor, texts.id);
  const unclear = await unclearColumns(written, columnTable(written)!);
  expect([unclear.amounts[2], unclear.dates[4]]).toEqual(["1.234,50", "9.12.2027"]);
  expect(await previewColumns(actor, texts.id, unsaid)).toMatchObject({
    problems: [expect.stringContaining("1.234,50"), expect.stringContaining("9.12.2027")],
  });
});

test("of rows that are very long fewer are held, and the page still has a guess for each column", async () => {
  const actor = await admin();
  const long = (index: number) => `${"long ".repeat(20_000)}${index}`;
  const cells = rows(300, () => "12,50").map((row, index) => [...row.slice(0, 4), long(index)]);
  for (const file of [book(cells), text(cells)]) {
    const { id } = await validated(actor, file);
    const first = await firstRowsOf(actor, id);
    expect(first.records.length).toBeLessThan(120);
    expect(columnTable(first)!.answers.roles).toHaveLength(5);
    expect(await previewColumns(actor, id, answers)).toMatchObject({ refused: 0 });
  }
});
