import type { Stats } from "node:fs";

type Seen = { print: string; since: number; look: number; sha256?: string };

/** Size, time and identity: what changes while a file is written, or when another takes its name. */
export const printOf = ({ size, mtimeMs, ino }: Stats): string => `${size} ${mtimeMs} ${ino}`;

/** Remembers what files looked like, to tell those that are complete: nobody says so when an upload ends. */
export class Steadiness {
  #seen = new Map<string, Seen>();
  #look = 0;

  /** Begins a new look; what the one before did not meet is forgotten. */
  begin(): void {
    for (const [file, { look }] of this.#seen) if (look < this.#look) this.#seen.delete(file);
    this.#look++;
  }

  /** For how long the file, wherever it lies, has looked the same at every look. */
  restedMs(stats: Stats): number {
    const now = performance.now();
    return now - this.#see(stats, now).since;
  }

  /** The SHA-256 of the file, read once as long as the file looks the same. */
  async sha256Of(stats: Stats, read: () => Promise<string>): Promise<string> {
    const seen = this.#see(stats, performance.now());
    return (seen.sha256 ??= await read());
  }

  #see(stats: Stats, now: number): Seen {
    const file = `${stats.dev} ${stats.ino}`;
    const print = printOf(stats);
    const known = this.#seen.get(file);
    const seen = known?.print === print ? known : { print, since: now, look: this.#look };
    seen.look = this.#look;
    this.#seen.set(file, seen);
    return seen;
  }
}
