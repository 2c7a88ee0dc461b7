import { TooManyRequests } from "@/lib/errors";

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
