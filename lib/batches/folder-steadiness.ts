import type { Stats } from "node:fs";

type Seen = { print: string; since: number; look: number };

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
    const file = `${stats.dev} ${stats.ino}`;
    const print = printOf(stats);
    const seen = this.#seen.get(file);
    const since = seen?.print === print ? seen.since : now;
    this.#seen.set(file, { print, since, look: this.#look });
    return now - since;
  }
}
