import { randomInt } from "node:crypto";

const smallest = 1 << 12;

/**
 * The line on which each of millions of texts came first, in about 20 bytes a text: it keeps 64 bits of the text's hash
 * in place of the text. That two of a million texts share them is as likely as one in 37 million files. Which
 * texts do is different each time.
 */
export class FirstLines {
  #seeds = [randomInt(2 ** 32), randomInt(2 ** 32)] as const;
  #high = new Uint32Array(smallest);
  #low = new Uint32Array(smallest);
  /** 0 where nothing is kept. */
  #lines = new Uint32Array(smallest);
  #size = 0;

  /** The earlier line that had this text. When there is none, `line` is remembered as its first. */
  earlier(text: string, line: number): number | undefined {
    if (this.#size * 2 >= this.#lines.length) this.#grow();
    const high = hashOf(text, this.#seeds[0], 0xcc9e2d51, 0x1b873593);
    const low = hashOf(text, this.#seeds[1], 0x239b961b, 0xab0e9789);
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

/**
 * 32 bits of a text: MurmurHash3 (x86, 32 bits) over its UTF-16 units, each as a block, with its length. Other factors
 * and another seed make another hash; those used are of MurmurHash3 itself. Many times quicker than a cryptographic hash
 * of so short a text.
 */
function hashOf(text: string, seed: number, first: number, second: number): number {
  let hash = seed;
  for (let index = 0; index < text.length; index++) {
    const block = Math.imul(text.charCodeAt(index), first);
    hash ^= Math.imul((block << 15) | (block >>> 17), second);
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  hash ^= text.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
