import { desc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { eventBlocks } from "@/db/schema/event_blocks";
import { assertAdmin, type Actor } from "@/lib/actor";

/**
 * The end of a chain: its last block, and the hash of that in hex. A person who keeps it elsewhere can tell later whether the
 * chain was cut or made anew.
 */
export type Root = { number: number; hash: string; sealedAt: Date };

/**
 * The root of the actor's organization; null before its first block.
 * @throws DomainError `forbidden` unless the actor is an admin.
 */
export async function chainRoot(actor: Actor): Promise<Root | null> {
  assertAdmin(actor);
  const { number, hash, sealedAt } = eventBlocks;
  const [last] = await db
    .select({ number, hash, sealedAt })
    .from(eventBlocks)
    .where(eq(eventBlocks.organizationId, actor.organizationId))
    .orderBy(desc(number))
    .limit(1);
  return last ? { ...last, hash: last.hash.toString("hex") } : null;
}
