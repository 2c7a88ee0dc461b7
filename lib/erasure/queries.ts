import { and, desc, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { erasures } from "@/db/schema/erasures";
import { users } from "@/db/schema/users";
import { assertAdmin, type Actor } from "@/lib/actor";
import { judge, type Found } from "./judging";
import { eraseSteps } from "./steps";

/**
 * What an erasure of the recipient with an address would take, and whether it may be done now.
 * @param address lower-cased
 * @throws DomainError `forbidden` for all but admins
 */
export async function previewErasure(actor: Actor, address: string): Promise<Found> {
  assertAdmin(actor);
  return judge(db, actor.organizationId, address);
}

const listed = 50;
export const erasureStepCount = eraseSteps.length;

/**
 * The latest erasures of the actor's organization, at most 50. None says who was erased.
 * @throws DomainError `forbidden` for all but admins
 */
export async function listErasures(actor: Actor) {
  assertAdmin(actor);
  return db
    .select({
      id: erasures.id,
      mark: sql<string>`'erased-' || left(${erasures.personHash}, 12)`,
      payoutCount: erasures.payoutCount,
      recordCount: erasures.recordCount,
      stepsDone: erasures.stepsDone,
      createdAt: erasures.createdAt,
      endedAt: erasures.endedAt,
      requestedBy: users.name,
    })
    .from(erasures)
    .leftJoin(users, and(eq(users.organizationId, erasures.organizationId), eq(users.id, erasures.requestedBy)))
    .where(eq(erasures.organizationId, actor.organizationId))
    .orderBy(desc(erasures.createdAt), desc(erasures.id))
    .limit(listed);
}
