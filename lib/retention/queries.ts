import { and, eq, isNotNull } from "drizzle-orm";
import { db } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { retentions } from "@/db/schema/retentions";
import type { Actor } from "@/lib/actor";

/** Records before `before` may stand in the archive; the latest of them went there at `at`. */
type MovedOut = { before: Date; at: Date };

/** Which records of the actor's organization stand in the archive; null while none does. */
export async function movedOut(actor: Actor): Promise<MovedOut | null> {
  const [found] = await db
    .select({ before: retentions.movedBefore, at: retentions.movedAt })
    .from(retentions)
    .where(and(eq(retentions.organizationId, actor.organizationId), isNotNull(retentions.movedAt)));
  return found ? { before: found.before!, at: found.at! } : null;
}

/** After how many months old records of the actor's organization move to the archive; null when they never do. */
export async function retentionMonths(actor: Actor): Promise<number | null> {
  const [found] = await db
    .select({ months: organizations.retentionMonths })
    .from(organizations)
    .where(eq(organizations.id, actor.organizationId));
  return found?.months ?? null;
}
