import { and, asc, eq, gt, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { eventBlocks } from "@/db/schema/event_blocks";
import type { Root } from "./root";
import { rowFaults, type Fault } from "./row-faults";
import { endOf, hashBlock, newestVersion, printBytes, printOf, readSealed, type SealedEvent } from "./sealed-text";

const eventsAtOnce = 5_000;
const unsealedCounted = 100_000;

type Block = typeof eventBlocks.$inferSelect;

type Verified = {
  root: Root | null;
  events: number;
  /** Events whose contents were erased, which the chain allows. */
  erased: number;
  /** Events behind the last block, counted to 100,000, and when the first of them happened. */
  unsealed: { count: number; since: Date | null };
  /** Whether a block with the wanted hash is in the chain. */
  rootFound: boolean;
};

/**
 * Walks the chain of one organization from its first block, and yields each fault as it is met, in the order of the log.
 * Memory is that of one block, however long the log is; blocks that are sealed meanwhile are walked too.
 * @param wanted a root that was kept elsewhere, in hex
 */
export async function* verifyChain(organizationId: string, wanted?: string): AsyncGenerator<Fault, Verified> {
  const told: Omit<Verified, "unsealed"> = { root: null, events: 0, erased: 0, rootFound: false };
  let last: Block | null = null;
  for (let block = await nextBlock(organizationId, null); block; block = await nextBlock(organizationId, block)) {
    yield* linkFaults(block, last);
    const counted = yield* verifyBlock(block, last);
    const hash = block.hash.toString("hex");
    told.root = { number: block.number, hash, sealedAt: block.sealedAt };
    told.rootFound ||= hash === wanted;
    told.events += counted.events;
    told.erased += counted.erased;
    last = block;
  }
  return { ...told, unsealed: await unsealedBehind(organizationId, last) };
}

async function nextBlock(organizationId: string, last: Block | null): Promise<Block | null> {
  const [block] = await db
    .select()
    .from(eventBlocks)
    .where(and(eq(eventBlocks.organizationId, organizationId), gt(eventBlocks.number, last?.number ?? 0)))
    .orderBy(asc(eventBlocks.number))
    .limit(1);
  return block ?? null;
}

function* linkFaults(block: Block, last: Block | null): Generator<Fault> {
  for (let number = (last?.number ?? 0) + 1; number < block.number; number++)
    yield { block: number, what: "block missing" };
  if (last && isNext(block, last) && !block.previousHash?.equals(last.hash))
    yield { block: block.number, what: "chain broken", detail: `it does not continue block ${last.number}` };
}

const isNext = (block: Block, last: Block | null) => block.number === (last?.number ?? 0) + 1;

type Counted = { events: number; erased: number };

/** The events are read once; those of a block that does not hold are read again, to name what is wrong with them. */
async function* verifyBlock(block: Block, last: Block | null): AsyncGenerator<Fault, Counted> {
  const { number } = block;
  const counted = { events: 0, erased: 0 };
  if (block.version > newestVersion) {
    yield { block: number, what: "block changed", detail: `this program does not know version ${block.version}` };
    return counted;
  }
  const hash = hashBlock(block);
  let printsHold = true;
  for await (const event of eventsOf(block, last)) {
    const { sequence, id } = event;
    if (!event.contentHolds)
      yield { block: number, what: "changed", sequence, id, detail: "what it says, or from where" };
    hash.add(event.line);
    printsHold &&= printOf(event).equals(
      block.prints.subarray(printBytes * counted.events, printBytes * (counted.events + 1)),
    );
    counted.events += 1;
    counted.erased += Number(event.erased);
  }
  if (!hash.digest().equals(block.hash)) yield* namedFaults(block, last);
  else if (!printsHold) yield { block: number, what: "block changed", detail: "what it keeps of its events" };
  return counted;
}

async function* namedFaults(block: Block, last: Block | null): AsyncGenerator<Fault> {
  let named = 0;
  for await (const fault of rowFaults(block, eventsOf(block, last))) {
    named += 1;
    yield fault;
  }
  if (named === 0) yield { block: block.number, what: "block changed", detail: "what it says of itself, or its hash" };
}

/** The events from behind the block before to the end of this one, as they stand now. */
async function* eventsOf(block: Block, last: Block | null): AsyncGenerator<SealedEvent> {
  const { organizationId, firstSequence, lastSequence: upTo, version } = block;
  let after = !isNext(block, last) ? endOf(firstSequence - 1n) : last && endOf(last.lastSequence);
  for (let full = true; full; ) {
    const found = await readSealed(db, { organizationId, after, upTo }, version, eventsAtOnce);
    yield* found;
    full = found.length === eventsAtOnce;
    after = found.at(-1) ?? after;
  }
}

async function unsealedBehind(organizationId: string, last: Block | null): Promise<Verified["unsealed"]> {
  const behind = sql`organization_id = ${organizationId}::uuid and sequence > ${String(last?.lastSequence ?? -1n)}::bigint`;
  const [found] = await db.execute<{ count: number; since: string | null }>(sql`
    select count(*)::int as count, min(occurred_at) as since from (
      (select occurred_at from events where ${behind} order by sequence limit ${unsealedCounted})
      union all (select occurred_at from archive.events where ${behind} order by sequence limit ${unsealedCounted})) as unsealed`);
  return { count: found!.count, since: found!.since === null ? null : new Date(found!.since) };
}
