import { DAY_MS, HOUR_MS, MINUTE_MS, type Calendar } from "./calendar";
import type { PayoutKind } from "./money";
import type { Profile } from "./profiles";
import { Random } from "./random";

type PlannedBatch = {
  index: number;
  kind: PayoutKind;
  createdAt: number;
  fileName: string;
  records: number;
  /** Every record refused: the whole file was written for another system. */
  spoiled: boolean;
  refused: number;
  lifetimeDays: number;
};

/** 14 months. */
export const HISTORY_DAYS = 425;

/**
 * How the batches and their records lie in time, the newest first: dense of late, so that every part of the Dashboard
 * has something to show.
 */
const bands = [
  { from: 0, to: 7, batches: 0.15, records: 0.05 },
  { from: 7, to: 30, batches: 0.2, records: 0.14 },
  { from: 30, to: 75, batches: 0.25, records: 0.27 },
  { from: 75, to: HISTORY_DAYS, batches: 0.4, records: 0.54 },
] as const;

/**
 * Replacements come on top of the files' records; with them the organization has about as many payouts as asked for.
 */
const REPLACED_SHARE = 0.05;

/** Decides which files came in, when, and how many of their records were refused. */
export function planBatches(profile: Profile, seedKey: string, calendar: Calendar, now: number): PlannedBatch[] {
  const random = new Random(`${seedKey}/plan`);
  const wanted = profile.payouts * (1 - REPLACED_SHARE);
  const planned: PlannedBatch[] = [];
  for (const band of bands) {
    const count = Math.max(1, Math.round(profile.batches * band.batches));
    const slots = Array.from({ length: count }, () => random.int(40, 160));
    const sum = slots.reduce((total, slot) => total + slot, 0);
    for (const [position, slot] of slots.entries()) {
      const age = (band.from + ((band.to - band.from) * (position + random.float())) / count) * DAY_MS;
      const accepted = Math.max(1, Math.round((wanted * band.records * slot) / sum));
      const oldest = band.to === HISTORY_DAYS && position === count - 1;
      planned.push(planOne({ random, profile, calendar, now, index: planned.length, age, accepted, oldest }));
    }
  }
  return planned;
}

type Slot = {
  random: Random;
  profile: Profile;
  calendar: Calendar;
  now: number;
  index: number;
  age: number;
  accepted: number;
  oldest: boolean;
};

function planOne({ random, profile, calendar, now, index, age, accepted, oldest }: Slot): PlannedBatch {
  const kind = random.weighted(profile.kinds);
  const recent = index <= 8;
  const spoiled = index === 3 && !oldest;
  // Later files are told that they name a payout of the oldest one again, so that one is sound.
  const faulty = oldest ? false : recent ? ![2, 5].includes(index) : random.chance(0.45);
  const refused = faulty ? Math.max(1, Math.round(accepted * random.float() * (recent ? 0.3 : 0.05))) : 0;
  const latest = now - (index === 0 ? 35 * MINUTE_MS : 5 * HOUR_MS);
  const createdAt = index < 2 ? latest : Math.min(calendar.working(random, now - age), now - 7 * HOUR_MS);
  return {
    index,
    kind,
    createdAt,
    fileName: fileName(random, kind, calendar.date(createdAt)),
    records: spoiled ? accepted : accepted + refused,
    spoiled,
    refused: spoiled ? accepted : refused,
    lifetimeDays: random.weighted([
      [30, 7],
      [14, 1],
      [45, 1],
      [60, 1],
    ]),
  };
}

function fileName(random: Random, kind: PayoutKind, date: string): string {
  return random.weighted([
    [`${kind}-${date}.csv`, 6],
    [`${kind}_${date.replaceAll("-", "")}.csv`, 2],
    [`${kind}-${date}-${random.int(2, 3)}.csv`, 1],
    [`${kind} ${date} (final).csv`, 1],
  ]);
}
