import { payoutCountDifferences, countedOrganizations, rebuildPayoutCounts } from "@/lib/payouts/counts/rebuild";
import { foldPayoutCounts } from "@/lib/payouts/counts/fold";
import { withDatabase } from "./run/command";

const foldedAtOnce = 50_000;

const does = process.argv[2];
if (does === "check") await withDatabase(check);
else if (does === "rebuild") await withDatabase(rebuild);
else {
  console.error("Usage: npm run check:counts, or npm run rebuild:counts");
  process.exitCode = 2;
}

async function check(): Promise<void> {
  let wrong = 0;
  for (const { id, name } of await countedOrganizations()) {
    for (const { axis, grain, place, status, replaced, currency, kept, counted } of await payoutCountDifferences(id)) {
      wrong++;
      const where =
        axis === "all" ? axis : grain ? `${axis}, ${grain.replace("_", " ")} from ${place}` : `batch ${place}`;
      console.log(
        `${name}: ${where}: ${status ?? "any status"}${replaced ? " (replaced)" : ""} ${currency}: ${kept} kept, ${counted} counted`,
      );
    }
  }
  if (wrong === 0) console.log("Every count equals its payouts.");
  else console.log(`${wrong} counts differ. npm run rebuild:counts counts anew, while the portal is in use.`);
  process.exitCode = wrong === 0 ? 0 : 1;
}

async function rebuild(): Promise<void> {
  for (const { id } of await countedOrganizations()) await rebuildPayoutCounts(id);
  while ((await foldPayoutCounts(foldedAtOnce)) > 0);
  console.log("Every payout is counted anew.");
}
