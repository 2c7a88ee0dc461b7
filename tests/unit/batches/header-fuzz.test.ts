import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { cellKeys, placed, type ColumnMapping, type HeadRecord } from "@/lib/batches/file-format/mapping/mapping";
import { answersOf, mappingOf, roles, type Answers, type Role } from "@/lib/batches/file-format/mapping/roles";
import { recognized, templates } from "@/lib/batches/file-format/mapping/templates";
import { FileFault } from "@/lib/batches/reading/file-fault";
import { firstOfFile } from "@/lib/batches/reading/open-file";
import { rowValues } from "@/lib/batches/rules/judge";
import { payoutField, type ColumnName, type RowValues } from "@/lib/payouts/fields/table";
import { bytesOf, inPieces, readFile, type ReadFile } from "@/tests/support/read-batch-file";
import { oddHeader, shuffled } from "@/tests/support/odd-headers";
import { orInSoak } from "@/tests/support/seed";

vi.setConfig({ testTimeout: orInSoak(120_000, 1_200_000) });
const numRuns = orInSoak(2_000, 20_000);

/** What a header cell says to a person who overlooks case, accents and everything but letters and digits. */
const said = (text: string) =>
  text
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .toLowerCase();

const namesOf = (column: ColumnName) => [column, ...payoutField(column).aliases].map(said);
const otherNamesOf = (column: ColumnName) => payoutField(column).headerWords.alone.map(said);

/** A file with this header and one row, in which every cell says which cell of the header it stands below. */
const fileOf = (names: readonly string[], tags = names.map((_, index) => `v${index}`)) =>
  stringify([names, tags], { delimiter: ";", quoted: true });

/** The header as the reader has it; undefined where the file is refused before, or its first line is blank. */
async function headOf(file: string): Promise<HeadRecord | undefined> {
  try {
    const records = await firstOfFile({ format: "csv", sheet: null, bytes: () => inPieces(bytesOf(file)) });
    return records[1]?.line === 2 ? records[0] : undefined;
  } catch (error) {
    if (error instanceof FileFault) return undefined;
    throw error;
  }
}

const read = async (file: string, mapping: ColumnMapping | null = null): Promise<ReadFile | undefined> => {
  const parsed = await readFile(file, { mapping });
  return "faults" in parsed ? undefined : parsed;
};

const valuesOf = ({ header: found, records }: ReadFile): RowValues => rowValues(found, records[0]!);

/** Which cell of the header a value stands below. */
const placeOf = (value: string): number => Number(/^v(\d+)$/.exec(value)?.[1] ?? NaN);

/** What is kept beside our columns comes from the cell whose name it has; of equal names the later ones are numbered. */
function expectOwnNames({ header: found, records }: ReadFile, names: readonly string[]) {
  for (const { name, index } of found.extra) {
    const written = said(names[placeOf(records[0]!.cells[index]!)]!);
    expect([said(name), said(name.replace(/ #\d+$/, ""))]).toContain(written);
  }
  for (const of of ["key", "name", "index"] as const)
    expect(new Set(found.extra.map((column) => column[of])).size).toBe(found.extra.length);
}

/** Files that are refused say nothing about what is read. */
const expectEnough = (times: number) => expect(times).toBeGreaterThan(numRuns / 20);

describe("a header of any cells, among them equal ones, empty ones and our own names in other letters,", () => {
  it("is read by our own names only where each stands above the value that is read, and above no other", async () => {
    let times = 0;
    await fc.assert(
      fc.asyncProperty(oddHeader, async (names) => {
        const parsed = await read(fileOf(names));
        if (!parsed) return;
        times += 1;
        for (const [column, value] of Object.entries(valuesOf(parsed)) as [ColumnName, string][]) {
          const at = placeOf(value);
          const isOwn = (name: string) => namesOf(column).includes(said(name));
          const isOther = (name: string) => otherNamesOf(column).includes(said(name));
          expect(isOwn(names[at]!) || isOther(names[at]!), `${column} from ${names[at]}`).toBe(true);
          expectNoRival(names, at, isOwn);
        }
        expectOwnNames(parsed, names);
      }),
      { numRuns },
    );
    expectEnough(times);
  });

  it("is that of a known system only where each value stands below the name that the system gives it", async () => {
    let times = 0;
    await fc.assert(
      fc.asyncProperty(oddHeader, async (names) => {
        const file = fileOf(names);
        const head = await headOf(file);
        const known = head && recognized([head]);
        if (!known?.mapping || known.mapping.header.line === null) return;
        const template = templates.find(({ name }) => name === known.name)!;
        const parsed = await read(file, known.mapping);
        if (!parsed) throw new Error("a known file was not read");
        times += 1;
        const values = valuesOf(parsed);
        for (const [column, from] of Object.entries(template.columns!) as [ColumnName, string | string[]][]) {
          if (values[column] === undefined || !(typeof from === "string" || Array.isArray(from))) continue;
          const found = values[column].split(" ").map((value) => said(names[placeOf(value)]!));
          expect(found).toEqual([from].flat().map(said));
          for (const place of values[column].split(" ").map(placeOf))
            expectNoRival(names, place, (name) => said(name) === said(names[place]!));
        }
        expectOwnNames(parsed, names);
      }),
      { numRuns },
    );
    expectEnough(times);
  });

  it("is read as a person said, cell by cell, and again in a file with the same cells, and in no other", async () => {
    let [times, timesAgain] = [0, 0];
    await fc.assert(
      fc.asyncProperty(oddHeader, fc.infiniteStream(fc.nat()), async (names, order) => {
        const head = await headOf(fileOf(names));
        if (!head) return;
        const keys = cellKeys(head.cells, true);
        expect(new Set(keys).size).toBe(keys.length);
        const answers = anyAnswers(head, order);
        const made = mappingOf(answers, head);
        if ("problems" in made) return;
        expect(mappingOf(answersOf(made.mapping), head)).toEqual(made);
        await expectRead(names, made.mapping, { names, answers }, (at) => [at]);
        times += 1;

        const moved = shuffled([...names.keys()], order);
        const later = moved.map((index) => names[index]!);
        const laterHead = await headOf(fileOf(later));
        const again = laterHead && placed(made.mapping, [laterHead]);
        if (!again) return;
        await expectRead(later, again, { names, answers }, (at) => {
          const name = said(later[at]!);
          // Nothing but the place tells equal names apart, and names that have neither letters nor digits.
          return name === "" || names.filter((one) => said(one) === name).length > 1 ? [at, moved[at]!] : [moved[at]!];
        });
        timesAgain += 1;
      }),
      { numRuns },
    );
    expectEnough(times);
    expectEnough(timesAgain);
  });
});

/** No other cell is such a name, with nothing but case, spaces, hyphens and low lines to overlook: which would be meant? */
function expectNoRival(names: readonly string[], at: number, is: (name: string) => boolean) {
  const plain = (text: string) => text.replace(/[\s_-]/g, "").toLowerCase();
  expect(names.filter((name, index) => index !== at && is(name) && said(name) === plain(name))).toEqual([]);
}

/** Roles for cells at random, none twice, and the same text in every row for what may have that. */
function anyAnswers({ cells }: HeadRecord, order: Iterator<number>): Answers {
  const wanted: Role[] = ["email", "reference", ...shuffled(roles, order).slice(0, 3)];
  const given: (Role | null)[] = [...new Set(wanted), ...cells.map(() => null)].slice(0, cells.length);
  return {
    headerLine: 1,
    roles: shuffled(given, order),
    constants: { amount: "12.50", currency: "EUR" },
    nameFromAddress: true,
    keepsChosen: false,
    decimalMark: null,
    dateForm: null,
  };
}

/** @param placesBefore where the cells may have stood that now stand here, in the file of which a person said the columns */
async function expectRead(
  names: readonly string[],
  mapping: ColumnMapping,
  before: { names: readonly string[]; answers: Answers },
  placesBefore: (at: number) => number[],
) {
  const parsed = await read(fileOf(names), mapping);
  if (!parsed) throw new Error("the file was not read");
  for (const [column, value] of Object.entries(valuesOf(parsed)) as [ColumnName, string][]) {
    if (mapping.columns[column]!.from !== "cells") continue;
    const isPart = (role: Role | null | undefined) => role === column || (column === "recipient_name" && isName(role));
    for (const at of value.split(" ").map(placeOf)) {
      const same = placesBefore(at).filter((place) => said(before.names[place]!) === said(names[at]!));
      const given = same.map((place) => before.answers.roles[place]);
      expect(given.some(isPart), `${column} from ${names[at]}, which is ${given.join(" or ")}`).toBe(true);
    }
    expect(value.split(" ").length).toBe(before.answers.roles.filter(isPart).length);
  }
  expectOwnNames(parsed, names);
}

const isName = (role: Role | null | undefined) => role === "first_name" || role === "last_name";
