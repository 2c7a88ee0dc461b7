import { existsSync } from "node:fs";
import { startChild } from "@/scripts/run/child";
import { reportFile } from "./tally";

const READING_MS = 180_000;
const MOST_STARTS = 3;

/**
 * Runs Playwright to its end, and starts it anew where it does not come to its first test. It reads the test files with a
 * second thread of Node.js, and with Node.js 20 each of the two can wait for the other: seen once in some thirty runs,
 * when no test had begun. Newer versions read them in one thread.
 * @returns its exit code, 1 for one ended by a signal
 */
export async function runPlaywright(command: string[], environment: Record<string, string>): Promise<number> {
  for (let start = 1; ; start++) {
    const begun = reportFile("begun");
    const child = startChild(command, { ...environment, E2E_BEGUN: begun });
    let stuck = false;
    const watch = setTimeout(() => {
      stuck = !existsSync(begun);
      if (stuck) void child.stop();
    }, READING_MS);
    const result = await child.ended;
    clearTimeout(watch);
    if (!stuck || start === MOST_STARTS) return typeof result === "number" ? result : 1;
    console.log("Playwright did not come to its first test in three minutes. It is started anew.");
  }
}
