import type { Stats } from "node:fs";

type Seen = { print: string; since: number; look: number; sha256?: string };

/** Size, time and identity: what changes while a file is written, or when another file gets its name. */
export const folderPrintOf = ({ size, mtimeMs, ino }: Stats): string => `${size} ${mtimeMs} ${ino}`;

/** Remembers what files looked like, because a file that has not changed for a while is complete. */
export class FileSettling {
  #seen = new Map<string, Seen>();
  #look = 0;

  /** Begins a new look; files that the last one did not find are dropped. */
  beginLook(): void {
    for (const [file, { look }] of this.#seen) if (look < this.#look) this.#seen.delete(file);
    this.#look++;
  }

  /** For how long the file, wherever it is moved to, has looked the same at every look. */
  unchangedMs(stats: Stats): number {
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
    const print = folderPrintOf(stats);
    const known = this.#seen.get(file);
    const seen = known?.print === print ? known : { print, since: now, look: this.#look };
    seen.look = this.#look;
    this.#seen.set(file, seen);
    return seen;
  }
}
