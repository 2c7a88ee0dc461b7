import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { ROOT } from "@/scripts/run/child";

type TimedTest = { name: string; ms: number };
export type Tally = { passed: number; failed: number; skipped?: number; tests?: TimedTest[] };

export const PASSED_ONCE: Tally = { passed: 1, failed: 0 };
export const FAILED_ONCE: Tally = { passed: 0, failed: 1 };

export const REPORTS = path.join(ROOT, ".data", `test-reports-${process.pid}`);

/** Where a suite writes its report or its output: nothing of an earlier run is there. */
export function reportFile(name: string): string {
  mkdirSync(REPORTS, { recursive: true });
  const file = path.join(REPORTS, name);
  rmSync(file, { force: true });
  return file;
}

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: {
    name: string;
    status: string;
    assertionResults: { status: string; fullName: string; duration?: number | null }[];
  }[];
};

/** Counts vitest's report; a file that broke before its first test counts as one failure. */
export function tallyVitest(file: string, exitCode: number): Tally {
  if (!existsSync(file)) return FAILED_ONCE;
  const report = JSON.parse(readFileSync(file, "utf8")) as VitestReport;
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  );
  return agreeing(
    {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken.length,
      skipped: report.numPendingTests,
      tests: report.testResults.flatMap(({ name, assertionResults }) =>
        assertionResults.map(({ fullName, duration }) => ({
          name: `${path.relative(ROOT, name)}: ${fullName}`,
          ms: duration ?? 0,
        })),
      ),
    },
    exitCode,
  );
}

type PlaywrightSuite = {
  suites?: PlaywrightSuite[];
  specs: { title: string; file: string; tests: { results: { duration: number }[] }[] }[];
};
type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: unknown[];
  suites: PlaywrightSuite[];
};

/** Counts Playwright's report; an error outside of any test counts as a failure too. */
export function tallyPlaywright(file: string, exitCode: number): Tally {
  if (!existsSync(file)) return FAILED_ONCE;
  const { stats, errors, suites } = JSON.parse(readFileSync(file, "utf8")) as PlaywrightReport;
  return agreeing(
    {
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky + errors.length,
      skipped: stats.skipped,
      tests: suites.flatMap(timedSpecs),
    },
    exitCode,
  );
}

const timedSpecs = ({ suites = [], specs }: PlaywrightSuite): TimedTest[] => [
  ...specs.map(({ title, file, tests }) => ({
    name: `tests/e2e/${file}: ${title}`,
    ms: tests.flatMap(({ results }) => results).reduce((sum, { duration }) => sum + duration, 0),
  })),
  ...suites.flatMap(timedSpecs),
];

/** A run that ended badly never counts as one without a failure. */
function agreeing(tally: Tally, exitCode: number): Tally {
  return exitCode !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}
