import { and, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { assertAdmin, type Actor } from "@/lib/actor";
import { wake } from "@/lib/queue";
import type { Batch } from "@/lib/batches/queries";
import { processingStatus, workingStatus } from "@/lib/batches/status";
import { othersCreate } from "./turn";

/**
 * Every row is checked and it is decided what is created, but nothing is before the folder has found the file
 * unchanged.
 */
export const isHeld = ({ status, validatedAt }: Batch): boolean => status === workingStatus && validatedAt !== null;
/** The same in SQL. */
export const held = sql`(${batches.status} = ${workingStatus} and ${batches.validatedAt} is not null)`;

/**
 * Lets a held batch become payouts, as soon as it is its turn: what the caller has seen of the file shall be true when
 * that begins.
 * @returns 0 when it has to wait
 * @throws DomainError `forbidden`
 */
export async function letGo(actor: Actor, id: string): Promise<number> {
  assertAdmin(actor);
  if (await othersCreate(db, { organizationId: actor.organizationId, id })) return 0;
  const free = await db
    .update(batches)
    .set({ status: processingStatus, nextAttemptAt: sql`now()` })
    .where(and(eq(batches.organizationId, actor.organizationId), eq(batches.id, id), held))
    .returning({ id: batches.id });
  if (free.length > 0) await db.execute(sql`select ${wake("batches")}`);
  return free.length;
}
