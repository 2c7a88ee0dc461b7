import { emails } from "@/db/schema/emails";
import { logFault } from "@/lib/fault";
import { renewLease, type Claim } from "@/lib/queue";

/** A server that takes longer than this for its answer to a whole message keeps no place in the queue. */
const patienceMs = 3_000;
const renewalMs = 20_000;
/** Each holds a connection. Beyond them, an email waits in the queue's own place. */
const laneSize = 40;

const lane = new Set<Promise<unknown>>();

/**
 * Sends one email, and waits for the answer of a late server in a lane of its own, so that other emails go on. The
 * claim is renewed all the time, so that no other worker sends a copy.
 * @param send does all of it; calls `whole` when the server has the whole message
 * @returns what `send` did, or undefined when it goes on in the lane
 */
export async function sendWithPatience<T>(
  claim: Claim,
  send: (whole: () => void) => Promise<T>,
): Promise<T | undefined> {
  const late = new AbortController();
  let patience: NodeJS.Timeout | undefined;
  const ended = send(() => (patience ??= setTimeout(() => late.abort(), patienceMs))).finally(() =>
    clearTimeout(patience),
  );
  await Promise.race([ended, new Promise((resolve) => (late.signal.onabort = resolve))]);
  if (!late.signal.aborted) return ended;
  const kept = keepClaimed(claim, ended);
  if (lane.size >= laneSize) return kept;
  const waiting = kept
    .catch((error: unknown) => logFault("late answer", claim.id, error))
    .finally(() => lane.delete(waiting));
  lane.add(waiting);
  return undefined;
}

/** Settles when no answer is awaited any more. */
export const lateAnswersEnded = (): Promise<unknown> => Promise.all(lane);

async function keepClaimed<T>(claim: Claim, ended: Promise<T>): Promise<T> {
  const renew = () => renewLease(emails, claim).catch((error: unknown) => logFault("late answer", claim.id, error));
  const timer = setInterval(() => void renew(), renewalMs);
  try {
    await renew();
    return await ended;
  } finally {
    clearInterval(timer);
  }
}
