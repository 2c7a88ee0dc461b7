import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import { db, transaction, type Db } from "@/db/client";

export async function dropEverything(): Promise<void> {
  await db.execute(sql`drop schema public, integrity cascade`);
  await db.execute(sql`drop schema if exists archive cascade`);
  await db.execute(sql`drop schema drizzle cascade`);
  await db.execute(sql`create schema public`);
}

type Journal = { entries: { tag: string }[] };

/** Brings an empty database to the schema that it had before this migration. */
export async function migrateUpTo(tag: string): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "meridian-migrations-"));
  try {
    await cp("db/migrations", folder, { recursive: true });
    const file = path.join(folder, "meta", "_journal.json");
    const journal = JSON.parse(await readFile(file, "utf8")) as Journal;
    const before = journal.entries.findIndex((entry) => entry.tag === tag);
    if (before === -1) throw new Error(`there is no migration ${tag}`);
    const entries = journal.entries.slice(0, before);
    await writeFile(file, JSON.stringify({ ...journal, entries }));
    await transaction((tx) => applyMigrations(tx as unknown as Db, { migrationsFolder: folder }));
  } finally {
    await rm(folder, { recursive: true });
  }
}
