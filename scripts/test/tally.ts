import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { ROOT } from "@/scripts/run/child";

export type Tally = { passed: number; failed: number; skipped?: number };

export const PASSED_ONCE: Tally = { passed: 1, failed: 0 };
export const FAILED_ONCE: Tally = { passed: 0, failed: 1 };

export const REPORTS = path.join(ROOT, ".data", `test-reports-${process.pid}`);

/** Where a suite writes its report: nothing of an earlier run is there. */
export function reportFile(suite: string): string {
  mkdirSync(REPORTS, { recursive: true });
  const file = path.join(REPORTS, `${suite}.json`);
  rmSync(file, { force: true });
  return file;
}

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
};

/** Counts vitest's report; a file that broke before its first test counts as one failure. */
export function tallyVitest(file: string, exitCode: number): Tally {
  if (!existsSync(file)) return FAILED_ONCE;
  const report = JSON.parse(readFileSync(file, "utf8")) as VitestReport;
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  );
  return agreeing(
    { passed: report.numPassedTests, failed: report.numFailedTests + broken.length, skipped: report.numPendingTests },
    exitCode,
  );
}

type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: unknown[];
};

/** Counts Playwright's report; an error outside of any test counts as a failure too. */
export function tallyPlaywright(file: string, exitCode: number): Tally {
  if (!existsSync(file)) return FAILED_ONCE;
  const { stats, errors } = JSON.parse(readFileSync(file, "utf8")) as PlaywrightReport;
  return agreeing(
    { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped },
    exitCode,
  );
}

/** A run that ended badly never counts as one without a failure. */
function agreeing(tally: Tally, exitCode: number): Tally {
  return exitCode !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}
