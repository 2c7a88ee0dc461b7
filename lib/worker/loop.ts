import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { logFault } from "@/lib/fault";
import { Bell } from "./bell";
import type { Queue } from "./queues";

const pauseAfterErrorMs = 10_000;

export type Served = {
  /** Something is due: look now. */
  wake(): void;
  /** Settles when the queue was stopped and the work begun is finished. */
  ended: Promise<unknown>;
};

/** Serves one queue in as many slots as it has, until `stop`. */
export function serveQueue(name: string, queue: Queue, stop: AbortSignal): Served {
  const bells = Array.from({ length: queue.slots }, () => new Bell());
  const slots = bells.map((bell) => serveSlot(name, queue, bell, stop));
  return { wake: () => bells.forEach((bell) => bell.ring()), ended: Promise.all(slots) };
}

async function serveSlot(name: string, queue: Queue, bell: Bell, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const requestId = `worker-${randomUUID()}`;
    try {
      if ((await queue.work(requestId)) === 0) await bell.sleep(queue.pollMs, stop);
    } catch (error) {
      logFault(`worker ${name}`, requestId, error);
      // The bell is not listened to here: it would turn a broken database into a busy loop.
      await sleep(pauseAfterErrorMs, undefined, { signal: stop }).catch(() => undefined);
    }
  }
}
