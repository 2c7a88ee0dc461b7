import { hash } from "node:crypto";

const smallest = 1 << 12;

/**
 * The line on which each of millions of texts came first, in about 20 bytes a text: it keeps 64 bits of the text's hash
 * in place of the text. That two of a million texts share them is as likely as one in 37 million files.
 */
export class FirstLines {
  #high = new Uint32Array(smallest);
  #low = new Uint32Array(smallest);
  /** 0 where nothing is kept. */
  #lines = new Uint32Array(smallest);
  #size = 0;

  /** The earlier line that had this text. When there is none, `line` is remembered as its first. */
  earlier(text: string, line: number): number | undefined {
    if (this.#size * 2 >= this.#lines.length) this.#grow();
    const digest = hash("sha1", text, "buffer");
    const [high, low] = [digest.readUInt32LE(0), digest.readUInt32LE(4)];
    const slot = this.#slotOf(high, low);
    const known = this.#lines[slot]!;
    if (known !== 0) return known;
    this.#put(slot, high, low, line);
    this.#size++;
    return undefined;
  }

  /** Where these bits are, or where they belong. */
  #slotOf(high: number, low: number): number {
    const mask = this.#lines.length - 1;
    let slot = low & mask;
    while (this.#lines[slot] !== 0 && (this.#low[slot] !== low || this.#high[slot] !== high)) slot = (slot + 1) & mask;
    return slot;
  }

  #put(slot: number, high: number, low: number, line: number): void {
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#lines[slot] = line;
  }

  #grow(): void {
    const [high, low, lines] = [this.#high, this.#low, this.#lines];
    const length = lines.length * 2;
    [this.#high, this.#low, this.#lines] = [new Uint32Array(length), new Uint32Array(length), new Uint32Array(length)];
    for (let old = 0; old < lines.length; old++) {
      if (lines[old] !== 0) this.#put(this.#slotOf(high[old]!, low[old]!), high[old]!, low[old]!, lines[old]!);
    }
  }
}
