import { readFileSync, statfsSync } from "node:fs";
import { rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { closeDb, db, maintain } from "@/db/client";
import { startCluster, type Cluster } from "@/db/embedded/cluster";
import { migrate } from "@/db/migrate";
import { queueTable, type Queue } from "@/lib/worker/queues";
import { seedBig } from "@/scripts/big-seed/load";
import type { Size } from "@/scripts/big-seed/plan";
import { ROOT } from "@/scripts/run/child";
import { nameOf } from "./figures";

/** What a database takes on the disk while it is made: its tables and indexes, and the log of their making. */
const BYTES_A_PAYOUT = 2_800;
const LOG_BYTES = 4e9;
const MB = 1024 * 1024;

/**
 * The database of this size in a cluster of its own, which is kept between runs. Every commit waits for the disk, as in
 * production.
 * @param options.fresh makes it anew
 */
export async function benchDatabase(
  size: Size,
  { fresh, say }: { fresh: boolean; say: (line: string) => void },
): Promise<{ cluster: Cluster; seedSeconds: number | undefined }> {
  const dataDir = path.join(ROOT, ".data/bench", nameOf(size));
  if (fresh) await rm(dataDir, { recursive: true, force: true });
  const cluster = await startCluster({ dataDir });
  try {
    // Another one of this run may be in use.
    await closeDb();
    process.env.DATABASE_URL = cluster.url;
    await tune(cluster);
    await migrate(cluster.url);
    await db.execute(sql`create extension if not exists pg_stat_statements`);
    return { cluster, seedSeconds: await filled(size, dataDir, say) };
  } catch (error) {
    await closeDb();
    await cluster.stop();
    throw error;
  }
}

/** Statistics of what each statement cost, a log that is rarely worked off, and what the planner is told of the memory. */
async function tune(cluster: Cluster): Promise<void> {
  const [row] = await db.execute<{ shared_preload_libraries: string }>(sql`show shared_preload_libraries`);
  if (row?.shared_preload_libraries.includes("pg_stat_statements")) return;
  const settings = {
    shared_preload_libraries: "pg_stat_statements",
    "pg_stat_statements.track_planning": "on",
    effective_cache_size: `${Math.round(os.totalmem() / MB / 2)}MB`,
    max_wal_size: "3GB",
    // As durable, but for copies of the server, which there are none of: indexes are made without being logged.
    wal_level: "minimal",
    max_wal_senders: "0",
    checkpoint_timeout: "15min",
  };
  for (const [name, value] of Object.entries(settings))
    await db.execute(sql.raw(`alter system set ${name} = '${value}'`));
  await closeDb();
  await cluster.restart();
}

/** @returns how long it took; undefined where the database was filled before */
async function filled(size: Size, dataDir: string, say: (line: string) => void): Promise<number | undefined> {
  const [row] = await db.execute<{ is_empty: boolean }>(sql`select not exists (select from organizations) as is_empty`);
  const needed = size.payouts * BYTES_A_PAYOUT + Math.min(LOG_BYTES, size.payouts * BYTES_A_PAYOUT);
  const { bavail, bsize } = statfsSync(dataDir);
  if (row?.is_empty && bavail * bsize < needed)
    throw new Error(
      `The disk has ${Math.round((bavail * bsize) / 1e9)} GB left, and ${nameOf(size)} needs ${Math.round(needed / 1e9)}. Folders of other sizes in .data/bench can be deleted.`,
    );
  const startedAt = performance.now();
  await seedBig(size, say);
  await catchUp(say);
  return row?.is_empty ? Math.round((performance.now() - startedAt) / 1_000) : undefined;
}

/**
 * Nothing leaves this machine, and nothing comes in. Of the seals of the log a page reads the newest alone, and to make all
 * of them takes long.
 */
const notServed = ["emails", "imports", "seals"];
const VACUUM_MS = 3_600_000;

/** What a worker would have done by now: no worker runs while pages are measured. */
async function catchUp(say: (line: string) => void): Promise<void> {
  const before = await workOff();
  // Also where an earlier run was cut short before this.
  await maintain("vacuum (analyze)", VACUUM_MS);
  // Of a large database that takes minutes, in which payouts expire.
  if (before + (await workOff()) > 0) say("What the worker had to do is done.");
}

async function workOff(): Promise<number> {
  const queues = Object.entries<Queue>(queueTable).filter(([name, { open }]) => !notServed.includes(name) && open());
  let done = 0;
  for (let before = -1; before < done; ) {
    before = done;
    for (const [, { work }] of queues)
      for (let some = await work("bench"); some > 0; some = await work("bench")) done += some;
  }
  return done;
}

/** What the figures were measured on. */
export async function machine() {
  const [row] = await db.execute<{ server_version: string; shared_buffers: string }>(
    sql`select current_setting('server_version') as server_version, current_setting('shared_buffers') as shared_buffers`,
  );
  const { version } = JSON.parse(readFileSync(path.join(ROOT, "node_modules/next/package.json"), "utf8")) as {
    version: string;
  };
  return {
    cpu: os.cpus()[0]?.model.trim() ?? "unknown",
    cores: os.cpus().length,
    memoryGb: Math.round(os.totalmem() / MB / 1024),
    system: `${os.type()} ${os.arch()}`,
    node: process.versions.node,
    next: version,
    postgres: row?.server_version ?? "unknown",
    sharedBuffers: row?.shared_buffers ?? "unknown",
  };
}
