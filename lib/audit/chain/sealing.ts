import { sql, type SQL } from "drizzle-orm";
import { db, transaction, type Executor, type Tx } from "@/db/client";
import { eventBlocks } from "@/db/schema/event_blocks";
import { sealCandidates } from "@/db/schema/seal_candidates";
import { organizationPages } from "@/lib/settings/organizations";
import { endOf, hashBlock, newestVersion, printOf, readSealed, type BlockHead } from "./sealed-text";

/** So that a long log does not ask every organization again for each of its blocks, and the others do not wait long. */
const blocksInTurn = 20;

/**
 * Seals events of every organization that has some, at most `blocksInTurn` blocks of `size` events each. Writers are not waited
 * for: what a transaction in progress may still add to is left for the next time.
 * @returns how many blocks were full, so that there may be more to seal at once
 */
export async function sealEvents(size: number): Promise<number> {
  let full = 0;
  for await (const page of organizationPages()) for (const { id } of page) full += await sealOrganization(id, size);
  return full;
}

/** @returns how many blocks were full */
async function sealOrganization(organizationId: string, size: number): Promise<number> {
  const [found] = await db.execute<{ latest: string | null; sealed: string | null }>(sql`
    select greatest(${latestIn(sql`events`, organizationId)}, ${latestIn(sql`archive.events`, organizationId)}) as latest,
      (select last_sequence from ${eventBlocks} where organization_id = ${organizationId}::uuid order by number desc limit 1) as sealed`);
  const { latest, sealed } = found!;
  if (latest === null || (sealed !== null && BigInt(latest) <= BigInt(sealed))) return 0;
  await propose(organizationId, latest, sealed);
  let full = 0;
  while (full < blocksInTurn && (await sealBlock(organizationId, size)) === size) full += 1;
  return full;
}

const latestIn = (table: SQL, organizationId: string) =>
  sql`(select sequence from ${table} where organization_id = ${organizationId}::uuid order by sequence desc limit 1)`;

/**
 * Notes up to where the log can be sealed next, once every transaction older than this statement's is over. An event with
 * a place up to `latest` got a transaction number before that place (the default of `events.sequence`), and so before
 * this statement got its own. For the same reason `latest` is read by an earlier statement, and this one stands alone.
 * A note that is still waited for stays; one of another server, as in a restored dump, names a transaction that is not
 * here yet, or one before which nothing is open here, which is as good.
 */
async function propose(organizationId: string, latest: string, sealed: string | null): Promise<void> {
  await db.execute(sql`
    insert into ${sealCandidates} as own (organization_id, sequence, transaction_id)
    values (${organizationId}::uuid, ${latest}::bigint, pg_current_xact_id()::text::bigint)
    on conflict (organization_id) do update set sequence = excluded.sequence, transaction_id = excluded.transaction_id
    where own.sequence <= ${sealed}::bigint
      or own.transaction_id >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint`);
}

type Last = { number: number; hash: Buffer; lastSequence: bigint };

/** Of two workers one seals. A block is one row, so that a worker that dies leaves all of it or nothing. */
const sealBlock = (organizationId: string, size: number): Promise<number> =>
  transaction((tx) => sealIn(tx, organizationId, size), { deadlineMs: blockMs });

/** A block of 5,000 takes half a second; this is for a disk that is busy. */
const blockMs = 30_000;

async function sealIn(tx: Tx, organizationId: string, size: number): Promise<number> {
  const [candidate] = await tx.execute<{ sequence: string; over: boolean }>(sql`
      select sequence, pg_snapshot_xmin(pg_current_snapshot())::text::bigint >= transaction_id as over
      from ${sealCandidates} where organization_id = ${organizationId}::uuid for update skip locked`);
  if (!candidate?.over) return 0;
  const last = await lastBlock(tx, organizationId);
  const stretch = {
    organizationId,
    after: last ? endOf(last.lastSequence) : null,
    upTo: BigInt(candidate.sequence),
  };
  const found = await readSealed(tx, stretch, newestVersion, size);
  if (found.length === 0) return 0;
  const [clock] = await tx.execute<{ now: string }>(sql`select date_trunc('milliseconds', clock_timestamp()) as now`);
  const head: BlockHead = {
    version: newestVersion,
    organizationId,
    number: (last?.number ?? 0) + 1,
    firstSequence: found[0]!.sequence,
    lastSequence: found.at(-1)!.sequence,
    count: found.length,
    sealedAt: new Date(clock!.now),
    previousHash: last?.hash ?? null,
  };
  const hash = hashBlock(head);
  for (const { line } of found) hash.add(line);
  await tx.insert(eventBlocks).values({ ...head, hash: hash.digest(), prints: Buffer.concat(found.map(printOf)) });
  return found.length;
}

async function lastBlock(executor: Executor, organizationId: string): Promise<Last | null> {
  const { number, hash, lastSequence } = eventBlocks;
  const [last] = await executor
    .select({ number, hash, lastSequence })
    .from(eventBlocks)
    .where(sql`${eventBlocks.organizationId} = ${organizationId}`)
    .orderBy(sql`${number} desc`)
    .limit(1);
  return last ?? null;
}
