import { and, eq, ne } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { transaction, type Tx } from "@/db/client";
import { digests } from "@/db/schema/digests";
import { savedViews } from "@/db/schema/saved_views";
import type { Author, UserActor } from "@/lib/actor";
import { env } from "@/lib/env";
import { DomainError, notFound } from "@/lib/errors";
import { recordEvents } from "@/lib/events";
import { databaseNow } from "@/lib/time";
import { tokenHash, stopToken } from "@/lib/token";
import { visibleTo } from "@/lib/views/queries";
import { digestOfLink, ownDigest } from "./queries";
import type { DigestRhythm } from "./rhythms";
import { nextDue } from "./schedule";

/**
 * Sends the actor a view that they see by email, from the next time on; or changes how often.
 * @throws DomainError `not_found` @returns the view's name
 */
export const askForDigest = (actor: UserActor, viewId: string, rhythm: DigestRhythm): Promise<string> =>
  transaction(async (tx) => {
    const view = await heldView(tx, actor, viewId);
    const now = await databaseNow(tx);
    const { organizationId, userId, timeZone } = actor;
    const id = uuidv7();
    const when = { rhythm, dueAt: nextDue(rhythm, now, timeZone) };
    const stopHash = tokenHash(stopToken(env().LINK_KEY, id));
    const changed = await tx
      .insert(digests)
      .values({ organizationId, id, viewId: view.id, userId, ...when, stopHash, createdAt: now })
      .onConflictDoUpdate({
        target: [digests.organizationId, digests.userId, digests.viewId],
        set: when,
        setWhere: ne(digests.rhythm, rhythm),
      })
      .returning({ id: digests.id });
    if (changed.length > 0) await record(tx, actor, "view.digest_asked", { view: view.name, rhythm });
    return view.name;
  });

/** Sends the actor a view no more. @throws DomainError `not_found` @returns the view's name */
export const stopDigest = (actor: UserActor, viewId: string): Promise<string> =>
  transaction(async (tx) => {
    const view = await heldView(tx, actor, viewId);
    const stopped = await tx.delete(digests).where(ownDigest(actor, view.id)).returning({ id: digests.id });
    if (stopped.length > 0) await record(tx, actor, "view.digest_stopped", { view: view.name });
    return view.name;
  });

/**
 * Stops what the link in an email stops. Who has the link needs no session: the most that they can do is this.
 * @throws DomainError `not_found` when there is nothing to stop any more
 */
export async function stopDigestOfLink(token: string, requestId: string): Promise<void> {
  const digest = await digestOfLink(token);
  if (!digest) throw nothingToStop;
  const { organizationId, id, userId, name } = digest;
  await transaction(async (tx) => {
    const own = and(eq(digests.organizationId, organizationId), eq(digests.id, id));
    const stopped = await tx.delete(digests).where(own).returning({ id: digests.id });
    if (stopped.length === 0) throw nothingToStop;
    const author: Author = { type: "user", organizationId, userId, requestId };
    await record(tx, author, "view.digest_stopped", { view: name, byLink: true });
  });
}

const nothingToStop = new DomainError("not_found", "There is nothing to stop: these emails have been stopped already.");

/** Held until the end of the transaction, so that it is not deleted meanwhile. */
async function heldView(tx: Tx, actor: UserActor, id: string) {
  const known = z.uuid().safeParse(id).success;
  const [view] = known
    ? await tx
        .select({ id: savedViews.id, name: savedViews.name })
        .from(savedViews)
        .where(and(visibleTo(actor), eq(savedViews.id, id)))
        .for("key share")
    : [];
  if (!view) throw notFound("view");
  return view;
}

type Name = "view.digest_asked" | "view.digest_stopped";

const record = async (tx: Tx, author: Author, name: Name, data: Record<string, string | boolean>) =>
  recordEvents(tx, author, [{ name, occurredAt: await databaseNow(tx), data }]);
