import { closeDb } from "@/db/client";
import { measured, medians, roundTrip } from "./database-work";
import { median, rounded } from "./figures";
import { dashboardPages, type Page } from "./pages";
import { signedIn, type Get, type Portal } from "./portal";
import { CONNECTIONS, warmUp } from "./throughput";

/** The sizes that are set beside each other, by their number of payouts. */
export const growthSizes = { small: 100_000, large: 10_000_000 } as const;
type Side = keyof typeof growthSizes;
type Cost = { databaseMs: number; blocks: number };
/** What the Dashboard costs at both sizes, with each of its tabs open; medians. */
export type Growth = { roundTripMs: Record<Side, number>; pages: ({ name: string } & Record<Side, Cost>)[] };

const ROUNDS = 9;
const REQUESTS = 3;
const ROUND_TRIPS = 4;

type Measured = { trips: number[]; runs: Awaited<ReturnType<typeof measured>>[][] };

/**
 * Asks for each page of the Dashboard at both sizes in turn, again and again, either first: what the machine does meanwhile
 * weighs on both alike, which it does not in two runs.
 * @throws where a page is not there
 */
export async function measureGrowth(portals: Record<Side, Portal>): Promise<Growth> {
  const pages = dashboardPages();
  const gets = { small: await warm(portals.small, pages), large: await warm(portals.large, pages) };
  const found = { small: nothing(pages), large: nothing(pages) };
  for (let round = 0; round < ROUNDS; round++) {
    const order = round % 2 === 0 ? (["small", "large"] as const) : (["large", "small"] as const);
    for (const [index, page] of pages.entries())
      for (const side of order) {
        await use(portals[side]);
        // Uncounted: the processor's cache holds what the other side read.
        await gets[side](page.href);
        for (let request = 0; request < REQUESTS; request++)
          found[side].runs[index]!.push(await measured(page, gets[side]));
        for (let trip = 0; trip < ROUND_TRIPS; trip++) found[side].trips.push(await roundTrip());
      }
  }
  const cost = (side: Side, index: number): Cost => {
    const { databaseMs, blocks, status } = medians(found[side].runs[index]!);
    if (status !== 200) throw new Error(`${pages[index]!.name} answered ${status}.`);
    return { databaseMs, blocks };
  };
  const trip = (side: Side) => rounded(median(found[side].trips));
  return {
    roundTripMs: { small: trip("small"), large: trip("large") },
    pages: pages.map(({ name }, index) => ({ name, small: cost("small", index), large: cost("large", index) })),
  };
}

const nothing = (pages: readonly Page[]): Measured => ({ trips: [], runs: pages.map(() => []) });

async function warm(portal: Portal, pages: readonly Page[]): Promise<Get> {
  await use(portal);
  const hrefs = pages.map(({ href }) => href);
  await warmUp(await signedIn(portal, "large", { connections: CONNECTIONS }), { keeping: hrefs });
  return signedIn(portal, "large");
}

/** The statements of this process go to the database of a portal. */
async function use({ databaseUrl }: Portal): Promise<void> {
  await closeDb();
  process.env.DATABASE_URL = databaseUrl;
  await roundTrip();
}
