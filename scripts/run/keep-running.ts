import { setTimeout as pause } from "node:timers/promises";
import type { Child } from "./child";

type Rules = {
  /** How it is called in a sentence. */
  name: string;
  /** So many deaths in a row, each soon after its start, and it is given up; never when left out. */
  deathsInARow?: number;
  firstPauseMs?: number;
  longestPauseMs?: number;
  /** Who ran for so long did not die soon. */
  goodRunMs?: number;
};

export type Kept = {
  /** Settles when it is given up, with how it ended last; never for one that is stopped. */
  givenUp: Promise<number | NodeJS.Signals>;
  /** Stops it for good. */
  stop(): Promise<void>;
};

/** Runs a program and starts it again, with growing pauses, whenever it ends by itself. */
export function keepRunning(
  start: () => Child,
  { name, deathsInARow = Infinity, firstPauseMs = 1_000, longestPauseMs = 30_000, goodRunMs = 60_000 }: Rules,
): Kept {
  const stopped = new AbortController();
  let child: Child;
  let giveUp: (result: number | NodeJS.Signals) => void;
  const givenUp = new Promise<number | NodeJS.Signals>((resolve) => (giveUp = resolve));
  async function keep(): Promise<void> {
    for (let deaths = 1; !stopped.signal.aborted; deaths++) {
      const startedAt = Date.now();
      child = start();
      const result = await child.ended;
      if (stopped.signal.aborted) return;
      if (Date.now() - startedAt > goodRunMs) deaths = 1;
      if (deaths >= deathsInARow) return giveUp(result);
      const pauseMs = Math.min(firstPauseMs * 2 ** (deaths - 1), longestPauseMs);
      console.error(`The ${name} ended unexpectedly (${result}); it starts again in ${pauseMs / 1_000} s.`);
      await pause(pauseMs, undefined, { signal: stopped.signal }).catch(() => {});
    }
  }
  const kept = keep();
  return {
    givenUp,
    async stop() {
      stopped.abort();
      await child.stop();
      await kept;
    },
  };
}
