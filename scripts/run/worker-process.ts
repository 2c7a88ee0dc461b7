import { setTimeout as pause } from "node:timers/promises";
import { startChild, type Child } from "./child";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
const GOOD_RUN_MS = 60_000;

/** Runs the worker and starts it again, with growing pauses, whenever it ends by itself. */
export function keepWorker(environment: Record<string, string> = {}): { stop(): Promise<void> } {
  const stopped = new AbortController();
  let worker: Child;
  async function keep(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (!stopped.signal.aborted) {
      const startedAt = Date.now();
      worker = startChild(["--import", "tsx", "lib/worker/main.ts"], environment);
      const result = await worker.ended;
      if (stopped.signal.aborted) return;
      pauseMs = Date.now() - startedAt > GOOD_RUN_MS ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      console.error(`The worker ended unexpectedly (${result}); it starts again in ${pauseMs / 1_000} s.`);
      await pause(pauseMs, undefined, { signal: stopped.signal }).catch(() => {});
    }
  }
  const kept = keep();
  return {
    async stop() {
      stopped.abort();
      await worker.stop();
      await kept;
    },
  };
}
