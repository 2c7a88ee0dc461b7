const windowMs = 15 * 60_000;
const attemptsPerWindow = 10;
const mostAddresses = 10_000;

type Window = { startedAt: number; attempts: number };

/**
 * At most 10 failed sign-ins an address in 15 minutes, known address or not, so that being refused tells nothing about
 * it. Counted in this process alone (n processes let n times as many through) and for the 10,000 latest addresses,
 * which bounds the memory.
 */
export class SignInLimit {
  readonly #windows = new Map<string, Window>();

  /**
   * Counts one attempt before its password is verified, so that many at once are all counted. False when it is refused.
   */
  take(address: string, now = Date.now()): boolean {
    const known = this.#windows.get(address);
    const window = known && now - known.startedAt < windowMs ? known : { startedAt: now, attempts: 0 };
    window.attempts += 1;
    this.#windows.delete(address);
    this.#windows.set(address, window);
    this.#forgetOldest();
    return window.attempts <= attemptsPerWindow;
  }

  /** The password was right: the count starts again. */
  forgive(address: string): void {
    this.#windows.delete(address);
  }

  #forgetOldest(): void {
    if (this.#windows.size <= mostAddresses) return;
    const [oldest] = this.#windows.keys();
    if (oldest !== undefined) this.#windows.delete(oldest);
  }
}
