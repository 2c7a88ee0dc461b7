import { rmSync } from "node:fs";
import { SUITES, type SuiteName } from "./test/suites";
import { FAILED_ONCE, REPORTS, type Tally } from "./test/tally";

// What the person's own shell points at is not for tests.
for (const name of ["DATABASE_URL", "SMTP_URL", "PORTAL_URL", "PORT", "HOST", "IMPORT_DIR"]) delete process.env[name];

const words = process.argv.slice(2);
const isSuite = (word: string): word is SuiteName => word in SUITES;
const chosen = words.filter(isSuite);
const rest = words.filter((word) => !isSuite(word));
if (rest.length > 0 && chosen.length === 0) {
  console.error(
    `Name a suite first: npm test -- ${Object.keys(SUITES).join("|")} [what vitest or playwright understands]`,
  );
  process.exit(1);
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(130));

const names = (Object.keys(SUITES) as SuiteName[]).filter((name) => chosen.length === 0 || chosen.includes(name));
const lines: string[] = [];
const total: Tally = { passed: 0, failed: 0 };
for (const name of names) {
  console.log(`\n── ${name} ──`);
  const startedAt = Date.now();
  const tally = await SUITES[name](rest).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return FAILED_ONCE;
  });
  total.passed += tally.passed;
  total.failed += tally.failed;
  lines.push(
    `${name.padEnd(12)} ${tally.passed} passed, ${tally.failed} failed${tally.skipped ? `, ${tally.skipped} skipped` : ""} (${((Date.now() - startedAt) / 1_000).toFixed(1)} s)`,
  );
}
rmSync(REPORTS, { recursive: true, force: true });

console.log(`\n${lines.join("\n")}\n\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);
