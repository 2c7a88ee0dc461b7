import { TooManyRequests } from "@/lib/errors";
import { keyedHash } from "@/lib/web/signed-text";
import { countAttempt, type AttemptLimit } from "./attempt-counts";
import { inWords, networkOf, seconds } from "./limits";

const minuteMs = 60_000;

/** Asking for a new password, from one network peer, which may be a whole office. */
export const askingPeerLimit: AttemptLimit = { atMost: 100, windowMs: 15 * minuteMs };
/** For one email address, known here or not. It keeps a mailbox from being filled, and a refusal does not say which it is. */
export const askingLimit: AttemptLimit = {
  atMost: 3,
  windowMs: 60 * minuteMs,
  pause: { firstMs: minuteMs, longestMs: 15 * minuteMs },
};

/**
 * Counts that somebody asks for a new password, before anything is looked up.
 * @throws TooManyRequests when the peer or the address has to wait
 */
export async function admitAsking({ address, peer }: { address: string; peer: string }): Promise<void> {
  await count(`asking-peer:${keyedHash("peer", networkOf(peer))}`, askingPeerLimit, "from your network");
  await count(`asking:${keyedHash("address", address)}`, askingLimit, "for this email address");
}

async function count(key: string, limit: AttemptLimit, words: string): Promise<void> {
  const counted = await countAttempt(key, limit);
  if (!("waitMs" in counted)) return;
  const waitS = seconds(counted.waitMs);
  throw new TooManyRequests(
    `A new password was asked for many times ${words}. Wait ${inWords(waitS)}, then try again.`,
    waitS,
  );
}
