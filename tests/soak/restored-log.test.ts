import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { closeDb, db } from "@/db/client";
import { reasonOf } from "@/db/migrate";
import { Random } from "@/scripts/demo-data/random";
import { applicationRole } from "@/scripts/database/make-roles";
import { sealEverything, verified } from "@/tests/support/chain";
import { startDebianPostgres } from "@/tests/support/debian-postgres";
import { createOldWorld, moveEverything } from "@/tests/support/old-world";

const programs = "/usr/lib/postgresql/15/bin";
const hasPrograms = ["initdb", "pg_ctl", "pg_dump", "pg_restore"].every((name) => existsSync(`${programs}/${name}`));

async function on(url: string): Promise<void> {
  await closeDb();
  process.env.DATABASE_URL = url;
}

test.skipIf(!hasPrograms)(
  "a log that comes back from pg_dump verifies under the root from before, goes on from there, and stays out of the application's hands",
  { timeout: 180_000 },
  async () => {
    const [server, folder] = [await startDebianPostgres(), await mkdtemp(path.join(tmpdir(), "meridian-dump-"))];
    const as = (user: string, database: string) =>
      Object.assign(new URL(server.url), { username: user, pathname: `/${database}` }).href;
    try {
      await on(server.url);
      await db.execute(sql`create role boss login createrole`);
      for (const name of ["led", "again"]) await db.execute(sql.raw(`create database ${name} owner boss`));
      await applicationRole(as("boss", "led"), as("portal", "led"));
      const { organization } = await createOldWorld(new Random("restored"), 20);
      await moveEverything();
      await sealEverything(organization.id, 20);
      const before = await verified(organization.id);
      const dump = path.join(folder, "led.dump");
      execFileSync(`${programs}/pg_dump`, [
        "--format=custom",
        `--file=${dump}`,
        server.url.replace(/postgres$/, "led"),
      ]);
      execFileSync(`${programs}/pg_restore`, [`--dbname=${server.url.replace(/postgres$/, "again")}`, dump]);
      await on(as("portal", "again"));
      expect(await verified(organization.id)).toEqual(before);
      await moveEverything();
      await sealEverything(organization.id, 20);
      expect(await verified(organization.id, before.told.root!.hash)).toMatchObject({
        faults: [],
        told: { rootFound: true },
      });
      expect(await db.execute(sql`delete from events`).catch(reasonOf)).toBe("permission denied for table events");
    } finally {
      await closeDb();
      await server.remove();
      await rm(folder, { recursive: true, force: true });
    }
  },
);
