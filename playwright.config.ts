import { defineConfig } from "@playwright/test";
import { BROWSER_OPTIONS, windowOptions } from "./tests/e2e/browser-options";

const { E2E_BASE_URL, E2E_BROWSER, E2E_REPORT, E2E_REPORTER = "list", E2E_TRACE } = process.env;
if (!E2E_BASE_URL)
  throw new Error(
    "Run the end-to-end tests with: npm test -- e2e. It starts the database, the portal and the worker they need.",
  );

export default defineConfig({
  testDir: "tests/e2e",
  testMatch: /\.(test|spec)\.ts$/,
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [
    [E2E_REPORTER],
    ["./tests/e2e/begun.ts"],
    ...(E2E_REPORT ? [["json", { outputFile: E2E_REPORT }] as const] : []),
  ],
  use: {
    baseURL: E2E_BASE_URL,
    ...windowOptions,
    // A trace of every test costs a third of its time. E2E_TRACE=1 npm test -- e2e <file> keeps those of failed tests.
    trace: E2E_TRACE ? "retain-on-failure" : "off",
    screenshot: "off",
    video: "off",
    launchOptions: {
      executablePath: E2E_BROWSER || undefined,
      args: BROWSER_OPTIONS,
    },
  },
});
