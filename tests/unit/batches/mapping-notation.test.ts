import { stringify } from "csv-stringify/sync";
import { expect, it } from "vitest";
import type { ColumnMapping } from "@/lib/batches/file-format/mapping/mapping";
import { mappingOf } from "@/lib/batches/file-format/mapping/roles";
import { context } from "@/tests/support/parsed-text";
import { judgeAll, readFile } from "@/tests/support/read-batch-file";
import { workbook, type Cell } from "@/tests/support/workbook";

const names = ["who", "where", "sum", "case", "until"];
type Said = Pick<ColumnMapping, "decimalMark" | "dateForm">;
const nothingSaid: Said = { decimalMark: null, dateForm: null };

function mappingUnder(said: Said): ColumnMapping {
  const made = mappingOf(
    {
      headerLine: 1,
      roles: ["recipient_name", "email", "amount", "reference", "expires_at"],
      constants: { currency: "KWD" },
      nameFromAddress: false,
      keepsChosen: false,
      ...said,
    },
    { line: 1, cells: names },
  );
  if ("problems" in made) throw new Error(made.problems.join(" "));
  return made.mapping;
}

/** One row under this mapping, in which the amount or the expiry is this text. */
const readOne = (said: Said, column: "amount" | "expires_at", text: string) =>
  readFile(
    stringify([
      names,
      ["Ada Byron", "ada@example.com", column === "amount" ? text : "12", "AB-1", column === "expires_at" ? text : ""],
    ]),
    { mapping: mappingUnder(said) },
  );

it.each([
  ["decimal_mark_other", "12.50", "amount", { decimalMark: ",", dateForm: null }],
  ["decimal_mark_other", "12,50", "amount", { decimalMark: ".", dateForm: null }],
  ["decimal_mark_unsaid", "1.250", "amount", { decimalMark: null, dateForm: null }],
  ["decimal_mark_unsaid", "12,50", "amount", { decimalMark: null, dateForm: null }],
  ["date_form_other", "12/31/2027", "expires_at", { decimalMark: null, dateForm: "day_first" }],
  ["date_form_other", "31.12.2027", "expires_at", { decimalMark: null, dateForm: "month_first" }],
  ["date_form_other", "31.12.2027", "expires_at", { decimalMark: null, dateForm: "year_first" }],
  ["date_form_unsaid", "01/02/2027", "expires_at", { decimalMark: null, dateForm: null }],
] as const)("stops with %s at “%s”", async (code, value, column, said) => {
  expect(await readOne(said, column, value)).toMatchObject({ faults: [{ code, line: 2, column, value }] });
});

it.each([
  ["a dozen", "amount", { decimalMark: null, dateForm: null }],
  ["12.34.5", "amount", { decimalMark: ",", dateForm: null }],
  ["45.45.2027", "expires_at", { decimalMark: null, dateForm: null }],
  ["tomorrow", "expires_at", { decimalMark: null, dateForm: "day_first" }],
] as const)("refuses the row alone where no way can read “%s”", async (text, column, said) => {
  const read = await readOne(said, column, text);
  if ("faults" in read) throw new Error(JSON.stringify(read));
  expect(judgeAll(read, context).refused.map(({ errors }) => errors[0]!.column)).toEqual([column]);
});

it("says nothing of the decimal mark where a workbook has numbers, and stops at the same amount as text", async () => {
  const sheet = (amount: Cell) => workbook([names, ["Ada Byron", "ada@example.com", amount, "AB-1", ""]]);
  const mapping = mappingUnder(nothingSaid);
  const read = await readFile(sheet({ number: "1.25", format: "0.000" }), { mapping });
  if ("faults" in read) throw new Error(JSON.stringify(read));
  expect(judgeAll(read, context).accepted).toMatchObject([{ amountMinor: 1250n, currency: "KWD" }]);
  expect(await readFile(sheet("1.250"), { mapping })).toMatchObject({
    faults: [{ code: "decimal_mark_unsaid", value: "1.250" }],
  });
});
