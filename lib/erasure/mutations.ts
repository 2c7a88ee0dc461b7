import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { db, isUniqueViolation, transaction, type Tx } from "@/db/client";
import { erasures } from "@/db/schema/erasures";
import { payouts } from "@/db/schema/payouts";
import { assertAdmin, type Actor } from "@/lib/actor";
import { DomainError } from "@/lib/errors";
import { recordEvents } from "@/lib/events";
import { notifyWorkers } from "@/lib/queue";
import { databaseNow } from "@/lib/time";
import { judge } from "./judging";
import { hashOf, patternOf } from "./person";

/**
 * Asks for the erasure of the recipient with an address. Its payouts are taken at once: none of them can be replaced
 * from then on, and a payout that is created later for the address is a new one, with an erasure of its own. The worker
 * does the rest. Somebody who is being erased already is not asked for twice.
 * @param address lower-cased
 * @returns the erasure's id
 * @throws DomainError `forbidden` for all but admins, `conflict` saying why it cannot be done yet
 */
export async function askForErasure(actor: Actor, address: string): Promise<string> {
  assertAdmin(actor);
  const personHash = hashOf(actor.organizationId, address);
  try {
    return (await underWay(actor, personHash)) ?? (await transaction((tx) => ask(tx, actor, address, personHash)));
  } catch (error) {
    // Another one was quicker at this moment, and has taken the payouts.
    const late = error instanceof DomainError || isUniqueViolation(error, "erasures_one_at_once");
    const joined = late ? await underWay(actor, personHash) : null;
    if (joined === null) throw error;
    return joined;
  }
}

async function underWay({ organizationId }: Actor, personHash: string): Promise<string | null> {
  const [found] = await db
    .select({ id: erasures.id })
    .from(erasures)
    .where(
      and(eq(erasures.organizationId, organizationId), eq(erasures.personHash, personHash), isNull(erasures.endedAt)),
    );
  return found?.id ?? null;
}

async function ask(tx: Tx, actor: Actor, address: string, personHash: string): Promise<string> {
  const { organizationId } = actor;
  const before = await judge(tx, organizationId, address);
  const own = and(eq(payouts.organizationId, organizationId), inArray(payouts.id, before.payoutIds));
  // Locked in the order of their ids, so that what changes one of them meanwhile is seen by the second look.
  await tx.select({ id: payouts.id }).from(payouts).where(own).orderBy(payouts.id).for("update");
  const { refusal, payoutIds, names } = await judge(tx, organizationId, address);
  if (refusal !== null) throw new DomainError("conflict", `Nothing was erased. ${refusal}`);
  if (payoutIds.length > before.payoutIds.length)
    throw new DomainError(
      "conflict",
      "Nothing was erased. A payout was created for this person at this moment. Look again.",
    );
  const now = await databaseNow(tx);
  const id = uuidv7();
  await tx.insert(erasures).values({
    organizationId,
    id,
    personHash,
    address,
    pattern: patternOf(address, names),
    payoutCount: payoutIds.length,
    requestedBy: actor.type === "user" ? actor.userId : null,
    createdAt: now,
    nextAttemptAt: now,
  });
  await tx.update(payouts).set({ erasureId: id }).where(own);
  if (actor.type !== "recipient")
    await recordEvents(tx, actor, [
      { name: "erasure.asked", occurredAt: now, data: { erasure: id, payouts: payoutIds.length } },
    ]);
  await tx.execute(sql`select ${notifyWorkers("erasures")}`);
  return id;
}
