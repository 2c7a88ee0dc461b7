import { parse } from "csv-parse/sync";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { copyOut } from "@/db/client";
import { guarded } from "@/lib/csv-text";
import { CopiedRows } from "@/lib/web/downloads/copied";
import { copiedCsvFile, type FileColumn, type Selected } from "@/lib/web/downloads/csv-file";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser } from "@/tests/support/factories";

useDatabase();

type Row = {
  text: string | null;
  id: string | null;
  at: Date | null;
  count: number | null;
  money: bigint | null;
  word: string | null;
};

const selected: Selected<Row> = {
  text: { from: sql`said`, as: "string" },
  id: { from: sql`id`, as: "uuid" },
  at: { from: sql`at`, as: "date" },
  count: { from: sql`count`, as: "number" },
  money: { from: sql`money`, as: "bigint" },
  // What is selected may be of another type than it is read as.
  word: { from: sql`money`, as: "string" },
};

const names = ["text", "id", "at", "count", "money", "word"] as const;
const timeZone = "UTC";

/** Each value once as it is, and once made from what was read of it. */
const columns: readonly FileColumn<Row>[] = names.flatMap((name): FileColumn<Row>[] => [
  [name, name],
  [`read_${name}`, (row) => row[name]],
]);

const text = fc
  .string({ unit: "grapheme", maxLength: 20 })
  .map((any) => any.replaceAll("\u0000", "?").toWellFormed())
  .filter((any) => any !== "");
const anyRow: fc.Arbitrary<Row> = fc
  .record({
    text: fc.option(fc.oneof(text, fc.constantFrom("=1", "José", "さくら", " a ", "a\nb", '"', "x".repeat(99_999)))),
    id: fc.option(fc.uuid()),
    at: fc.option(fc.date({ min: new Date("0001-01-01"), max: new Date("9999-01-01"), noInvalidDate: true })),
    count: fc.option(fc.integer()),
    money: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  })
  .map((row) => ({ ...row, word: row.money === null ? null : String(row.money) }));

const cellOf = (value: Row[keyof Row]): string => {
  if (value instanceof Date) return value.toISOString().replace("Z", "+00:00");
  return typeof value === "string" ? guarded(value) : String(value ?? "");
};

test("every value comes into a file as the database has it, as it is and as it is read, whatever it is", async () => {
  const { actor } = await createUser(await createOrganization());
  const file = async (rows: readonly Row[]) => {
    const given = JSON.stringify(
      rows.map(({ word: _, money, ...row }) => ({ ...row, money: money?.toString() ?? null })),
    );
    const stream = copiedCsvFile<Row>(actor, timeZone, () => ({
      columns,
      selected,
      query: (list) => sql`select ${list} from (
        select row_number() over () as number, given.* from rows from (jsonb_to_recordset(${given}::text::jsonb)
          as (text text, id uuid, at timestamptz, count int, money bigint)) as given (said, id, at, count, money)) as numbered
        order by number`,
    }));
    return parse(await new Response(stream).text(), { bom: true, columns: true }) as Record<string, string>[];
  };
  await fc.assert(
    fc.asyncProperty(fc.array(anyRow, { maxLength: 30 }), async (rows) => {
      const expected = rows.map((row) =>
        Object.fromEntries(
          names.flatMap((name) => [name, `read_${name}`].map((column) => [column, cellOf(row[name])])),
        ),
      );
      expect(await file(rows)).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

test("rows are read whole, wherever their bytes are cut", async () => {
  const pieces: Buffer[] = [];
  const query = sql`select n::bigint, repeat('x', n), null::text from generate_series(1, 50) as n`;
  const options = { deadlineMs: 20_000, signal: new AbortController().signal };
  await copyOut(query, async (piece) => void pieces.push(piece), options);
  const bytes = Buffer.concat(pieces);
  for (const size of [1, 2, 5, 19, 40, bytes.length]) {
    const rows = new CopiedRows<{ n: number; text: string; none: string | null }>([
      ["n", "number"],
      ["text", "string"],
      ["none", "string"],
    ]);
    const read: unknown[] = [];
    for (let at = 0; at < bytes.length; at += size) {
      rows.take(bytes.subarray(at, at + size));
      while (rows.next()) read.push([rows.row.n, rows.row.text.length, rows.row.none]);
    }
    expect(read).toEqual(Array.from({ length: 50 }, (_, index) => [index + 1, index + 1, null]));
  }
});
