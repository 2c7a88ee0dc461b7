import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const workers = Math.max(1, Math.min(4, availableParallelism()));

/**
 * Tests on a real PostgreSQL, one database for each worker. None waits for a time to pass; a busy machine may need a
 * while all the same.
 */
const onDatabase = {
  globalSetup: ["tests/support/global-setup.ts"],
  provide: { databaseWorkers: workers },
  setupFiles: ["tests/support/statements/held.ts"],
  testTimeout: 120_000,
  hookTimeout: 120_000,
};

/** They change what the product loads, so each has a process of its own. */
const alone = ["tests/integration/batches/new-column.test.ts"];

/** Tests that the soak suite runs again with more rows, more kills, more stories, more of what is random. */
const longer = [
  "tests/integration/batches/{damaged,ingest-kill}.test.ts",
  "tests/integration/dashboard/sections.test.ts",
  "tests/integration/emails/{kill,refusals}.test.ts",
  "tests/integration/runs/kill.test.ts",
  "tests/integration/payments/late-reports.test.ts",
  "tests/integration/payouts/{filter-search,interleaved,model,twins}.test.ts",
  "tests/unit/batches/{property,shown-number,ways-in}.test.ts",
  "tests/unit/csv-text.test.ts",
];

const fileOf = (place: string) => fileURLToPath(new URL(place, import.meta.url));

/** Tests send statements of their own, which are not held to the rules of the product's. */
const clientOfTests = {
  name: "client-of-tests",
  enforce: "pre" as const,
  resolveId(source: string, importer: string | undefined) {
    const ofTests = importer !== undefined && /\/tests\/(?!support\/statements\/)/.test(importer);
    return ofTests && source === fileOf("db/client") ? fileOf("tests/support/statements/client.ts") : null;
  },
};

export default defineConfig({
  plugins: [clientOfTests],
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") } },
  test: {
    // Values of the right shape; nothing outside the tests ever sees them.
    env: {
      AUTH_SECRET: "auth-secret-of-the-tests-only-00000",
      LINK_KEY: "link-key-of-the-tests-only-000000000",
      DETAILS_KEYS: "tests:dGhlLWtleS1vZi10aGUtdGVzdHMtb25seS0wMDAwMDA=",
      TZ: "UTC",
    },
    maxWorkers: workers,
    expect: { poll: { timeout: 60_000 } },
    // Loading the product anew for each test file would cost as much as the tests.
    isolate: false,
    setupFiles: ["tests/support/own-environment.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          // No test waits; a busy machine may still need a while to hash a password or to try ten thousand files.
          testTimeout: 120_000,
          include: ["tests/unit/**/*.test.{ts,tsx}", "tests/architecture.test.ts"],
        },
      },
      {
        extends: true,
        test: { name: "integration", include: ["tests/integration/**/*.test.{ts,tsx}"], exclude: alone, ...onDatabase },
      },
      {
        extends: true,
        test: { name: "integration-alone", include: alone, isolate: true, ...onDatabase },
      },
      {
        extends: true,
        test: {
          name: "soak",
          include: ["tests/soak/**/*.test.ts", ...longer],
          env: { SOAK: "1" },
          ...onDatabase,
          testTimeout: 20 * 60_000,
        },
      },
    ],
  },
});
