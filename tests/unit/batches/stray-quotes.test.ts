import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFile } from "@/tests/support/read-batch-file";
import { codes, header, inspect, row } from "@/tests/support/parsed-text";
import { orInSoak } from "@/tests/support/seed";

const good = (count: number) => Array.from({ length: count }, (_, index) => row(`R${index + 1}`));
const quoted = (count: number) => good(count).map((line) => `"${line.replaceAll(",", '","')}"`);
const file = (rows: readonly string[]) => [header, ...rows, ""].join("\n");

describe("a row with a wrong quotation mark", () => {
  it.each([
    ["an inch", '6" pipe,ada@example.com,12.50,USD,X', "row_stray_quote"],
    ["a nickname", 'Ada "Countess" Byron,ada@example.com,12.50,USD,X', "row_stray_quote"],
    ["an opening mark that got lost", 'Byron","ada@example.com","12.50","USD","X"', "row_stray_quote"],
    ["text behind a closing mark", '"Ada" Byron,ada@example.com,12.50,USD,X', "row_text_after_quote"],
    ["two quoted texts in one cell", '"" "Ada",ada@example.com,12.50,USD,X', "row_text_after_quote"],
    ["a quoted separator beside it", '"Byron, Ada",ada@example.com,12 "50",USD,X', "row_stray_quote"],
  ])("is refused alone and named: %s", async (_, wrong, code) => {
    const { accepted, refused } = await inspect(file([row("R1"), wrong, row("R2")]));
    expect(accepted.map(({ line }) => line)).toEqual([2, 4]);
    expect(refused).toMatchObject([{ line: 3, errors: [{ code, line: 3, column: null }] }]);
    expect(refused[0]!.errors[0]!.message).toContain("line 3");
  });

  it("keeps its cells as they were written", async () => {
    const { refused } = await inspect(file(['Ada "Countess" B,"x,y",12.50,USD,X', '"Ada" B,"a ""b""",12.50,USD,Y']));
    expect(refused.map(({ values }) => [values.recipient_name, values.email])).toEqual([
      ['Ada "Countess" B', "x,y"],
      ['"Ada" B', 'a "b"'],
    ]);
  });

  it("refuses the file where the row may go on in the next line, and names row and line", async () => {
    for (const [wrong, line] of [
      ['"Ada,ada@example.com,12.50,USD,X', 3],
      ['"Ada,"ada@example.com","12.50",USD,X', 3],
      ['Ada "Countess, of Lovelace",ada@example.com,12.50,USD,X', 3],
      ['Ada "Countess', 3],
      ['"Ada\nByron",ada "x" y,12.50,USD,X', 4],
    ] as const) {
      const read = await readFile(file([row("R1"), wrong, row("R2")]));
      expect("faults" in read && read.faults).toMatchObject([{ scope: "file", line }]);
      expect("faults" in read && read.faults[0]?.message).toContain("the row that begins on line 3");
    }
  });
});

describe("one quotation mark too many in a file", () => {
  it("behind a letter of an unquoted cell refuses that row and no other", () =>
    fc.assert(
      fc.asyncProperty(fc.nat({ max: 9 }), fc.noBias(fc.nat({ max: 99 })), async (index, at) => {
        const rows = good(10);
        const places = [...rows[index]!.matchAll(/(?<=[^,])(?=[^,])/g)].map((match) => match.index);
        const place = places[at % places.length]!;
        rows[index] = `${rows[index]!.slice(0, place)}"${rows[index]!.slice(place)}`;
        const { accepted, refused } = await inspect(file(rows));
        expect(refused).toMatchObject([{ line: index + 2, errors: [{ code: "row_stray_quote" }] }]);
        expect(accepted).toEqual((await inspect(file(good(10)))).accepted.filter(({ line }) => line !== index + 2));
      }),
      { numRuns: orInSoak(100, 2_000) },
    ));

  it("anywhere in a row leaves the other rows as they were, or refuses the file with the place", () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom(good, quoted),
        fc.nat({ max: 9 }),
        fc.noBias(fc.nat({ max: 999 })),
        async (write, index, at) => {
          const rows = write(10);
          const place = at % (rows[index]!.length + 1);
          rows[index] = `${rows[index]!.slice(0, place)}"${rows[index]!.slice(place)}`;
          const read = await readFile(file(rows));
          if ("faults" in read) {
            expect(read.faults).toMatchObject([{ line: index + 2 }]);
            return;
          }
          const others = (await inspect(file(good(10)))).accepted.filter(({ line }) => line !== index + 2);
          const { accepted } = await inspect(file(rows));
          expect(accepted.filter(({ line }) => line !== index + 2)).toEqual(others);
        },
      ),
      { numRuns: orInSoak(200, 5_000) },
    ));

  it("does not hide what else is wrong in other rows", async () => {
    expect(await codes(file(['6" pipe,ada@example.com,1,USD,X', "Ada,ada@example.com,1,XXX,Y"]))).toEqual([
      "row_stray_quote",
      "currency_unknown",
    ]);
  });
});
