import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { digests } from "@/db/schema/digests";
import { savedViews } from "@/db/schema/saved_views";
import type { UserActor } from "@/lib/actor";
import type { At } from "@/lib/moment";
import { listPayouts, type PayoutPage } from "@/lib/payouts/queries";
import { isHashedToken, tokenHash } from "@/lib/token";
import { readQuery } from "@/lib/views/address";
import type { DigestRhythm } from "./rhythms";

/** How often the actor gets a view by email, and when next; null when they do not. */
export async function digestOf(
  actor: UserActor,
  viewId: string,
): Promise<{ rhythm: DigestRhythm; dueAt: Date } | null> {
  const [found] = await db
    .select({ rhythm: digests.rhythm, dueAt: digests.dueAt })
    .from(digests)
    .where(ownDigest(actor, viewId));
  return found ?? null;
}

/** The digest of one view for one user. */
export const ownDigest = ({ organizationId, userId }: Pick<UserActor, "organizationId" | "userId">, viewId: string) =>
  and(eq(digests.organizationId, organizationId), eq(digests.userId, userId), eq(digests.viewId, viewId));

type Subject = {
  name: string;
  query: string;
  /** Null when the user has stopped it. */
  digest: { id: string; rhythm: DigestRhythm } | null;
};

/** What an email with a view is about; null when the view was deleted. */
export async function digestSubject(
  who: Pick<UserActor, "organizationId" | "userId">,
  viewId: string,
): Promise<Subject | null> {
  const [found] = await db
    .select({ name: savedViews.name, query: savedViews.query, digest: { id: digests.id, rhythm: digests.rhythm } })
    .from(savedViews)
    .leftJoin(digests, ownDigest(who, viewId))
    .where(and(eq(savedViews.organizationId, who.organizationId), eq(savedViews.id, viewId)));
  return found ?? null;
}

/** So many rows of the list stand in the email. */
const rowsShown = 10;

/** The first payouts of a kept list and its total, as the list itself says them; null when it can no longer be read. */
export async function digestPage(actor: UserActor, query: string, at: At): Promise<PayoutPage | null> {
  const read = readQuery(query);
  return read.ok ? listPayouts(actor, read.value, at, rowsShown) : null;
}

type StoppableDigest = { organizationId: string; id: string; userId: string; viewId: string; name: string };

/** The digest that a link stops, and the name of its view; null for a link that is not known, or has stopped it. */
export async function digestOfLink(token: string): Promise<StoppableDigest | null> {
  if (!isHashedToken(token)) return null;
  const { organizationId, id, userId, viewId } = digests;
  const [found] = await db
    .select({ organizationId, id, userId, viewId })
    .from(digests)
    .where(eq(digests.stopHash, tokenHash(token)))
    .limit(1);
  const subject = found && (await digestSubject(found, found.viewId));
  return subject ? { ...found, name: subject.name } : null;
}
