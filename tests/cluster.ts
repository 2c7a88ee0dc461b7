import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startCluster, type Cluster } from "@/db/embedded";

/** A PostgreSQL of its own, without the waits for the disk; `stop` removes it with everything in it. */
export async function startThrowAwayCluster(): Promise<Cluster> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "meridian-test-"));
  const cluster = await startCluster({ dataDir, durable: false });
  return {
    ...cluster,
    async stop() {
      await cluster.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
