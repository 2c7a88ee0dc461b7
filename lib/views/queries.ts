import { and, asc, eq, isNull, or, sql } from "drizzle-orm";
import { z } from "zod";
import { db, keepingPlans } from "@/db/client";
import { defaultViews, savedViews } from "@/db/schema/saved_views";
import type { UserActor } from "@/lib/actor";
import { notFound } from "@/lib/errors";
import type { Total } from "@/lib/lists/keyset";
import type { At } from "@/lib/moment";
import { listTotals } from "@/lib/payouts/queries";
import { readQuery } from "./address";

/** `isDefault`: of the person who asks. */
export type SavedView = Pick<typeof savedViews.$inferSelect, "id" | "name" | "query"> & {
  shared: boolean;
  isDefault: boolean;
};

/** The views that a person sees: their own, and those that the organization shares. */
export const visibleTo = (actor: UserActor) =>
  and(
    eq(savedViews.organizationId, actor.organizationId),
    or(eq(savedViews.ownerId, actor.userId), isNull(savedViews.ownerId)),
  );

const viewsOf = (actor: UserActor) =>
  keepingPlans(db)
    .select({
      id: savedViews.id,
      name: savedViews.name,
      query: savedViews.query,
      shared: sql<boolean>`${savedViews.ownerId} is null`,
      isDefault: sql<boolean>`${defaultViews.viewId} is not null`,
    })
    .from(savedViews)
    .leftJoin(
      defaultViews,
      and(
        eq(defaultViews.organizationId, savedViews.organizationId),
        eq(defaultViews.userId, actor.userId),
        eq(defaultViews.viewId, savedViews.id),
      ),
    );

/** The actor's views, those of their own first, by name. At most a hundred. */
export const listViews = (actor: UserActor): Promise<SavedView[]> =>
  viewsOf(actor)
    .where(visibleTo(actor))
    .orderBy(sql`${savedViews.ownerId} is null`, asc(sql`lower(${savedViews.name})`));

/** @throws DomainError `not_found` when there is none of that id, or it is another person's own */
export async function getView(actor: UserActor, id: string): Promise<SavedView> {
  const known = z.uuid().safeParse(id).success;
  const [view] = known ? await viewsOf(actor).where(and(visibleTo(actor), eq(savedViews.id, id))) : [];
  if (!view) throw notFound("view");
  return view;
}

/** How many payouts each view of the actor shows, by its id, as its list counts them; none for one that cannot be read. */
export async function viewCounts(actor: UserActor, at: At): Promise<Record<string, Total>> {
  const readable = (await listViews(actor)).flatMap(({ id, query }) => {
    const read = readQuery(query);
    return read.ok ? [[id, read.value.filter] as const] : [];
  });
  return listTotals(actor, Object.fromEntries(readable), at);
}
