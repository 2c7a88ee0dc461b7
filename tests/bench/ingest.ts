import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { closeDb } from "@/db/client";
import { startCluster, type Cluster } from "@/db/embedded/cluster";
import { migrate } from "@/db/migrate";
import { createOrganization } from "@/tests/support/factories";
import { copyBare, copyIndexed, copyRaw, emptyTables, openToServer, settle, unload } from "./copies";
import { writePayoutFile } from "./payout-file";

type Stages = { receiveMs: number; validateMs: number; processMs: number };
type IngestRun = Stages & { status: string; created: number; ms: number; cpuMs: number; peakMemoryMb: number };

export type IngestFigures = {
  rows: number;
  /** Medians of the rounds. */
  rowsPerSecond: number;
  indexedCopyRowsPerSecond: number;
  bareCopyRowsPerSecond: number;
  rawCopyRowsPerSecond: number;
  /** Our whole ingest beside the COPY into the same tables, and beside the one into a single bare table. */
  ingestToCopy: number;
  ingestToRawCopy: number;
  /** How many times longer the COPY takes with keys, indexes, checks and references. */
  copyToBareCopy: number;
  /** Microseconds of the ingest's own process. */
  nodeCpuPerRow: number;
  peakMemoryMb: number;
};

/**
 * Measures for the same rows, on one cluster that waits for its disk as in production: our whole ingest, a COPY of its
 * results into the same tables, the same without keys and indexes, and a COPY into one bare table. All in turn, several
 * rounds, so that a slow minute of the machine slows each of them.
 * @throws when the ingest did not create exactly one payout, event and email for each row
 */
export async function benchIngest(
  rows: number,
  rounds: number,
  say: (line: string) => void,
): Promise<IngestFigures & Stages> {
  const folder = await mkdtemp(path.join(tmpdir(), "meridian-bench-"));
  let cluster: Cluster | undefined;
  try {
    await openToServer(folder);
    cluster = await startCluster({ dataDir: path.join(folder, "cluster"), discard: true });
    await migrate(cluster.url);
    return await measure(folder, { rows, rounds }, say);
  } finally {
    await closeDb();
    await cluster?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

type Round = { ingest: IngestRun; indexedMs: number; bareMs: number; rawMs: number };

async function measure(
  folder: string,
  { rows, rounds }: { rows: number; rounds: number },
  say: (line: string) => void,
): Promise<IngestFigures & Stages> {
  const file = path.join(folder, "payouts.csv");
  await writePayoutFile(file, rows);
  const { id } = await createOrganization();
  const measured: Round[] = [];
  for (let round = 1; round <= rounds; round++) {
    say(`Round ${round} of ${rounds} …`);
    measured.push(await measureRound({ folder, file, rows, organizationId: id }));
  }
  const of = (figure: (round: Round) => number) => median(measured.map(figure));
  const perSecond = (ms: (round: Round) => number) => Math.round((rows / of(ms)) * 1_000);
  const ratio = (figure: (round: Round) => number) => Math.round(of(figure) * 1_000) / 1_000;
  return {
    rows,
    rowsPerSecond: perSecond(({ ingest }) => ingest.ms),
    indexedCopyRowsPerSecond: perSecond(({ indexedMs }) => indexedMs),
    bareCopyRowsPerSecond: perSecond(({ bareMs }) => bareMs),
    rawCopyRowsPerSecond: perSecond(({ rawMs }) => rawMs),
    ingestToCopy: ratio(({ ingest, indexedMs }) => indexedMs / ingest.ms),
    ingestToRawCopy: ratio(({ ingest, rawMs }) => rawMs / ingest.ms),
    copyToBareCopy: ratio(({ indexedMs, bareMs }) => indexedMs / bareMs),
    nodeCpuPerRow: Math.round(of(({ ingest }) => ingest.cpuMs / rows) * 1_000),
    peakMemoryMb: Math.max(...measured.map(({ ingest }) => ingest.peakMemoryMb)),
    receiveMs: of(({ ingest }) => ingest.receiveMs),
    validateMs: of(({ ingest }) => ingest.validateMs),
    processMs: of(({ ingest }) => ingest.processMs),
  };
}

type Work = { folder: string; file: string; rows: number; organizationId: string };

async function measureRound({ folder, file, rows, organizationId }: Work): Promise<Round> {
  await emptyTables();
  await settle();
  const ingest = await runIngest(file, organizationId);
  const counts = await unload(folder, organizationId);
  if (ingest.created !== rows || Object.values(counts).some((count) => count !== rows)) {
    throw new Error(
      `${rows} rows became ${JSON.stringify(counts)}; the batch stands ${ingest.status} with ${ingest.created} created.`,
    );
  }
  return { ingest, rawMs: await copyRaw(folder), bareMs: await copyBare(folder), indexedMs: await copyIndexed(folder) };
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

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
