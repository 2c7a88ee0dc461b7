import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { eventBlocks } from "@/db/schema/event_blocks";
import { printBytes, printOf, readPrint, type SealedEvent } from "./sealed-text";

type Kind = "changed" | "removed" | "inserted" | "reordered" | "block missing" | "block changed" | "chain broken";

/** Something in a chain that is not as it was sealed: an event by its place and id, or a block. */
export type Fault = { block: number; what: Kind; sequence?: bigint; id?: string; detail?: string };

type Kept = { sequence: bigint; hash: string; met: boolean };

/** Compares events with what their block keeps of each, and yields those that differ. */
export async function* rowFaults(
  { number: block, organizationId, prints }: typeof eventBlocks.$inferSelect,
  events: AsyncIterable<SealedEvent>,
): AsyncGenerator<Fault> {
  const kept = new Map<string, Kept>();
  for (let index = 0; index < prints.length / printBytes; index++) {
    const { id, sequence, hash } = readPrint(prints, index);
    kept.set(id, { sequence, hash, met: false });
  }
  for await (const event of events) {
    const { sequence, id } = event;
    const own = kept.get(id);
    if (!own || own.met) yield { block, what: "inserted", sequence, id };
    else if (own.sequence !== sequence) yield moved(block, id, own, sequence);
    else if (own.hash !== readPrint(printOf(event), 0).hash) yield { block, what: "changed", sequence, id };
    if (own) own.met = true;
  }
  const lost = [...kept].filter(([, { met }]) => !met);
  const places = await placesOf(
    organizationId,
    lost.map(([id]) => id),
  );
  for (const [id, own] of lost) {
    const now = places.get(id);
    yield now === undefined ? { block, what: "removed", sequence: own.sequence, id } : moved(block, id, own, now);
  }
}

const moved = (block: number, id: string, { sequence }: Kept, now: bigint): Fault => ({
  block,
  what: "reordered",
  sequence,
  id,
  detail: `it stands at ${now}`,
});

/** Where events stand that are not where they were. */
async function placesOf(organizationId: string, ids: string[]): Promise<Map<string, bigint>> {
  const which = sql`organization_id = ${organizationId}::uuid and id = any(${sql.param(ids)}::uuid[])`;
  const found = await db.execute<{ id: string; sequence: string }>(sql`
    select id, sequence from events where ${which} union all select id, sequence from archive.events where ${which}`);
  return new Map(found.map(({ id, sequence }) => [id, BigInt(sequence)]));
}
