import type { digestRhythm } from "@/db/schema/digests";

export type DigestRhythm = (typeof digestRhythm.enumValues)[number];

type Rhythm = {
  label: string;
  /** The same inside a sentence. */
  within: string;
  /** The days of the week; 1 is Monday. */
  days: readonly number[];
};

/** How often a digest comes. Runs anywhere. */
export const rhythmTable = {
  morning: { label: "Every morning", within: "every morning", days: [1, 2, 3, 4, 5, 6, 7] },
  monday: { label: "Every Monday", within: "every Monday", days: [1] },
} as const satisfies Record<DigestRhythm, Rhythm>;

export const rhythms = Object.keys(rhythmTable) as [DigestRhythm, ...DigestRhythm[]];

/** The hour, by the clock of the organization, at which digests are due. */
export const digestHour = 7;
