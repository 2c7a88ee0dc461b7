import path from "node:path";
import { buildIfNeeded, removeStaleTypes } from "@/scripts/run/build";
import { NEXT, ROOT, type runToEnd } from "@/scripts/run/child";
import { findBrowser } from "./browser";
import { runPlaywright } from "./playwright";
import { FAILED_ONCE, PASSED_ONCE, reportFile, tallyPlaywright, tallyVitest, type Tally } from "./tally";

export type SuiteOptions = {
  /** Runs a program to its end, with its output where this suite's output goes. */
  run: typeof runToEnd;
  /** What the command line adds for vitest or Playwright. */
  rest: string[];
  /** A dot for each test instead of a line; what fails is told in full either way. */
  brief: boolean;
};
type Suite = (options: SuiteOptions) => Promise<Tally>;

const program = (file: string) => path.join(ROOT, "node_modules", file);

export const suites = {
  lint,
  typecheck,
  unit: (options) => vitest("unit", options),
  integration: (options) => vitest("integration", options),
  build: async ({ run }) => once((await built(run)) ? 0 : 1),
  e2e: (options) => playwright("e2e", options),
} satisfies Record<string, Suite>;

/** What takes too long for every run: the same guarantees with more rows, more kills, more stories, more looks. */
export const soakSuites = {
  soak: (options) => vitest("soak", options),
  "soak-e2e": (options) => playwright("soak-e2e", options, { E2E_EVERY_LOOK: "1" }, ["--grep", "@looks"]),
} satisfies Record<string, Suite>;

async function lint({ run }: SuiteOptions): Promise<Tally> {
  const formatted = await run([program("@biomejs/biome/bin/biome"), "format"]);
  return once(formatted === 0 ? await run([program("eslint/bin/eslint.js"), ".", "--max-warnings", "0"]) : formatted);
}

async function typecheck({ run }: SuiteOptions): Promise<Tally> {
  removeStaleTypes();
  const generated = await run([NEXT, "typegen"]);
  const code = generated === 0 ? await run([program("typescript/bin/tsc"), "--noEmit"]) : generated;
  typesChecked = code === 0;
  return once(code);
}

let typesChecked = false;

/** The build checks the types itself unless this run has done so. */
function built(run: SuiteOptions["run"]): Promise<boolean> {
  return buildIfNeeded((words, environment) =>
    run(words, { ...environment, ...(typesChecked && { TYPES_CHECKED: "1" }) }),
  );
}

async function vitest(project: string, { run, rest, brief }: SuiteOptions): Promise<Tally> {
  const report = reportFile(`${project}.json`);
  const options = [
    "run",
    `--project=${project}*`,
    "--passWithNoTests",
    `--reporter=${brief ? "dot" : "default"}`,
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  return tallyVitest(report, await run([program("vitest/vitest.mjs"), ...options, ...rest]));
}

async function playwright(
  name: string,
  { run, rest, brief }: SuiteOptions,
  more: Record<string, string> = {},
  options: string[] = [],
): Promise<Tally> {
  if (!(await built(run))) {
    console.error("The end-to-end tests need a build, and it failed.");
    return FAILED_ONCE;
  }
  const browser = await findBrowser();
  const { startServer } = await import("@/tests/e2e/server");
  const server = await startServer();
  try {
    const report = reportFile(`${name}.json`);
    const environment = {
      ...server.environment,
      ...more,
      E2E_BROWSER: browser,
      E2E_REPORT: report,
      E2E_REPORTER: brief ? "dot" : "list",
    };
    const command = [program("@playwright/test/cli.js"), "test", "--pass-with-no-tests", ...options, ...rest];
    return tallyPlaywright(report, await runPlaywright(command, environment));
  } finally {
    await server.stop();
  }
}

function once(exitCode: number): Tally {
  return exitCode === 0 ? PASSED_ONCE : FAILED_ONCE;
}
