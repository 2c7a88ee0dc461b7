import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Size } from "@/scripts/big-seed/plan";
import { ROOT } from "@/scripts/run/child";
import type { IngestFigures } from "@/tests/bench/ingest";
import type { machine } from "./database";
import type { DatabaseWork } from "./database-work";
import type { ExportFigures } from "./exports";
import { nameOf, rounded } from "./figures";
import type { FirstView } from "./first-view";
import type { Growth } from "./growth";
import type { PeerFigures } from "./peer";
import type { Throughput } from "./throughput";
import type { WorkerFigures } from "./workers";

/** All that was measured at one size, in one run. */
export type Run = Size &
  Taken &
  DatabaseWork & {
    machine: Awaited<ReturnType<typeof machine>>;
    seedSeconds?: number;
    throughput: Throughput;
    /** Not where no browser could be had. */
    firstView?: FirstView;
    export: ExportFigures;
  };
type Case = "usual" | "hard";
type Taken = { measuredAt: string; commit: string };

type RatioName =
  | "dashboard10mTo100k"
  | "dashboardHard10mTo100k"
  | "dashboardToRoundTrip"
  | "dashboardPageToTrivial"
  | "listPage2000To1"
  | "ingestToCopy"
  | "ingestToRawCopy"
  | "exportToCopy";
type Ratios = Record<RatioName, number | null>;

export type PerformanceRecord = {
  ratios: Ratios;
  /** By the name of the size; each is kept until it is measured again. */
  sizes: Record<string, Run>;
  /** The Dashboard at two sizes in one run, in the usual case and in the hard one; each kept like a size. */
  growth?: Partial<Record<Case, Growth & Taken & Pick<Run, "machine">>>;
  ingest?: IngestFigures & Taken;
  workers?: WorkerFigures & Taken;
  peer?: PeerFigures & Taken;
};

const FILE = path.join(ROOT, "docs/performance.json");

export function readRecord(): PerformanceRecord {
  if (!existsSync(FILE)) return { ratios: ratiosOf({ sizes: {} }), sizes: {} };
  return JSON.parse(readFileSync(FILE, "utf8")) as PerformanceRecord;
}

/** Puts new figures in the place of the old ones of their kind, and works the ratios out anew. */
export function keep(news: Partial<Omit<PerformanceRecord, "ratios">>): PerformanceRecord {
  const { ratios: _, sizes, growth, ...others } = readRecord();
  const all = { ...sizes, ...news.sizes };
  const bySize = Object.values(all).sort(
    (one, other) => Number(one.hard) - Number(other.hard) || one.payouts - other.payouts,
  );
  const figures = {
    ...others,
    ...news,
    sizes: Object.fromEntries(bySize.map((run) => [nameOf(run), run])),
    growth: { ...growth, ...news.growth },
  };
  const record = { ratios: ratiosOf(figures), ...figures };
  writeFileSync(FILE, `${JSON.stringify(record, null, 2)}\n`);
  return record;
}

/** The commit that is measured; `+` behind it says that files differ from it. */
export function commit(): string {
  const git = (...words: string[]) => execFileSync("git", words, { cwd: ROOT, encoding: "utf8" }).trim();
  try {
    return git("rev-parse", "--short", "HEAD") + (git("status", "--porcelain", "-uno") === "" ? "" : "+");
  } catch {
    return "unknown";
  }
}

function ratiosOf({ sizes, growth, ingest }: Omit<PerformanceRecord, "ratios">): Ratios {
  const largest = Object.values(sizes).findLast(({ hard }) => !hard);
  const work = (run: Run | undefined, name: string) => run?.pages.find((page) => page.name === name)?.databaseMs;
  const grows = (of: Case) => {
    const page = growth?.[of]?.pages.find(({ name }) => name === "dashboard");
    return ratio(page?.large.databaseMs, page?.small.databaseMs);
  };
  return {
    dashboard10mTo100k: grows("usual"),
    dashboardHard10mTo100k: grows("hard"),
    dashboardToRoundTrip: ratio(work(largest, "dashboard"), largest?.roundTripMs),
    dashboardPageToTrivial: ratio(largest?.throughput.dashboard.perSecond, largest?.throughput.trivial.perSecond),
    listPage2000To1: ratio(work(largest, "payouts, page 2,000"), work(largest, "payouts")),
    ingestToCopy: ratio(ingest?.rowsPerSecond, ingest?.indexedCopyRowsPerSecond),
    ingestToRawCopy: ratio(ingest?.rowsPerSecond, ingest?.rawCopyRowsPerSecond),
    exportToCopy: ratio(largest?.export.rowsPerSecond, largest?.export.copyRowsPerSecond),
  };
}

const ratio = (one: number | undefined, other: number | undefined): number | null =>
  one === undefined || other === undefined ? null : rounded(one / other);
