import { runSuites } from "./test/run-suites";
import { soakSuites } from "./test/suites";

/** The part of the soak suite that kills a worker thirty times. */
await runSuites(
  "npm run test:chaos --",
  soakSuites,
  [[["soak"]]],
  ["soak", "tests/soak/ingest-kill.test.ts", ...process.argv.slice(2)],
);
