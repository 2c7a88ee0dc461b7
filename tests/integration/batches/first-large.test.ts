import { sql } from "drizzle-orm";
import { expect, it, vi } from "vitest";
import { closeDb, db } from "@/db/client";
import { admin, created, file, manyRows, row } from "@/tests/support/batch-files";
import { useSmallChunks } from "@/tests/support/chunked-batch";
import { useDatabase } from "@/tests/support/database";
import { createBatch, createOrganization, createPayout, createRefusedRow } from "@/tests/support/factories";

useDatabase();

/** Rows of a table that were written, and rows that were read to find others, in the server's statistics. */
async function workOn(table: string): Promise<{ written: number; read: number }> {
  const [found] = await db.execute<{ written: string; read: string }>(sql`
    select n_tup_ins as written, coalesce(idx_tup_fetch, 0) + seq_tup_read as read from pg_stat_user_tables where schemaname = 'public' and relname = ${table}`);
  return { written: Number(found!.written), read: Number(found!.read) };
}

/** @returns how many rows of the table were read for each row that `work` wrote there */
async function readsPerRow(table: string, rows: number, work: () => Promise<unknown>): Promise<number> {
  const before = await workOn(table);
  await work();
  // A connection reports its statistics at its end at the latest.
  await closeDb();
  await vi.waitUntil(async () => (await workOn(table)).written >= before.written + rows, { timeout: 30_000 });
  return ((await workOn(table)).read - before.read) / rows;
}

/** A server with many small organizations: its statistics expect few rows for any organization. */
async function manySmallOrganizations(): Promise<void> {
  for (let count = 0; count < 60; count++) {
    const organization = await createOrganization();
    await createPayout(organization);
    await createRefusedRow(await createBatch(organization));
  }
  await db.execute(sql.raw("analyze"));
}

/** Enough rows to reveal a plan for small organizations: it would cost each row reads of half of all rows. */
const rowsPerChunk = useSmallChunks(1_000);
const count = 4 * rowsPerChunk;
/** While the file is checked, the table has sixty rows, and the server may read all of them for each of two look-ups. */
const few = 3 * 60;

it("an organization's first large file costs no more reads per row when the server knows only small organizations", async () => {
  await manySmallOrganizations();
  const actor = await admin();
  const reads = await readsPerRow("payouts", count, () => created(actor, file(...manyRows(count))));
  expect(reads).toBeLessThan(few);
});

it.each(["all_or_nothing"] as const)(
  "its cost per row is the same for an %s batch",
  async (mode) => {
    await manySmallOrganizations();
    const actor = await admin();
    const reads = await readsPerRow("payouts", count, () => created(actor, file(...manyRows(count)), mode));
    expect(reads).toBeLessThan(few);
  },
  120_000,
);

it("its cost per row is the same when every row is refused", async () => {
  await manySmallOrganizations();
  const actor = await admin();
  const refused = Array.from({ length: count }, (_, index) => row(`R${index}`, "12:50"));
  const reads = await readsPerRow("refused_rows", count, () => created(actor, file(...refused)));
  expect(reads).toBeLessThan(few);
});
