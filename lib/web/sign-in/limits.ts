import { TooManyRequests } from "@/lib/errors";
import { keyedHash } from "@/lib/web/signed-text";
import { countAttempt, forgetAttempts, uncountAttempt, type AttemptLimit } from "./attempt-counts";
import { knownDevice } from "./known-device";
import type { Owner } from "./second-factor";

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

/**
 * For the codes of one person: a code has six digits only, and a person who gets so far knows the password. Some 110 tries a
 * day (NIST SP 800-63B-4, 3.2.2 wants a limit of the kind).
 */
const codeLimit: AttemptLimit = {
  atMost: addressLimit.atMost,
  windowMs: 24 * 60 * minuteMs,
  pause: { firstMs: 5_000, longestMs: 15 * minuteMs },
};

/**
 * Who asks to sign in. `peer` is a network address, `device` the cookie of a browser that was known before, `deviceWords`
 * what people call it.
 */
export type Asking = { address: string; peer: string; device: string | undefined; deviceWords?: string };

/** What is tried: each is counted by itself. */
type Tried = "password" | "code" | "own";
const triedWords: Record<Tried, string> = {
  password: "passwords for this email address",
  code: "codes for this account",
  own: "passwords or codes",
};

/** A sign-in that was let through, and has been counted. `reachedLimit`: it is the first one that others wait for. */
type Admitted = { reachedLimit: boolean; forgive(): Promise<void> };

/** People of one house share an IPv6 network of 64 bits, and one person has all of it. */
export const networkOf = (peer: string): string => {
  if (!peer.includes(":") || peer.includes(".")) return peer;
  const [head = "", tail] = peer.split("::");
  const left = head.split(":").filter(Boolean);
  const right = (tail ?? "").split(":").filter(Boolean);
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0");
  return [...left, ...zeros, ...right].slice(0, 4).join(":");
};

export const seconds = (ms: number) => Math.ceil(ms / 1_000);
export const inWords = (s: number) =>
  s >= 120 ? `${Math.ceil(s / 60)} minutes` : s === 1 ? "1 second" : `${s} seconds`;

/**
 * Counts a sign-in before its password is verified, so that many at once are all counted. A browser in which its owner
 * signed in before is counted by itself: whatever strangers try does not hold it up.
 * @throws TooManyRequests when the peer or the address has to wait.
 */
export async function admit(
  asking: Pick<Asking, "address" | "peer" | "device">,
  tried: "password" | "code" = "password",
): Promise<Admitted> {
  const device = knownDevice(asking.device, asking.address);
  const peerKey = `peer:${keyedHash("peer", networkOf(asking.peer))}`;
  const byAddress = keyedHash(tried === "password" ? "address" : "address-code", asking.address);
  const key = device === null ? `address:${byAddress}` : `device:${device}:${byAddress}`;
  if (device === null) await admitPeer(peerKey);
  const counted = await countAttempt(key, tried === "password" ? addressLimit : codeLimit);
  if ("waitMs" in counted) throw hasToWait(tried, seconds(counted.waitMs));
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

/**
 * For one network peer: an answer of a passkey or of the identity provider cannot be guessed, but each one asked for is
 * kept for minutes.
 */
const stepLimit: AttemptLimit = { atMost: 600, windowMs: 15 * minuteMs };

/**
 * Counts a step of a sign-in by passkey, or by the identity provider.
 * @throws TooManyRequests when the peer has to wait
 */
export async function admitStep(peer: string): Promise<void> {
  const counted = await countAttempt(`passkey:${keyedHash("peer", networkOf(peer))}`, stepLimit);
  if (!("waitMs" in counted)) return;
  const waitS = seconds(counted.waitMs);
  throw new TooManyRequests(
    `There were too many sign-ins from your network. Wait ${inWords(waitS)}, then try again.`,
    waitS,
  );
}

const hasToWait = (tried: Tried, waitS: number) =>
  new TooManyRequests(
    `There were many wrong ${triedWords[tried]}. Wait ${inWords(waitS)}, then try again.${tried === "own" ? "" : " You need not wait in a browser in which you signed in before."}`,
    waitS,
  );

/**
 * Counts that somebody who is signed in proves themselves again, before it is verified: somebody else at their desk may
 * not try passwords.
 * @throws TooManyRequests when they have to wait
 */
export async function admitOwnProof({ organizationId, userId }: Owner): Promise<{ forgive(): Promise<void> }> {
  const key = `own:${organizationId}:${userId}`;
  const counted = await countAttempt(key, codeLimit);
  if ("waitMs" in counted) throw hasToWait("own", seconds(counted.waitMs));
  return { forgive: () => forgetAttempts(key) };
}
