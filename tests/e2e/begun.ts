import { writeFileSync } from "node:fs";
import type { Reporter } from "@playwright/test/reporter";

/** Leaves a file where all test files were read and the tests begin: whoever started Playwright waits for it. */
export default class Begun implements Reporter {
  onBegin(): void {
    if (process.env.E2E_BEGUN) writeFileSync(process.env.E2E_BEGUN, "");
  }

  printsToStdio(): boolean {
    return false;
  }
}
