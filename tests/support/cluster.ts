import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startCluster, type Cluster } from "@/db/embedded/cluster";

/** A separate PostgreSQL without waits for the disk; it is deleted with all its data when this process ends. */
export async function startThrowAwayCluster(): Promise<Cluster> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "meridian-test-"));
  return startCluster({ dataDir, durable: false, discard: true });
}
