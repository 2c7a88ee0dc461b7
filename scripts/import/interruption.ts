import { env } from "@/lib/env";

/** How far an import has come. `storing`: the file is on its way, and only the database knows whether it arrived. */
export type Reached = { dryRun: boolean; storing: boolean; batchId: string | null };

/** What is known when an import ends before its outcome is, and what to do. */
export function interruptionWords(why: string, reached: Reached): string {
  return [
    `The import did not come to its end: ${why}`,
    ...whatIsKnown(reached),
    "Running the same command again is safe: it goes on where this one stopped, and creates nothing twice.",
  ].join("\n");
}

function whatIsKnown({ dryRun, storing, batchId }: Reached): string[] {
  const creates = dryRun
    ? "A dry run creates nothing."
    : "Wherever a worker runs, it goes on with it, so rows of it may be payouts by now.";
  if (batchId) return [`The file is stored as batch ${batchId}: ${env().PORTAL_URL}/batches/${batchId}`, creates];
  if (storing)
    return ["Whether the file was stored is not known; if it was, it is in the portal, under Batches.", creates];
  return ["The file was not stored, and nothing was created."];
}
