import type { Batch } from "./queries";
import { underWay } from "./status";

/** Tries in a row, ended by an error, after which a file that cannot be checked is given up. */
export const triesToCheck = 8;
/** Workers that died in a row; many, because a worker may die for reasons of its own. */
export const deathsToCheck = 30;

/** A restarted database costs a try or two and needs nobody's attention. */
const triesUntold = 2;
const deathsUntold = 9;

/**
 * Work that comes no further though it is tried again and again. `requestId` is under what the log has the cause; null
 * when no worker lived to tell it.
 */
export type Standstill = { since: Date; requestId: string | null };

/** Whether the work on a batch stands still, and since when; null too for one at rest. */
export function standstill({ status, failures, attempts, failingSince, failingRequestId }: Batch): Standstill | null {
  // The try that is counted already may be the one that succeeds.
  const deaths = attempts - 1 - failures;
  if (failingSince === null || !underWay.includes(status) || (failures <= triesUntold && deaths <= deathsUntold))
    return null;
  return { since: failingSince, requestId: failingRequestId };
}
