import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { hashesAtOnce, hashesWaiting, Slots } from "./slots";

/**
 * One of the equally strong scrypt settings of OWASP's Password Storage Cheat Sheet: N=2^15, r=8, p=3. It takes 32 MiB
 * where N=2^17, p=1 takes 128, so that a few sign-ins at once do not exhaust a small machine.
 */
const cost = { log2N: 15, r: 8, p: 3 };
const saltBytes = 16;
const keyBytes = 32;

type Cost = typeof cost;

// On globalThis, because routes and actions are separate bundles and must share one count.
const kept = globalThis as { meridianHashing?: Slots };
const hashing = (kept.meridianHashing ??= new Slots(hashesAtOnce, hashesWaiting, 5));

function derive(password: string, salt: Buffer, length: number, cost: Cost): Promise<Buffer> {
  return hashing.run(() => deriveNow(password, salt, length, cost));
}

function deriveNow(password: string, salt: Buffer, length: number, { log2N, r, p }: Cost): Promise<Buffer> {
  const N = 2 ** log2N;
  // Node's default limit is 32 MiB; scrypt needs 128 * N * r bytes and a little for p.
  const maxmem = 128 * r * (N + p + 2);
  return new Promise((resolve, reject) => {
    // One person may type é as one character, another as two: NFKC makes them one password.
    scrypt(password.normalize("NFKC"), salt, length, { N, r, p, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/**
 * The hash with its settings, as it is stored: `$scrypt$ln=15,r=8,p=3$salt$key`, base64url.
 * @throws TooManyRequests, as everything here does, when too many hashes are being made in this process.
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const key = await derive(password, salt, keyBytes, cost);
  return `$scrypt$ln=${cost.log2N},r=${cost.r},p=${cost.p}$${salt.toString("base64url")}$${key.toString("base64url")}`;
}

const form = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]{22,86})\$([\w-]{43,86})$/;

/**
 * Whether `password` is the one `hash` was made from; compared in constant time. Null, and a text of another form, is the
 * hash of no password (an account that has none yet) and takes as long to refuse.
 */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const [, log2N, r, p, salt, expected] = form.exec(hash ?? "") ?? [];
  if (!log2N || !r || !p || !salt || !expected) return verifyNoPassword(password);
  const kept = Buffer.from(expected, "base64url");
  const key = await derive(password, Buffer.from(salt, "base64url"), kept.length, {
    log2N: Number(log2N),
    r: Number(r),
    p: Number(p),
  });
  return timingSafeEqual(key, kept);
}

/** Takes as long as a verification and always returns false: for a user who does not exist. */
export async function verifyNoPassword(password: string): Promise<false> {
  await derive(password, Buffer.alloc(saltBytes), keyBytes, cost);
  return false;
}
