import { sql } from "drizzle-orm";
import { afterAll, beforeAll } from "vitest";
import { closeDb, db } from "@/db/client";
import type { Cluster } from "@/db/embedded/cluster";
import { startThrowAwayCluster } from "./cluster";

/**
 * A separate PostgreSQL for the test file, which may restart and crash it, with a table `entry`. Commits are written
 * before they are acknowledged, so that a crash of the server loses none.
 */
export function ownCluster(): () => Cluster {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await startThrowAwayCluster();
    process.env.DATABASE_URL = cluster.url;
    await db.execute(sql.raw(`alter database "${new URL(cluster.url).pathname.slice(1)}" set synchronous_commit = on`));
    await closeDb();
    await db.execute(sql`create table entry (id integer primary key, owner text not null)`);
  });

  afterAll(async () => {
    await closeDb();
    await cluster?.stop();
  });

  return () => cluster;
}
