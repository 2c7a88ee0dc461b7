import { AsyncLocalStorage } from "node:async_hooks";

/** One request and its answer, as the server at the very front sees them (lib/web/server/front.ts). */
export type Exchange = {
  /** The network address of who asks; behind a trusted proxy, the one that the proxy names. */
  readonly peer: string;
  /** Whether it comes without a session that this portal made. */
  readonly anonymous: boolean;
  /** Whether a server action began; before that only its arguments were read. */
  actionBegan: boolean;
  /** Whether the log has a line about it. */
  logged: boolean;
  /** Set to answer 429 instead of what the framework would answer; in seconds. */
  retryAfterS?: number;
};

// On globalThis, because the server and the bundles of the framework each load this file.
const kept = globalThis as { meridianExchange?: AsyncLocalStorage<Exchange> };

/** Lets whatever works on a request reach its exchange. */
export const exchanges = (kept.meridianExchange ??= new AsyncLocalStorage<Exchange>());

/** The exchange that this code works on; an empty one outside every request, as in a test. */
export const currentExchange = (): Exchange =>
  exchanges.getStore() ?? { peer: "unknown", anonymous: true, actionBegan: false, logged: false };
