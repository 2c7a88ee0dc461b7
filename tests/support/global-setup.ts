import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import type { TestProject } from "vitest/node";
import { closeDb, db } from "@/db/client";
import { migrate } from "@/db/migrate";
import { startThrowAwayCluster } from "./cluster";
import { bundlePrograms } from "./programs";

declare module "vitest" {
  interface ProvidedContext {
    databaseWorkers: number;
    /** The URL of worker N's database, with `{worker}` in place of N. */
    databaseUrl: string;
    /** The folder of the programs that tests start; see programs.ts. */
    programs: string;
  }
}

/**
 * One migrated template and one copy of it for each worker: on a temporary cluster, or on the server of
 * TEST_DATABASE_URL, whose role must be a superuser and where everything created here is dropped at the end.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const programs = path.join(process.cwd(), ".data", `test-programs-${process.pid}-${randomUUID()}`);
  const bundled = bundlePrograms(programs);
  const given = process.env.TEST_DATABASE_URL;
  const cluster = given ? undefined : await startThrowAwayCluster();
  const server = given ?? cluster!.url;
  const prefix = `meridian_test_${process.pid}`;
  const workers = Array.from(
    { length: project.getProvidedContext().databaseWorkers },
    (_, index) => `${prefix}_${index + 1}`,
  );
  const template = `${prefix}_template`;
  try {
    await onServer(server, [`create database ${template}`]);
    await migrate(databaseAt(server, template));
    await onServer(databaseAt(server, template), [withoutStatistics]);
    await onServer(
      server,
      workers.map((name) => `create database ${name} template ${template} strategy file_copy`),
    );
    await bundled;
    project.provide("programs", programs);
    project.provide("databaseUrl", databaseAt(server, `${prefix}_{worker}`));
  } catch (error) {
    await cluster?.stop();
    rmSync(programs, { recursive: true, force: true });
    throw error;
  }
  return async () => {
    if (given)
      await onServer(
        given,
        [template, ...workers].map((name) => `drop database if exists ${name} with (force)`),
      );
    await cluster?.stop();
    rmSync(programs, { recursive: true, force: true });
  };
}

/**
 * Statistics from one test, with hundreds of tiny organizations, are wrong for the next, and a plan based on them can
 * take a hundred times as long. So the server collects only the statistics that the portal requests, and the order of
 * tests does not matter.
 */
const withoutStatistics = `do $$ declare found record; begin
  for found in select tablename as name from pg_tables where schemaname = 'public' loop
    execute format('alter table public.%I set (autovacuum_analyze_threshold = 2147483647)', found.name);
  end loop; end $$`;

async function onServer(url: string, statements: string[]): Promise<void> {
  await closeDb();
  process.env.DATABASE_URL = url;
  for (const statement of statements) await db.execute(sql.raw(statement));
  await closeDb();
}

function databaseAt(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = "";
  return url.href.replace(/\/?(\?|$)/, `/${name}$1`);
}
