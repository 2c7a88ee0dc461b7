import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { closeDb, db } from "@/db/client";
import { migrate } from "@/db/migrate";
import { useDatabase } from "@/tests/support/database";

const url = useDatabase();

describe("migrations", () => {
  it("apply once, however many processes start together", async () => {
    await db.execute(sql`drop schema public cascade`);
    await db.execute(sql`drop schema drizzle cascade`);
    await db.execute(sql`create schema public`);
    await Promise.all([migrate(url), migrate(url), migrate(url)]);
    const [tables] = await db.execute<{ payouts: string | null }>(sql`select to_regclass('public.payouts') as payouts`);
    expect(tables?.payouts).toBe("payouts");
    const [applied] = await db.execute<{ twice: boolean }>(
      sql`select count(*) <> count(distinct hash) as twice from drizzle.__drizzle_migrations`,
    );
    expect(applied?.twice).toBe(false);
  });

  it("say which database cannot be reached, and keep its password to themselves", async () => {
    const elsewhere = new URL(url);
    elsewhere.pathname = "/absent";
    try {
      const failure = await migrate(elsewhere.href, { reachMs: 1_000 }).then(
        () => undefined,
        (error: Error) => error,
      );
      expect(failure?.message).toMatch(
        /^Cannot use the database absent on 127\.0\.0\.1:\d+ that DATABASE_URL names: database "absent" does not exist$/,
      );
    } finally {
      await closeDb();
      process.env.DATABASE_URL = url;
    }
  });
});
