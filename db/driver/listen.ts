import { setTimeout as sleep } from "node:timers/promises";
import type { Connection } from "./connection";

const RETRY_MS = 500;

export interface Subscription {
  close(): Promise<void>;
}

/** Opens a connection that hands each notification to `onNotify`. */
type OpenListening = (onNotify: (payload: string) => void) => Promise<Connection>;

/** Listens to `channel` until closed, over one connection after the other. */
export async function listenOver(
  open: OpenListening,
  channel: string,
  onNotify: (payload: string) => void,
): Promise<Subscription> {
  const stop = new AbortController();
  let connection = await subscribe(open, channel, onNotify);
  watch();
  return {
    async close() {
      stop.abort();
      connection.onFailure = null;
      await connection.close();
    },
  };

  function watch(): void {
    connection.onFailure = () => void resubscribe();
    if (connection.failure) void resubscribe();
  }

  async function resubscribe(): Promise<void> {
    while (!stop.signal.aborted) {
      const next = await subscribe(open, channel, onNotify).catch(() => null);
      if (next && stop.signal.aborted) return next.close();
      if (next) {
        connection = next;
        watch();
        return onNotify("");
      }
      await sleep(RETRY_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  }
}

async function subscribe(
  open: OpenListening,
  channel: string,
  onNotify: (payload: string) => void,
): Promise<Connection> {
  // Outside the driver's call stack: an error that the receiver throws would break the driver.
  const connection = await open((payload) => queueMicrotask(() => onNotify(payload)));
  await connection.send(`listen "${channel.replaceAll('"', '""')}"`);
  return connection;
}
