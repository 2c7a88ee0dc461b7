import { median, rounded } from "./figures";
import type { Get } from "./portal";

type Slice = { perSecond: number; p95Ms: number; failed: number };
/** Requests a second, and the time within which 95 of 100 were answered, under load. */
export type Throughput = Record<"trivial" | "dashboard" | "payouts", Slice>;

const targets = { trivial: "/trivial", dashboard: "/", payouts: "/payouts" } as const;
const names = Object.keys(targets) as (keyof Throughput)[];

export const CONNECTIONS = 10;
const WARM_UP_MS = 8_000;
const SLICE_MS = 4_000;
const ROUNDS = 3;

/** As often as a connection looks at the parameters of a statement before it keeps the plan, and once more. */
const USES_BEFORE_KEPT = 6;

/**
 * A portal that has just started plans on each of its connections what it plans no more a minute later, and each learns
 * of the tables and functions that it meets first.
 * @param options.keeping pages that are asked for until their plans are kept; by default the Dashboard
 * @param options.once pages that are asked for at least once on each connection
 */
export async function warmUp(
  get: Get,
  { keeping = ["/"], once = [] }: { keeping?: readonly string[]; once?: readonly string[] } = {},
): Promise<void> {
  const atOnce = (page: string) => Promise.all(Array.from({ length: 2 * CONNECTIONS }, () => get(page)));
  for (let use = 0; use < USES_BEFORE_KEPT; use++) for (const page of keeping) await atOnce(page);
  for (const page of once) await atOnce(page);
}

/** Loads each page in turn, a few seconds at a time, after all are warm. */
export async function measureThroughput(get: Get): Promise<Throughput> {
  for (const name of names) await load(get, targets[name], WARM_UP_MS);
  const slices: Record<string, Slice[]> = {};
  for (let round = 0; round < ROUNDS; round++)
    for (const name of names) (slices[name] ??= []).push(await load(get, targets[name], SLICE_MS));
  return Object.fromEntries(names.map((name) => [name, summed(slices[name]!)])) as Throughput;
}

const summed = (slices: readonly Slice[]): Slice => ({
  perSecond: rounded(median(slices.map(({ perSecond }) => perSecond))),
  p95Ms: rounded(median(slices.map(({ p95Ms }) => p95Ms))),
  failed: slices.reduce((sum, { failed }) => sum + failed, 0),
});

/** As many requests at once as there are connections, the next as soon as one is answered. */
async function load(get: Get, href: string, forMs: number): Promise<Slice> {
  const times: number[] = [];
  let failed = 0;
  const startedAt = performance.now();
  const visitor = async () => {
    while (performance.now() - startedAt < forMs) {
      const { status, ms } = await get(href);
      if (status === 200) times.push(ms);
      else failed++;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, visitor));
  const seconds = (performance.now() - startedAt) / 1_000;
  const sorted = times.toSorted((one, other) => one - other);
  return { perSecond: times.length / seconds, p95Ms: sorted[Math.floor(sorted.length * 0.95)] ?? NaN, failed };
}
