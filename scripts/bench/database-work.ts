import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { median, rounded } from "./figures";
import type { Page } from "./pages";
import type { Get } from "./portal";

/** What the server did for one request; medians of several. */
type PageFigures = Page & {
  status: number;
  /** Planning and running its statements, by the server's clock. */
  databaseMs: number;
  /** Blocks of 8 kB that they touched, in memory or not. */
  blocks: number;
  statements: number;
  /** As the browser gets it, compressed. */
  kB: number;
};
export type DatabaseWork = { roundTripMs: number; pages: PageFigures[] };

const ROUNDS = 9;
/** Of a page that takes so long, fewer are enough. */
const LONG_MS = 1_000;
const ROUNDS_OF_LONG = 3;
const ROUND_TRIPS = 20;

/**
 * Asks for each page in turn, again and again, and between the rounds for `select 1`, so that whatever else the machine
 * does weighs on all alike.
 */
export async function measureDatabaseWork(pages: readonly Page[], get: Get): Promise<DatabaseWork> {
  const rounds: number[] = [];
  for (const { href } of pages) rounds.push((await get(href)).ms > LONG_MS ? ROUNDS_OF_LONG : ROUNDS);
  const runs = pages.map((): PageFigures[] => []);
  const roundTrips: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, page] of pages.entries())
      if (round < rounds[index]!) runs[index]!.push(await measured(page, get));
    for (let trip = 0; trip < ROUND_TRIPS; trip++) roundTrips.push(await roundTrip());
  }
  return {
    roundTripMs: rounded(median(roundTrips)),
    pages: pages.map((page, index) => ({ ...page, ...medians(runs[index]!) })),
  };
}

/** What the server of the database in use does for one request of a page. */
export async function measured(page: Page, get: Get): Promise<PageFigures> {
  await db.execute(sql`select pg_stat_statements_reset()`);
  const { status, bytes } = await get(page.href);
  const [row] = await db.execute<{ ms: number; blocks: number; statements: number }>(sql`
    select coalesce(sum(total_exec_time + total_plan_time), 0) as ms, coalesce(sum(shared_blks_hit + shared_blks_read), 0)::int as blocks,
      coalesce(sum(calls), 0)::int as statements
    from pg_stat_statements where query not like '%pg_stat_statements%'`);
  const { ms = 0, blocks = 0, statements = 0 } = row ?? {};
  return { ...page, status, databaseMs: Number(ms), blocks, statements, kB: bytes / 1_000 };
}

/** One statement that reads nothing, there and back, in milliseconds. */
export async function roundTrip(): Promise<number> {
  const startedAt = performance.now();
  await db.execute(sql`select 1`);
  return performance.now() - startedAt;
}

export function medians(runs: readonly PageFigures[]) {
  const of = (read: (run: PageFigures) => number) => rounded(median(runs.map(read)));
  return {
    status: Math.max(...runs.map(({ status }) => status)),
    databaseMs: of(({ databaseMs }) => databaseMs),
    blocks: of(({ blocks }) => blocks),
    statements: of(({ statements }) => statements),
    kB: of(({ kB }) => kB),
  };
}
