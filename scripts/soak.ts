import { runSuites, type Plan } from "./test/run-suites";
import { soakSuites } from "./test/suites";

const plan: Plan = [[["soak"]], [["soak-e2e"]]];

await runSuites("npm run test:soak --", soakSuites, plan, process.argv.slice(2));
