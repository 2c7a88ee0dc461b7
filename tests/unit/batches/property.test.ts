import { stringify } from "csv-stringify/sync";
import { languages } from "@/lib/recipient-words/languages";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { unguarded } from "@/lib/csv-text";
import { columnNames, payoutFields } from "@/lib/payouts/fields/table";
import { orInSoak } from "@/tests/support/seed";
import { ingestErrorTable } from "@/lib/ingest-errors/table";
import { withoutHidden } from "@/lib/incoming-text";
import { currencies, toDecimal } from "@/lib/money";
import { mutatedFile } from "@/tests/support/mutated-file";
import { expectSameAsSource, plainRecords, plainText } from "@/tests/support/plain-records";
import { judgeAll, readFile } from "@/tests/support/read-batch-file";

// Thousands of files each, which is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const context = { now: new Date("2026-11-23T12:00:00.000Z"), timeZone: "Pacific/Auckland" };
const example = readFileSync("examples/payouts.csv");

const cleanText = (maxLength: number) =>
  fc
    .string({ unit: "grapheme", minLength: 1, maxLength: maxLength / 8 })
    .map((text) => withoutHidden(text))
    .filter((text) => text !== "" && !/^[=#]|\ufffd/.test(text) && [...text].length <= maxLength)
    // An apostrophe before a formula is what our own files write to guard it, and reading takes it away.
    .filter((text) => unguarded(text) === text);

const payout = fc.record({
  recipientName: cleanText(200),
  recipientEmail: fc
    .tuple(fc.stringMatching(/^[a-z0-9]{1,20}$/), fc.stringMatching(/^[a-z]{2,12}$/))
    .map(([local, host]) => `${local}@${host}.example`),
  amountMinor: fc.bigInt({ min: 1n, max: 999_999_999_999_999n }),
  currency: fc.constantFrom(...currencies),
  reference: cleanText(100).filter((text) => !/^\d([.,]\d+)?E\+\d+$/i.test(text)),
  expiresAt: fc.option(fc.date({ min: new Date("2026-11-24"), max: new Date("2028-11-22"), noInvalidDate: true })),
  language: fc.option(fc.constantFrom(...languages)),
  verificationCode: fc.option(
    fc.tuple(fc.stringMatching(/^[A-Z0-9]{4}$/), cleanText(40)).map(([start, rest]) => start + rest),
  ),
});
const payouts = fc.uniqueArray(payout, { minLength: 1, maxLength: 20, selector: ({ reference }) => reference });
const spelling = fc.record({
  delimiter: fc.constantFrom(",", ";", "\t", "|"),
  record_delimiter: fc.constantFrom("\n", "\r\n", "\r"),
  quoted: fc.boolean(),
  bom: fc.boolean(),
});

type Payout = typeof payout extends fc.Arbitrary<infer T> ? T : never;
const cellsOf = (one: Payout) => ({
  recipient_name: one.recipientName,
  email: one.recipientEmail,
  amount: toDecimal(one.amountMinor, one.currency),
  currency: one.currency,
  reference: one.reference,
  expires_at: one.expiresAt?.toISOString() ?? "",
  verification_code: one.verificationCode ?? "",
  language: one.language ?? "",
});

describe("a written file", () => {
  it("is read back exactly, in any column order and with any separator, quoting and line end", () => {
    return fc.assert(
      fc.asyncProperty(
        payouts,
        spelling,
        fc.shuffledSubarray(columnNames, { minLength: columnNames.length }),
        async (rows, options, columns) => {
          const file = stringify(rows.map(cellsOf), { ...options, header: true, columns });
          const parsed = await readFile(Buffer.from(file));
          if ("faults" in parsed) throw new Error(parsed.faults[0]?.message);
          const { accepted, refused } = judgeAll(parsed, context);
          expect(refused).toEqual([]);
          expect(accepted.map(({ line: _, ...fields }) => fields)).toEqual(rows);
        },
      ),
      { numRuns: orInSoak(100, 2_000) },
    );
  });
});

/** The number of records, blank or not: the line ends outside quotes, plus a last line without one. */
function countOfRecords(text: string): number {
  const outside = text.replace(/(?<=^|[,\r\n])[^\S\r\n]*"(?:[^"]|"")*"/g, "q");
  return outside.split(/\r\n|\r|\n/).length - (/(?:[\r\n]|^)$/.test(outside) ? 1 : 0);
}

/** What stands above a header is never left out without saying so. */
function headerLine(notes: readonly string[]): number | undefined {
  const [, line] = /^The header stands on line (\d+)\./.exec(notes[0] ?? "") ?? [];
  return line === undefined ? undefined : Number(line);
}

describe("a damaged file", () => {
  it("is refused as a whole, or has exactly its own records accepted or refused", async () => {
    let judged = 0;
    await fc.assert(
      fc.asyncProperty(mutatedFile(6), async (bytes) => {
        const parsed = await readFile(bytes);
        if ("faults" in parsed) {
          expect(parsed.faults.length).toBeGreaterThan(0);
          for (const { code } of parsed.faults) expect(ingestErrorTable[code].scope).toBe("file");
          return;
        }
        const { accepted, refused } = judgeAll(parsed, context);
        for (const row of refused) expect(row.errors.length).toBeGreaterThan(0);
        const text = plainText(bytes);
        if (text === null) return;
        judged += 1;
        const { records, blank } = plainRecords(text);
        const header = headerLine(parsed.header.notes) ?? records[0]!.line;
        const above = records.filter(({ line }) => line < header).length;
        expect([...accepted, ...refused].map(({ line }) => line).sort((one, other) => one - other)).toEqual(
          records.slice(above + 1).map(({ line }) => line),
        );
        expect(above + 1 + accepted.length + refused.length + blank).toBe(countOfRecords(text));
      }),
      { numRuns: orInSoak(500, 10_000) },
    );
    expect(judged).toBeGreaterThan(orInSoak(50, 1_000));
  });

  it("creates payouts only from the exact cells of one of its lines", async () => {
    let made = 0;
    await fc.assert(
      fc.asyncProperty(mutatedFile(3), async (bytes) => {
        const [parsed, text] = [await readFile(bytes), plainText(bytes)];
        if ("faults" in parsed || text === null) return;
        const source = new Map(plainRecords(text).records.map((record) => [record.line, record]));
        const { accepted } = judgeAll(parsed, context);
        made += accepted.length;
        for (const row of accepted)
          expectSameAsSource(row, source.get(row.line)!, parsed.header.positions, context.timeZone);
      }),
      { numRuns: orInSoak(300, 5_000) },
    );
    expect(made).toBeGreaterThan(orInSoak(300, 5_000));
  });

  it("made of random bytes is refused with complete messages", () => {
    return fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (bytes) => {
        const parsed = await readFile(bytes);
        if ("faults" in parsed)
          for (const fault of parsed.faults)
            expect(fault.message + fault.suggestion).not.toMatch(/\{\w+\}|undefined|null/);
      }),
      { numRuns: orInSoak(300, 5_000) },
    );
  });
});

describe("the example file", () => {
  it("has 300 rows, of which seven have seven different errors, at any time", async () => {
    const parsed = await readFile(example);
    if ("faults" in parsed) throw new Error("the example was refused");
    for (const now of [new Date("2026-11-23"), new Date("2099-01-01")]) {
      const { accepted, refused } = judgeAll(parsed, { ...context, now });
      expect([accepted.length, refused.length]).toEqual([293, 7]);
      expect(new Set(refused.flatMap(({ errors }) => errors.map((error) => error.code))).size).toBe(7);
    }
  });
});

describe("the table of columns", () => {
  it("has an example for each column that fits its limit", () => {
    for (const name of columnNames)
      expect(payoutFields[name].example.length).toBeLessThanOrEqual(payoutFields[name].maxLength);
  });
});
