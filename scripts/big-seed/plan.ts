import { Random } from "@/scripts/demo-data/random";
import { DAY_MS, MINUTE_MS } from "@/scripts/demo-data/calendar";

/**
 * How much is made, and how: in the hard case everything of the large organization happened in the last 30 days. Fewer
 * small organizations are quicker to make.
 */
export type Size = { payouts: number; hard: boolean; small?: number };

type Kind = "large" | "middle" | "small";
export type PlannedOrganization = {
  id: string;
  kind: Kind;
  slug: string;
  name: string;
  adminId: string;
  wanted: number;
};

/** A batch to come. Its payouts carry the numbers from `first` to `last`, which no other batch has. */
type PlannedBatch = {
  /** Batches of one chunk are written in one transaction. */
  chunk: number;
  organizationId: string;
  userId: string;
  id: string;
  first: number;
  last: number;
  accepted: number;
  refused: number;
  createdAt: string;
  processedAt: string;
  lifetimeDays: number;
  /** Old enough that some of its payouts ended badly and were replaced. */
  replaces: boolean;
  fileName: string;
};

/** Of a hundred numbers in a row the last one's payout is replaced by the one after it, in batches that are old enough. */
export const REPLACED_EVERY = 100;
/** Days from the end of a payout to the one that replaces it. */
export const REPLACED_AFTER_DAYS = 1;

const ROWS_A_CHUNK = 100_000;
const MOST_SMALL = 1_000;
const HISTORY_DAYS = 730;
const HARD_HISTORY_DAYS = 28;

/** Whether an organization is one of those that are made here. */
export const isBigSlug = (slug: string): boolean => /^(?:large|middle|small-\d{4})$/.test(slug);

/** One organization with half of all payouts, one with a tenth, and up to a thousand, if no other number is asked for, with the rest. */
export function planOrganizations({ payouts, small: mostSmall = MOST_SMALL }: Size): PlannedOrganization[] {
  const large = Math.round(payouts * 0.5);
  const middle = Math.round(payouts * 0.1);
  const rest = payouts - large - middle;
  const small = Math.min(mostSmall, rest);
  const shares = Array.from({ length: small }, (_, index) => ({
    kind: "small" as const,
    slug: `small-${String(index + 1).padStart(4, "0")}`,
    name: `Small ${index + 1}`,
    wanted: Math.floor((rest * (index + 1)) / small) - Math.floor((rest * index) / small),
  }));
  return [
    { kind: "large" as const, slug: "large", name: "Large", wanted: large },
    { kind: "middle" as const, slug: "middle", name: "Middle", wanted: middle },
    ...shares,
  ].map((one) => {
    const random = new Random(`big/${one.slug}`);
    return { ...one, id: random.id(Date.UTC(2024, 0, 1)), adminId: random.id(Date.UTC(2024, 0, 2)) };
  });
}

/** Every batch, the oldest first, so that the organizations' rows lie among each other as they do in life. */
export function planBatches(size: Size, organizations: readonly PlannedOrganization[], now: number): PlannedBatch[] {
  const drafts = organizations
    .flatMap((organization) => draftsOf(size, organization, now))
    .sort((one, other) => one.at - other.at);
  let next = 1;
  let chunk = 0;
  let inChunk = 0;
  return drafts.map((draft) => {
    if (inChunk > 0 && inChunk + draft.rows > ROWS_A_CHUNK) [chunk, inChunk] = [chunk + 1, 0];
    inChunk += draft.rows;
    const first = next;
    next += draft.rows;
    return planned(draft, { chunk, first, now });
  });
}

type Draft = {
  organization: PlannedOrganization;
  random: Random;
  at: number;
  rows: number;
  lifetimeDays: number;
  faulty: boolean;
};

function draftsOf({ hard }: Size, organization: PlannedOrganization, now: number): Draft[] {
  const { kind, slug, wanted } = organization;
  const random = new Random(`big/${slug}/batches`);
  const days = hard && kind === "large" ? HARD_HISTORY_DAYS : HISTORY_DAYS;
  const most = Math.min(Math.max(100, Math.round(wanted / 20)), kind === "small" ? 2_000 : 50_000);
  const drafts: Draft[] = [];
  for (let left = wanted; left > 0; ) {
    const drawn = Math.round(Math.exp(Math.log(100) + random.float() * Math.log(most / 100)));
    const rows = left - drawn < 100 ? left : drawn;
    left -= rows;
    // The larger ones always have fresh errors to show.
    const fresh = kind !== "small" && drafts.length < 3;
    const age = fresh ? (drafts.length + random.float()) * 2 : random.float() * days;
    drafts.push({
      organization,
      random,
      rows,
      at: Math.round(now - Math.max(age * DAY_MS, 10 * MINUTE_MS)),
      lifetimeDays: days === HISTORY_DAYS ? random.weighted(lifetimes) : 7,
      faulty: fresh || random.chance(0.25),
    });
  }
  return drafts;
}

const lifetimes = [
  [30, 7],
  [14, 1],
  [45, 1],
  [60, 1],
] as const;

function planned(draft: Draft, { chunk, first, now }: { chunk: number; first: number; now: number }): PlannedBatch {
  const { organization, random, at, rows, lifetimeDays, faulty } = draft;
  const last = first + rows - 1;
  const processed = at + 800;
  const replaces = processed + (lifetimeDays + REPLACED_AFTER_DAYS + 1) * DAY_MS < now;
  const replaced = Math.floor(last / REPLACED_EVERY) - Math.floor(first / REPLACED_EVERY);
  const refused = faulty ? random.int(1, Math.min(40, Math.max(1, Math.round(rows / 10)))) : 0;
  const day = new Date(at).toISOString().slice(0, 10);
  return {
    chunk,
    organizationId: organization.id,
    userId: organization.adminId,
    id: random.id(at),
    first,
    last,
    accepted: rows - (replaces ? replaced : 0),
    refused,
    createdAt: new Date(at).toISOString(),
    processedAt: new Date(processed).toISOString(),
    lifetimeDays,
    replaces,
    fileName: `claims-${day}-${first}.csv`,
  };
}
