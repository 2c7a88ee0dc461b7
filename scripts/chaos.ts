import path from "node:path";
import { ROOT, runToEnd } from "./run/child";

// What the person's own shell points at is not for tests.
for (const name of ["DATABASE_URL", "SMTP_URL", "IMPORT_DIR"]) delete process.env[name];
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(130));

// Too long for every run of npm test, which kills three times.
process.exit(
  await runToEnd([
    path.join(ROOT, "node_modules/vitest/vitest.mjs"),
    "run",
    "--project",
    "soak",
    ...process.argv.slice(2),
  ]),
);
