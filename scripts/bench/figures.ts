import type { Size } from "@/scripts/big-seed/plan";

/** The name of a size: of its folder under .data/bench/, and of its figures. */
export const nameOf = ({ payouts, hard }: Size): string => `${payouts}${hard ? "-hard" : ""}`;

/** The middle one; of an even number the upper of the two. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** Three digits that count. */
export const rounded = (number: number): number => Number(number.toPrecision(3));

/** The line of a first view, that of a slow phone: each answer begins so many ms later; bytes a second to the browser and from it. */
export const line = { latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
/** What a page computes in a first view takes so many times as long as on the machine that measures. */
export const slowness = 4;
