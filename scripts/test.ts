import { runSuites, type Plan } from "./test/run-suites";
import { suites } from "./test/suites";

/**
 * Two cores: types and build, which write to one folder, beside lint and unit tests. The two large suites fill both
 * cores by themselves.
 */
const plan: Plan = [
  [
    ["typecheck", "build"],
    ["lint", "unit"],
  ],
  [["integration"]],
  [["e2e"]],
];

await runSuites("npm test --", suites, plan, process.argv.slice(2));
