import { setTimeout as sleep } from "node:timers/promises";

/** Wakes one sleeper. A ring while nobody sleeps is kept, so that work which came in meanwhile is not missed. */
export class Bell {
  #rung = false;
  #sleeper: AbortController | null = null;

  ring(): void {
    this.#rung = true;
    this.#sleeper?.abort();
  }

  /**
   * Sleeps `ms`, and up to a quarter longer by chance so that several workers do not look in step; shorter when rung or
   * stopped.
   */
  async sleep(ms: number, stop: AbortSignal): Promise<void> {
    this.#sleeper = new AbortController();
    const signal = AbortSignal.any([this.#sleeper.signal, stop]);
    if (!this.#rung) await sleep(ms * (1 + Math.random() / 4), undefined, { signal }).catch(() => undefined);
    this.#sleeper = null;
    this.#rung = false;
  }
}
