import { setTimeout as sleep } from "node:timers/promises";

/** Wakes one waiter. A signal that comes while nobody waits is kept for the next wait, so that no work is missed. */
export class AutoResetEvent {
  #isSet = false;
  #waiting: AbortController | null = null;

  set(): void {
    this.#isSet = true;
    this.#waiting?.abort();
  }

  /**
   * Waits for a signal, at most `ms` and up to a quarter longer by chance, so that several workers do not look at the
   * same moment; `stop` ends the wait too.
   */
  async wait(ms: number, stop: AbortSignal): Promise<void> {
    this.#waiting = new AbortController();
    const signal = AbortSignal.any([this.#waiting.signal, stop]);
    if (!this.#isSet) await sleep(ms * (1 + Math.random() / 4), undefined, { signal }).catch(() => undefined);
    this.#waiting = null;
    this.#isSet = false;
  }
}
