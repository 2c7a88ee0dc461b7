import { availableParallelism } from "node:os";
import { TooManyRequests } from "@/lib/errors";

/**
 * How many passwords a process hashes at once: two, because scrypt runs on the four threads that Node has for files,
 * host names and compression too; one where a second would take the last processor from the people who read pages.
 */
export const hashesAtOnce = availableParallelism() > 2 ? 2 : 1;
/** At a third of a second each, nobody waits for longer than a few seconds. */
export const hashesWaiting = 12;

/** Lets a few pieces of work run at once and a bounded number wait their turn; any more are refused. */
export class Slots {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly mostWaiting: number,
    private readonly retryAfterS: number,
  ) {}

  /** @throws TooManyRequests when as many wait already as may. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.#enter();
    try {
      return await work();
    } finally {
      // The slot passes to the next who waits, so that nobody new can take it in between.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  async #enter(): Promise<void> {
    if (this.#running < this.atOnce) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= this.mostWaiting) {
      throw new TooManyRequests(
        `Many people are signing in at this moment. Wait ${this.retryAfterS} seconds, then try again.`,
        this.retryAfterS,
      );
    }
    await new Promise<void>((enter) => this.#waiting.push(enter));
  }
}
