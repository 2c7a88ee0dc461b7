import { TooManyRequests } from "@/lib/errors";
import { keyedHash } from "@/lib/web/signed-text";
import { countAttempt, forgetAttempts, uncountAttempt, type AttemptLimit } from "./attempt-counts";
import { knownDevice } from "./known-device";

const minuteMs = 60_000;

/** For one network peer, which may be a whole office: sign-ins that succeed are not counted. */
export const peerLimit: AttemptLimit = { atMost: 100, windowMs: 15 * minuteMs };
/**
 * For one email address, known here or not, so that being refused tells nothing about it; and, apart from that, for
 * one address on one known device. Never longer than a minute, so that nobody can keep its owner out.
 */
export const addressLimit: AttemptLimit = {
  atMost: 10,
  windowMs: 15 * minuteMs,
  pause: { firstMs: 5_000, longestMs: minuteMs },
};

/** Who asks to sign in. `peer` is a network address, `device` the cookie of a browser that was known before. */
export type Asking = { address: string; peer: string; device: string | undefined };

/** A sign-in that was let through, and has been counted. `reachedLimit`: it is the first one that others wait for. */
type Admitted = { reachedLimit: boolean; forgive(): Promise<void> };

/** People of one house share an IPv6 network of 64 bits, and one person has all of it. */
const networkOf = (peer: string): string => {
  if (!peer.includes(":") || peer.includes(".")) return peer;
  const [head = "", tail] = peer.split("::");
  const left = head.split(":").filter(Boolean);
  const right = (tail ?? "").split(":").filter(Boolean);
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0");
  return [...left, ...zeros, ...right].slice(0, 4).join(":");
};

const seconds = (ms: number) => Math.ceil(ms / 1_000);
const inWords = (s: number) => (s >= 120 ? `${Math.ceil(s / 60)} minutes` : s === 1 ? "1 second" : `${s} seconds`);

/**
 * Counts a sign-in before its password is verified, so that many at once are all counted. A browser in which its owner
 * signed in before is counted by itself: whatever strangers try does not hold it up.
 * @throws TooManyRequests when the peer or the address has to wait.
 */
export async function admit(asking: Asking): Promise<Admitted> {
  const device = knownDevice(asking.device, asking.address);
  const peerKey = `peer:${keyedHash("peer", networkOf(asking.peer))}`;
  const byAddress = keyedHash("address", asking.address);
  const key = device === null ? `address:${byAddress}` : `device:${device}:${byAddress}`;
  if (device === null) await admitPeer(peerKey);
  const counted = await countAttempt(key, addressLimit);
  if ("waitMs" in counted) throw addressHasToWait(seconds(counted.waitMs));
  return {
    reachedLimit: counted.attempts === addressLimit.atMost,
    async forgive() {
      await forgetAttempts(key);
      if (device === null) await uncountAttempt(peerKey);
    },
  };
}

async function admitPeer(key: string): Promise<void> {
  const counted = await countAttempt(key, peerLimit);
  if (!("waitMs" in counted)) return;
  const waitS = seconds(counted.waitMs);
  throw new TooManyRequests(
    `There were too many sign-ins that failed from your network. Wait ${inWords(waitS)}, then try again.`,
    waitS,
  );
}

const addressHasToWait = (waitS: number) =>
  new TooManyRequests(
    `There were many wrong passwords for this email address. Wait ${inWords(waitS)}, then try again. You need not wait in a browser in which you signed in before.`,
    waitS,
  );
