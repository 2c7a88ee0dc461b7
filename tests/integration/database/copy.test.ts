import { sql, type SQL } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { copyOut, db } from "@/db/client";
import { useDatabase } from "@/tests/support/database";

useDatabase();

const options = { deadlineMs: 20_000, signal: new AbortController().signal };

/** All that a copy sends, in the binary format. */
async function copied(query: SQL, take: () => Promise<void> = () => Promise.resolve()): Promise<Buffer> {
  const all: Buffer[] = [];
  const each = async (bytes: Buffer) => {
    await take();
    all.push(bytes);
  };
  await copyOut(query, each, options);
  return Buffer.concat(all);
}

/** So many bytes have so many rows of one text: before them and after them there are 19 and 2, and each has 6 more. */
const bytesOf = (rows: number, length: number) => 19 + rows * (6 + length) + 2;

test("a copied statement means the same values as the same statement with parameters, whatever they are", async () => {
  const value = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 30 }).map((text) => text.replaceAll("\u0000", "?").toWellFormed()),
    fc.constantFrom("'", "\\", "\\'", "''; select 1 --", "$1", "a\\nb", "E'x'", ""),
  );
  await fc.assert(
    fc.asyncProperty(value, fc.array(value, { maxLength: 4 }), fc.option(value), async (text, list, optional) => {
      const query = sql`select md5(concat_ws('|', ${text}::text, ${sql.param(list)}::text[], ${optional}::text)) as sum`;
      const [asked] = await db.execute<{ sum: string }>(query);
      expect((await copied(query)).toString()).toContain(asked!.sum);
    }),
    { numRuns: 60 },
  );
});

test("what refuses a piece ends the copy with its own error, and the next copy works", async () => {
  const rows = sql`select repeat('x', 1000) from generate_series(1, 20000)`;
  const full = () => Promise.reject(new Error("The disk is full."));
  for (let round = 0; round < 3; round++)
    await expect(copyOut(rows, full, options)).rejects.toThrow("The disk is full.");
  expect(await copied(rows)).toHaveLength(bytesOf(20_000, 1_000));
});

test("a copy whose statement fails says why, and the next copy works", async () => {
  const none = async () => undefined;
  await expect(copyOut(sql`select 1 / 0`, none, options)).rejects.toThrow("division by zero");
  await copyOut(sql`select 1`, none, options);
});

test("copies wait for one another, and pages never wait for them", async () => {
  const leaving = new AbortController();
  const slow = () => copyOut(sql`select pg_sleep(60)`, async () => undefined, { ...options, signal: leaving.signal });
  const copies = Array.from({ length: 12 }, slow).map((copy) =>
    copy.then(
      () => "copied",
      () => "left",
    ),
  );
  await Promise.all(Array.from({ length: 10 }, () => db.execute(sql`select pg_sleep(0.01)`)));
  leaving.abort();
  expect(new Set(await Promise.all(copies))).toEqual(new Set(["left"]));
});

test("a copy ends at whatever pace its pieces are taken, and its connection hears what follows", async () => {
  for (const rows of [1, 50, 70, 90, 110, 300, 1_000, 3_000])
    for (const turns of [0, 1, 5]) {
      const query = sql`select repeat('x', 999) from generate_series(1, ${rows}::int)`;
      const bytes = await copied(query, async () => {
        for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
      });
      expect(bytes).toHaveLength(bytesOf(rows, 999));
    }
});
