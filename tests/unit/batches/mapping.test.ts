import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { DecimalMark } from "@/lib/batches/file-format/mapping/decimal-mark";
import { nameInAddress } from "@/lib/batches/file-format/mapping/apply";
import { cellKeys, placed, type ColumnMapping } from "@/lib/batches/file-format/mapping/mapping";
import { answersOf, mappingOf, type Answers, type Role } from "@/lib/batches/file-format/mapping/roles";
import { context } from "@/tests/support/parsed-text";
import { judgeAll, readFile } from "@/tests/support/read-batch-file";
import { orInSoak } from "@/tests/support/seed";
import { workbook } from "@/tests/support/workbook";

vi.setConfig({ testTimeout: 60_000 });

const word = fc.stringMatching(/^[A-Z][a-z]{1,10}$/);
const row = fc.record({
  first: word,
  last: word,
  email: fc.tuple(word, word).map(([local, host]) => `${local}@${host}.example`.toLowerCase()),
  minor: fc.integer({ min: 1, max: 99_999_999 }),
  reference: fc.stringMatching(/^[A-Z]{2}-[0-9]{1,6}$/),
  day: fc.constantFrom("2027-01-31", "2027-12-05", "2028-02-29"),
  note: word,
});
const rows = fc.uniqueArray(row, { minLength: 1, maxLength: 12, selector: ({ reference }) => reference });
type Row = typeof row extends fc.Arbitrary<infer T> ? T : never;

const grouped = (whole: string, separator: string) => whole.replace(/\B(?=(\d{3})+$)/g, separator);
const amountText = (minor: number, mark: DecimalMark | null, separator: string) => {
  const [whole = "", cents] = (minor / 100).toFixed(2).split(".");
  return mark === null ? `${whole}.${cents}` : `${grouped(whole, separator)}${mark}${cents}`;
};
const dayText = (day: string, form: Answers["dateForm"]) => {
  const [year, month, date] = day.split("-");
  if (form === "day_first") return `${date}.${month}.${year}`;
  if (form === "month_first") return `${Number(month)}/${Number(date)}/${year}`;
  return form === "year_first" ? `${year}/${month}/${date}` : day;
};

const shape = fc.record({
  joins: fc.boolean(),
  hasCurrency: fc.boolean(),
  fromAddress: fc.boolean(),
  decimalMark: fc.constantFrom<DecimalMark | null>(null, ".", ","),
  separator: fc.constantFrom("", "other", " ", "'"),
  dateForm: fc.constantFrom(null, "day_first" as const, "month_first" as const, "year_first" as const),
  hasHeader: fc.boolean(),
  titles: fc.integer({ min: 0, max: 4 }),
  delimiter: fc.constantFrom(",", ";", "|", "\t"),
  order: fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
});
type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never;

/** The columns of a file of this shape. One has a name of ours and is not read: it must never be taken for the one that is. */
function columnsOf(of: Shape): { role: Role | null; name: string; cell: (one: Row) => string }[] {
  const separator = of.separator === "other" ? (of.decimalMark === "." ? "," : ".") : of.separator;
  const name = of.joins
    ? [
        { role: "last_name" as const, name: "zz2", cell: ({ last }: Row) => last },
        { role: "first_name" as const, name: "zz1", cell: ({ first }: Row) => first },
      ]
    : [{ role: "recipient_name" as const, name: "zz1", cell: (one: Row) => `${one.first} ${one.last}` }];
  const columns = [
    ...(of.fromAddress ? [] : name),
    { role: "email" as const, name: "email", cell: ({ email }: Row) => email },
    { role: "amount" as const, name: "aa", cell: ({ minor }: Row) => amountText(minor, of.decimalMark, separator) },
    ...(of.hasCurrency ? [{ role: "currency" as const, name: "cc", cell: () => "EUR" }] : []),
    { role: "reference" as const, name: "rr", cell: ({ reference }: Row) => reference },
    { role: "expires_at" as const, name: "dd", cell: ({ day }: Row) => dayText(day, of.dateForm) },
    { role: null, name: "recipient_name", cell: ({ note }: Row) => note },
  ];
  return columns
    .map((column, index) => ({ column, at: of.order[index] ?? 0 }))
    .sort((one, other) => one.at - other.at)
    .map(({ column }) => column);
}

const plainFile = (of: Shape, all: readonly Row[]) =>
  stringify([
    ["recipient_name", "email", "amount", "currency", "reference", "expires_at"],
    ...all.map((one) => [
      of.fromAddress ? nameInAddress(one.email) : `${one.first} ${one.last}`,
      one.email,
      amountText(one.minor, null, ""),
      "EUR",
      one.reference,
      one.day,
    ]),
  ]);

function mappingFor(of: Shape, all: readonly Row[], titles: number): ColumnMapping {
  const columns = columnsOf(of);
  const cells = of.hasHeader ? columns.map(({ name }) => name) : columns.map(({ cell }) => cell(all[0]!));
  const line = of.hasHeader ? titles + 1 : null;
  const made = mappingOf(
    {
      headerLine: line,
      roles: columns.map(({ role }) => role),
      constants: of.hasCurrency ? {} : { currency: "EUR" },
      nameFromAddress: of.fromAddress,
      keepsChosen: false,
      decimalMark: of.decimalMark,
      dateForm: of.dateForm,
    },
    { line: line ?? 1, cells },
  );
  if ("problems" in made) throw new Error(made.problems.join(" "));
  return made.mapping;
}

describe("what a mapping reads", () => {
  it("equals what a plain file with the same values gives, for any joins, constants, marks, dates and order", () =>
    fc.assert(
      fc.asyncProperty(rows, shape, async (all, of) => {
        const titles = of.hasHeader ? of.titles : 0;
        const columns = columnsOf(of);
        const above = Array.from({ length: titles }, (_, index) => [
          `Title ${index}`,
          ...columns.slice(1).map(() => ""),
        ]);
        const lines = [
          ...above,
          ...(of.hasHeader ? [columns.map(({ name }) => name)] : []),
          ...all.map((one) => columns.map(({ cell }) => cell(one))),
        ];
        const mapped = await readFile(stringify(lines, { delimiter: of.delimiter }), {
          mapping: mappingFor(of, all, titles),
        });
        const plain = await readFile(plainFile(of, all));
        if ("faults" in mapped || "faults" in plain) throw new Error(JSON.stringify([mapped, plain]));
        const [one, other] = [judgeAll(mapped, context), judgeAll(plain, context)];
        const withoutLines = <T extends { line: number }>(list: readonly T[]) =>
          list.map(({ line: _, ...rest }) => rest);
        expect(withoutLines(one.accepted)).toEqual(withoutLines(other.accepted));
        expect(one.refused.map(({ errors }) => errors.map(({ code }) => code))).toEqual(
          other.refused.map(({ errors }) => errors.map(({ code }) => code)),
        );
      }),
      { numRuns: orInSoak(300, 3_000) },
    ));

  it("keeps a row with a cell too many or too few from being read", async () => {
    const mapping = mappingFor({ ...plainShape, hasHeader: true }, [sample], 0);
    const columns = columnsOf(plainShape);
    const cells = columns.map(({ cell }) => cell(sample));
    const lines = [columns.map(({ name }) => name), cells.slice(1), [...cells, "more"]].map((line) => line.join(","));
    const read = await readFile(lines.join("\n"), { mapping });
    if ("faults" in read) throw new Error("not read");
    const { accepted, refused } = judgeAll(read, context);
    expect(accepted).toEqual([]);
    expect(refused.map(({ errors }) => errors.map(({ message }) => message))).toEqual([
      [expect.stringContaining("6")],
      [expect.stringContaining("8")],
    ]);
  });

  it("of a workbook is the value of a number, whatever mark the texts of the file have", async () => {
    const columns = columnsOf({ ...plainShape, decimalMark: "," });
    const cells = columns.map(({ role, cell }) =>
      role === "amount" ? { number: "1234.5", format: "#,##0.00" } : cell(sample),
    );
    const text = columns.map(({ role, cell }) =>
      role === "amount" ? "1.234,50" : cell({ ...sample, reference: "AB-2" }),
    );
    for (const hasHeader of [true, false]) {
      const of = { ...plainShape, decimalMark: "," as const, hasHeader };
      const rowsOfSheet = [...(hasHeader ? [columns.map(({ name }) => name)] : []), cells, text];
      const read = await readFile(workbook(rowsOfSheet), { mapping: mappingFor(of, [sample], 0) });
      if ("faults" in read) throw new Error(JSON.stringify(read));
      expect(judgeAll(read, context).accepted.map(({ amountMinor }) => amountMinor)).toEqual([123450n, 123450n]);
    }
  });
});

const sample: Row = {
  first: "Ada",
  last: "Byron",
  email: "ada@example.com",
  minor: 123_450,
  reference: "AB-1",
  day: "2027-01-31",
  note: "Note",
};
const plainShape: Shape = {
  joins: false,
  hasCurrency: true,
  fromAddress: false,
  decimalMark: null,
  separator: "",
  dateForm: null,
  hasHeader: true,
  titles: 0,
  delimiter: ",",
  order: [],
};

describe("a mapping", () => {
  const columns = columnsOf(plainShape);
  const mapping = mappingFor(plainShape, [sample], 0);

  it("fits a later file with the same columns in another order, below another title, and no other file", async () => {
    const turned = [...columns].reverse();
    const records = [
      { line: 1, cells: ["Payments of May"] },
      { line: 3, cells: turned.map(({ name }) => ` ${name.toUpperCase()} `) },
    ];
    const later = placed(mapping, records);
    expect(later?.header.line).toBe(3);
    const lines = ["Payments of May", "", turned.map(({ name }) => name), turned.map(({ cell }) => cell(sample))].join(
      "\n",
    );
    const read = await readFile(lines, { mapping: later! });
    if ("faults" in read) throw new Error("not read");
    expect(judgeAll(read, context).accepted).toMatchObject([
      { recipientEmail: "ada@example.com", amountMinor: 123450n },
    ]);
    const more = { line: 1, cells: [...columns.map(({ name }) => name), "another"] };
    expect(placed(mapping, [more])).toBeUndefined();
    expect(placed(mapping, [{ line: 1, cells: more.cells.slice(1) }])).toBeUndefined();
  });

  it("of cells with the same name holds for their order alone", () => {
    const keys = cellKeys(["Amount", "Email", "amount"], true);
    const twice = { ...mapping, header: { line: 1, keys } };
    expect(placed(twice, [{ line: 1, cells: ["Amount", "Email", "Amount"] }])).toBeDefined();
    expect(placed(twice, [{ line: 1, cells: ["Email", "Amount", "Amount"] }])).toBeUndefined();
  });

  it("is made again of what a person would have answered", () => {
    const head = { line: 1, cells: columns.map(({ name }) => name) };
    expect(mappingOf(answersOf(mapping), head)).toEqual({ mapping });
    const parts: Role[] = ["last_name", "first_name", "recipient_name", "email", "amount", "currency", "reference"];
    const three = mappingOf({ ...answersOf(mapping), roles: parts }, { line: 1, cells: parts });
    if ("problems" in three) throw new Error(three.problems.join(" "));
    expect(three.mapping.columns.recipient_name).toEqual({
      from: "cells",
      keys: ["firstname", "recipientname", "lastname"],
    });
    expect(mappingOf(answersOf(three.mapping), { line: 1, cells: parts })).toEqual(three);
  });

  it("is refused while a column that every payout needs is not said, or is said twice", () => {
    const head = { line: 1, cells: ["a", "b"] };
    const answers: Answers = { ...answersOf(mapping), roles: ["amount", "amount"], constants: {} };
    const problems = Array(5).fill(expect.any(String)) as string[];
    expect(mappingOf(answers, head)).toEqual({ problems });
  });
});
