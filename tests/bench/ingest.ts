import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { closeDb } from "@/db/client";
import { startCluster, type Cluster } from "@/db/embedded/cluster";
import { migrate } from "@/db/migrate";
import { createOrganization } from "@/tests/support/factories";
import { copyIndexed, copyRaw, openToServer, settle, unload } from "./copies";
import { writePayoutFile } from "./payout-file";

type Stages = { receiveMs: number; validateMs: number; processMs: number };
type IngestRun = Stages & { status: string; created: number; ms: number; peakMemoryMb: number };

export type IngestFigures = {
  rows: number;
  rowsPerSecond: number;
  indexedCopyRowsPerSecond: number;
  rawCopyRowsPerSecond: number;
  /** The ratio of our whole ingest to the COPY into the same tables. */
  ratio: number;
  peakMemoryMb: number;
};

/**
 * Measures for the same rows, on one cluster that waits for its disk as in production: our whole ingest, a COPY of its
 * results into the same tables, and a COPY into a table without indexes.
 * @throws when the ingest did not create exactly one payout, event and email for each row
 */
export async function benchIngest(rows: number, say: (line: string) => void): Promise<IngestFigures & Stages> {
  const folder = await mkdtemp(path.join(tmpdir(), "meridian-bench-"));
  let cluster: Cluster | undefined;
  try {
    await openToServer(folder);
    cluster = await startCluster({ dataDir: path.join(folder, "cluster"), discard: true });
    await migrate(cluster.url);
    return await measure(folder, rows, say);
  } finally {
    await closeDb();
    await cluster?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, rows: number, say: (line: string) => void): Promise<IngestFigures & Stages> {
  const file = path.join(folder, "payouts.csv");
  await writePayoutFile(file, rows);
  const { id } = await createOrganization();
  await settle();
  say("Our whole ingest …");
  const ingest = await runIngest(file, id);
  const counts = await unload(folder, id);
  if (ingest.created !== rows || Object.values(counts).some((count) => count !== rows)) {
    throw new Error(
      `${rows} rows became ${JSON.stringify(counts)}; the batch stands ${ingest.status} with ${ingest.created} created.`,
    );
  }
  say("COPY into the same tables …");
  const indexedMs = await copyIndexed(folder);
  say("COPY into a table without indexes …");
  const rawMs = await copyRaw(folder);
  const perSecond = (ms: number) => Math.round((rows / ms) * 1_000);
  const { receiveMs, validateMs, processMs, peakMemoryMb } = ingest;
  const figures = {
    rows,
    rowsPerSecond: perSecond(ingest.ms),
    indexedCopyRowsPerSecond: perSecond(indexedMs),
    rawCopyRowsPerSecond: perSecond(rawMs),
  };
  return {
    ...figures,
    ratio: Math.round((indexedMs / ingest.ms) * 1_000) / 1_000,
    peakMemoryMb,
    receiveMs,
    validateMs,
    processMs,
  };
}

async function runIngest(file: string, organizationId: string): Promise<IngestRun> {
  const options = (process.env.BENCH_NODE_OPTIONS ?? "").split(" ").filter(Boolean);
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...options,
    "--import",
    "tsx",
    "tests/bench/ingest-process.ts",
    file,
    organizationId,
  ]);
  return JSON.parse(stdout) as IngestRun;
}
