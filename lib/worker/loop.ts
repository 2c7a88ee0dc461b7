import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { logFault } from "@/lib/fault";
import { AutoResetEvent } from "./auto-reset-event";
import type { Queue } from "./queues";

const pauseAfterErrorMs = 10_000;

export type Served = {
  /** Something is due: look now. */
  wake(): void;
  /** Settles when the queue is stopped and its last work is finished. */
  ended: Promise<unknown>;
};

/** Serves one queue in as many slots as it has, until `stop`. */
export function serveQueue(name: string, queue: Queue, stop: AbortSignal): Served {
  const signals = Array.from({ length: queue.slots }, () => new AutoResetEvent());
  const slots = signals.map((signal) => serveSlot(name, queue, signal, stop));
  return { wake: () => signals.forEach((signal) => signal.set()), ended: Promise.all(slots) };
}

async function serveSlot(name: string, queue: Queue, signal: AutoResetEvent, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const requestId = `worker-${randomUUID()}`;
    try {
      if ((await queue.work(requestId)) === 0) await signal.wait(queue.pollMs, stop);
    } catch (error) {
      logFault(`worker ${name}`, requestId, error);
      // No signal ends this pause: with a broken database that would be a busy loop.
      await sleep(pauseAfterErrorMs, undefined, { signal: stop }).catch(() => undefined);
    }
  }
}
