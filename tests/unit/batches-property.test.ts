import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { columnNames, columnTable } from "@/lib/batches/columns";
import { ingestErrorTable } from "@/lib/batches/ingest-errors";
import { currencies, toDecimal } from "@/lib/money";
import { judgeAll, readFile } from "../read-batch-file";

// Thousands of files each; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

const context = { now: new Date("2026-11-23T12:00:00.000Z"), timeZone: "Pacific/Auckland" };
const example = readFileSync("examples/payouts.csv");

const plainText = (maxLength: number) =>
  fc.string({ unit: "grapheme", minLength: 1, maxLength: maxLength / 8 }).filter((text) => text.trim() === text && text !== "" && !/^[=#]/.test(text) && !/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u.test(text) && [...text].length <= maxLength);

const payout = fc.record({
  recipientName: plainText(200),
  recipientEmail: fc.tuple(fc.stringMatching(/^[a-z0-9]{1,20}$/), fc.stringMatching(/^[a-z]{2,12}$/)).map(([local, host]) => `${local}@${host}.example`),
  amountMinor: fc.bigInt({ min: 1n, max: 999_999_999_999_999n }),
  currency: fc.constantFrom(...currencies),
  reference: plainText(100).filter((text) => !/^\d([.,]\d+)?E\+\d+$/i.test(text)),
  expiresAt: fc.option(fc.date({ min: new Date("2026-11-24"), max: new Date("2028-11-22"), noInvalidDate: true })),
  verificationCode: fc.option(fc.tuple(fc.stringMatching(/^[A-Z0-9]{4}$/), plainText(40)).map(([start, rest]) => start + rest)),
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
});

describe("what is written to a file", () => {
  it("is read back exactly, in whatever order, separator, quoting and line end a program writes it", () => {
    return fc.assert(
      fc.asyncProperty(payouts, spelling, fc.shuffledSubarray(columnNames, { minLength: columnNames.length }), async (rows, options, columns) => {
        const file = stringify(rows.map(cellsOf), { ...options, header: true, columns });
        const parsed = await readFile(Buffer.from(file));
        if ("faults" in parsed) throw new Error(parsed.faults[0]?.message);
        const { accepted, refused } = judgeAll(parsed, context);
        expect(refused).toEqual([]);
        expect(accepted.map(({ line: _, ...fields }) => fields)).toEqual(rows);
      }),
      { numRuns: 300 },
    );
  });
});

/** A change somewhere in the bytes: one overwritten, some cut out, some put in, or a piece repeated. */
const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat({ max: 40 }),
  put: fc.oneof(
    fc.uint8Array({ maxLength: 4 }),
    fc.constantFrom('"', '""', ",", ";", "\t", "|", "\n", "\r\n", "\r", "\u0000", "\ufeff", "\u2028", "=", "1e9", "-", "'").map((text) => new TextEncoder().encode(text)),
  ),
});

function mutate(bytes: Uint8Array, changes: { at: number; cut: number; put: Uint8Array }[]): Uint8Array {
  return changes.reduce<Uint8Array>((file, { at, cut, put }) => {
    const place = Math.floor(at * file.length);
    return Buffer.concat([file.subarray(0, place), put, file.subarray(place + cut)]);
  }, bytes);
}

describe("a damaged file", () => {
  const start = example.subarray(0, 2_000);

  it("never breaks anything: it is refused as a whole, or its accepted and refused rows are all its rows", () => {
    return fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 6 }), async (changes) => {
        const parsed = await readFile(mutate(start, changes));
        if ("faults" in parsed) {
          expect(parsed.faults.length).toBeGreaterThan(0);
          for (const { code } of parsed.faults) expect(ingestErrorTable[code].scope).toBe("file");
          return;
        }
        const { accepted, refused } = judgeAll(parsed, context);
        expect(accepted.length + refused.length).toBe(parsed.records.length);
        for (const row of refused) expect(row.errors.length).toBeGreaterThan(0);
        const lines = parsed.records.map(({ line }) => line);
        expect(lines).toEqual([...new Set(lines)].sort((a, b) => a - b));
      }),
      { numRuns: 2_000 },
    );
  });

  it("never makes a payout of anything but the very cells of one of its lines", () => {
    const fileLines = (bytes: Uint8Array) => new TextDecoder().decode(bytes).split(/\r\n|\r|\n/);
    return fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (changes) => {
        const bytes = mutate(start, changes);
        const parsed = await readFile(bytes);
        if ("faults" in parsed || bytes[0] === 0xff || bytes[0] === 0xfe) return;
        const text = fileLines(bytes);
        for (const row of judgeAll(parsed, context).accepted) {
          const line = text[row.line - 1] ?? "";
          for (const cell of [row.recipientEmail, row.currency, row.reference.replaceAll('"', '""')]) expect(line.toUpperCase()).toContain(cell.toUpperCase());
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("of bytes that never were one is refused in words", () => {
    return fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (bytes) => {
        const parsed = await readFile(bytes);
        if ("faults" in parsed) for (const fault of parsed.faults) expect(fault.message + fault.suggestion).not.toMatch(/\{\w+\}|undefined|null/);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("the example file", () => {
  it("is 300 rows of which seven have faults of seven kinds, now and in years", async () => {
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
  it("has an example for each column that is accepted as it stands", () => {
    for (const name of columnNames) expect(columnTable[name].example.length).toBeLessThanOrEqual(columnTable[name].maxLength);
  });
});
