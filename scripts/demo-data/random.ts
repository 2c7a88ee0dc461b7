import { createHash } from "node:crypto";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import { v7 as uuidv7 } from "uuid";

/** Chance that repeats itself: the same key makes the same numbers, names and ids on every run and machine. */
export class Random {
  #generator;

  constructor(key: string) {
    const digest = createHash("sha256").update(key).digest();
    this.#generator = xoroshiro128plusFromState([0, 4, 8, 12].map((at) => digest.readInt32LE(at)));
  }

  /** From 0 (included) to 1 (excluded). */
  float(): number {
    return uniformFloat64(this.#generator);
  }

  /** Both ends included. */
  int(from: number, to: number): number {
    return from + Math.floor(this.float() * (to - from + 1));
  }

  chance(probability: number): boolean {
    return this.float() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.float() * items.length)]!;
  }

  /** Picks by weight; the weights need not add up to anything. */
  weighted<Item>(choices: readonly (readonly [Item, number])[]): Item {
    let left = this.float() * choices.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [item, weight] of choices) {
      left -= weight;
      if (left < 0) return item;
    }
    return choices.at(-1)![0];
  }

  /** Log-normal: half the numbers lie below the median, a few far above it. */
  skewed(median: number, spread: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.float())) * Math.cos(2 * Math.PI * this.float());
    return median * Math.exp(spread * normal);
  }

  /** A UUIDv7 of this instant. */
  id(msecs: number): string {
    const random = new Uint8Array(16);
    const words = new DataView(random.buffer);
    for (const at of [0, 4, 8, 12]) words.setInt32(at, this.#generator.next());
    return uuidv7({ msecs, random });
  }
}
