import path from "node:path";
import { buildIfNeeded, removeStaleTypes } from "@/scripts/run/build";
import { NEXT, ROOT, runToEnd } from "@/scripts/run/child";
import { findBrowser } from "./browser";
import { FAILED_ONCE, PASSED_ONCE, reportFile, tallyPlaywright, tallyVitest, type Tally } from "./tally";

const program = (file: string) => path.join(ROOT, "node_modules", file);

/** Every suite in the order it runs; each is given what the command line adds for vitest or Playwright. */
export const SUITES = {
  lint,
  typecheck,
  unit: (rest: string[]) => vitest("unit", rest),
  integration: (rest: string[]) => vitest("integration", rest),
  build: async () => once((await buildIfNeeded()) ? 0 : 1),
  e2e: endToEnd,
} satisfies Record<string, (rest: string[]) => Promise<Tally>>;

export type SuiteName = keyof typeof SUITES;

async function lint(): Promise<Tally> {
  const formatted = await runToEnd([program("@biomejs/biome/bin/biome"), "format"]);
  return once(
    formatted === 0 ? await runToEnd([program("eslint/bin/eslint.js"), ".", "--max-warnings", "0"]) : formatted,
  );
}

async function typecheck(): Promise<Tally> {
  removeStaleTypes();
  const generated = await runToEnd([NEXT, "typegen"]);
  return once(generated === 0 ? await runToEnd([program("typescript/bin/tsc"), "--noEmit"]) : generated);
}

async function vitest(project: string, rest: string[]): Promise<Tally> {
  const report = reportFile(project);
  const options = [
    "run",
    "--project",
    project,
    "--passWithNoTests",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  return tallyVitest(report, await runToEnd([program("vitest/vitest.mjs"), ...options, ...rest]));
}

async function endToEnd(rest: string[]): Promise<Tally> {
  if (!(await buildIfNeeded())) {
    console.error("The end-to-end tests need a build, and it failed.");
    return FAILED_ONCE;
  }
  const browser = await findBrowser();
  const { startServer } = await import("@/tests/e2e/server");
  const server = await startServer();
  try {
    const report = reportFile("e2e");
    const environment = { ...server.environment, E2E_BROWSER: browser, E2E_REPORT: report };
    const code = await runToEnd(
      [program("@playwright/test/cli.js"), "test", "--pass-with-no-tests", ...rest],
      environment,
    );
    return tallyPlaywright(report, code);
  } finally {
    await server.stop();
  }
}

function once(exitCode: number): Tally {
  return exitCode === 0 ? PASSED_ONCE : FAILED_ONCE;
}
