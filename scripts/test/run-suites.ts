import { closeSync, openSync, readFileSync, rmSync } from "node:fs";
import { runToEnd } from "@/scripts/run/child";
import type { SuiteOptions } from "./suites";
import { FAILED_ONCE, REPORTS, reportFile, type Tally } from "./tally";

type Suites = Record<string, (options: SuiteOptions) => Promise<Tally>>;

/**
 * Suites by name: stages one after another, the lanes of a stage side by side, the suites of a lane one after another.
 */
export type Plan = readonly (readonly (readonly string[])[])[];

const slowestShown = 10;

/**
 * Runs the suites that the words name, or else all of them, and ends the process: with 1 when something failed. Words
 * that name no suite are handed to the programs the suites run.
 */
export async function runSuites(command: string, suites: Suites, plan: Plan, words: string[]): Promise<never> {
  // What the person's own shell points at is not for tests.
  for (const name of ["DATABASE_URL", "DATABASE_OWNER_URL", "SMTP_URL", "PORTAL_URL", "PORT", "HOST", "IMPORT_DIR"])
    delete process.env[name];
  // Whatever is random in the tests begins from one number, which a failure can be repeated with.
  process.env.TEST_SEED ??= String(Date.now() % 2 ** 31);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(130));

  const chosen = words.filter((word) => word in suites);
  const rest = words.filter((word) => !(word in suites));
  if (rest.length > 0 && chosen.length === 0 && Object.keys(suites).length > 1) {
    console.error(
      `Name a suite first: ${command} ${Object.keys(suites).join("|")} [what vitest or Playwright understands]`,
    );
    process.exit(1);
  }
  const startedAt = Date.now();
  const results: [string, Tally, number][] = [];
  for (const stage of plan) {
    const lanes = stage
      .map((lane) => lane.filter((name) => chosen.length === 0 || chosen.includes(name)))
      .filter((lane) => lane.length > 0);
    const shared = lanes.length > 1;
    await Promise.all(
      lanes.map(async (lane) => {
        for (const name of lane)
          results.push(await timed(name, suites[name]!, { rest, brief: chosen.length === 0 }, shared));
      }),
    );
  }
  rmSync(REPORTS, { recursive: true, force: true });
  const order = Object.keys(suites);
  results.sort(([one], [other]) => order.indexOf(one) - order.indexOf(other));
  return report(results, Date.now() - startedAt);
}

async function timed(
  name: string,
  suite: Suites[string],
  options: Omit<SuiteOptions, "run">,
  shared: boolean,
): Promise<[string, Tally, number]> {
  if (!shared) console.log(`\n── ${name} ──`);
  const startedAt = Date.now();
  const output = shared ? openOutput(name) : undefined;
  const run: SuiteOptions["run"] = (program, environment) => runToEnd(program, environment, output?.descriptor);
  const tally = await suite({ ...options, run }).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return FAILED_ONCE;
  });
  const ms = Date.now() - startedAt;
  if (output) console.log(`\n── ${name} ──\n${output.text().trim() || `nothing to say`}`);
  return [name, tally, ms];
}

/** Suites that run side by side write into a file each, which is printed at the end of each in one piece. */
function openOutput(name: string) {
  const file = reportFile(`${name}.txt`);
  const descriptor = openSync(file, "a");
  return {
    descriptor,
    text: () => {
      closeSync(descriptor);
      return readFileSync(file, "utf8");
    },
  };
}

function report(results: readonly [string, Tally, number][], ms: number): never {
  const slowest = results
    .flatMap(([, { tests = [] }]) => tests)
    .sort((one, other) => other.ms - one.ms)
    .slice(0, slowestShown);
  if (slowest.length > 0) {
    console.log(`\nThe ${slowest.length} slowest tests:`);
    for (const { name, ms } of slowest) console.log(`${seconds(ms).padStart(8)}  ${name}`);
  }
  console.log(`\nRandom tests began from TEST_SEED=${process.env.TEST_SEED}\n`);
  for (const [name, { passed, failed, skipped }, ms] of results)
    console.log(
      `${name.padEnd(12)} ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""} (${seconds(ms)})`,
    );
  const sum = (key: "passed" | "failed") => results.reduce((total, [, tally]) => total + tally[key], 0);
  console.log(`all together (${seconds(ms)})\n\n${sum("passed")} passed, ${sum("failed")} failed`);
  process.exit(sum("failed") > 0 ? 1 : 0);
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
