import { and, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { db, isUniqueViolation, transaction, type Tx } from "@/db/client";
import { digests } from "@/db/schema/digests";
import { defaultViews, savedViews } from "@/db/schema/saved_views";
import { assertAdmin, isAdmin, type UserActor } from "@/lib/actor";
import { DomainError, forbidden, notFound } from "@/lib/errors";
import { recordEvents } from "@/lib/events";
import type { EventName } from "@/lib/events-table";
import { incomingText } from "@/lib/incoming-text";
import { readInput } from "@/lib/input";
import { databaseNow } from "@/lib/time";
import { queryToKeep, readQuery } from "./address";
import { visibleTo } from "./queries";

/** At most so many of a person, and as many that an organization shares. */
export const mostViews = 50;
const longestName = 80;

export const viewName = incomingText(
  z
    .string("Give the view a name.")
    .min(1, "Give the view a name.")
    .max(longestName, `The name is longer than ${longestName} characters.`),
  { joiners: true },
);

type NewView = { name: string; query: string; shared: boolean };

/**
 * Keeps a list of payouts under a name: for the actor alone, or for everyone in the organization, which admins may.
 * @param query the list's address from its "?" on
 * @returns the view's id
 * @throws DomainError `forbidden`; `invalid` for a name that is taken there or a list that cannot be read; `conflict`
 * when there are as many as there may be
 */
export async function saveView(actor: UserActor, { query, shared, ...rest }: NewView): Promise<string> {
  if (shared) assertAdmin(actor);
  const name = readInput(viewName, rest.name);
  const kept = readable(query);
  const id = uuidv7();
  await transaction(async (tx) => {
    await assertRoom(tx, actor, shared);
    const createdAt = await databaseNow(tx);
    const ownerId = shared ? null : actor.userId;
    await tx
      .insert(savedViews)
      .values({ organizationId: actor.organizationId, id, ownerId, name, query: kept, createdAt });
    await record(tx, actor, "view.saved", { view: name, list: kept, shared });
  }).catch(nameTaken(name, shared));
  return id;
}

function readable(query: string): string {
  const read = readQuery(query);
  if (!read.ok) throw new DomainError("invalid", "This filter cannot be read, so it cannot be saved.", "query");
  const kept = queryToKeep(read.value);
  if (kept === "")
    throw new DomainError("invalid", "This is the list of all payouts. Filter or order it first.", "query");
  return kept;
}

/** One after another, so that two at once do not make one too many. */
async function assertRoom(tx: Tx, { organizationId, userId }: UserActor, shared: boolean): Promise<void> {
  const of = shared ? "shared" : userId;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`saved_views ${organizationId} ${of}`}, 0))`);
  const own = shared ? sql`${savedViews.ownerId} is null` : eq(savedViews.ownerId, userId);
  if ((await tx.$count(savedViews, and(eq(savedViews.organizationId, organizationId), own))) < mostViews) return;
  const whose = shared ? "Your organization shares" : "You have";
  throw new DomainError("conflict", `${whose} ${mostViews} views already, which is the most. Delete one first.`);
}

const nameTaken =
  (name: string, shared: boolean) =>
  (error: unknown): never => {
    if (!isUniqueViolation(error)) throw error;
    const whose = shared ? "Your organization shares" : "You have";
    throw new DomainError("invalid", `${whose} a view called “${name}” already. Choose another name.`, "name");
  };

type View = typeof savedViews.$inferSelect;
type Data = Record<string, string | boolean | null>;

const record = async (tx: Tx, actor: UserActor, name: EventName, data: Data) =>
  recordEvents(tx, actor, [{ name, occurredAt: await databaseNow(tx), data }]);

const ofView = ({ organizationId, id }: Pick<View, "organizationId" | "id">) =>
  and(eq(savedViews.organizationId, organizationId), eq(savedViews.id, id));

/**
 * A view that the actor may change, locked: their own, and for admins those that are shared.
 * @throws DomainError `not_found`, `forbidden`
 */
async function lockView(tx: Tx, actor: UserActor, id: string): Promise<View> {
  const known = z.uuid().safeParse(id).success;
  const [view] = known
    ? await tx
        .select()
        .from(savedViews)
        .where(and(visibleTo(actor), eq(savedViews.id, id)))
        .for("update")
    : [];
  if (!view) throw notFound("view");
  if (view.ownerId === null && !isAdmin(actor)) throw forbidden();
  return view;
}

/** @throws DomainError `not_found`, `forbidden`, `invalid` for a name that is taken @returns the view's name */
export async function renameView(actor: UserActor, id: string, to: string): Promise<string> {
  const name = readInput(viewName, to);
  let shared = false;
  await transaction(async (tx) => {
    const view = await lockView(tx, actor, id);
    shared = view.ownerId === null;
    if (view.name === name) return;
    await tx.update(savedViews).set({ name }).where(ofView(view));
    await record(tx, actor, "view.renamed", { view: name, from: view.name, shared });
  }).catch((error: unknown) => nameTaken(name, shared)(error));
  return name;
}

/** Puts another list into a view. @throws DomainError `not_found`, `forbidden`, `invalid` @returns the view's name */
export async function updateView(actor: UserActor, id: string, query: string): Promise<string> {
  const kept = readable(query);
  return transaction(async (tx) => {
    const view = await lockView(tx, actor, id);
    if (view.query === kept) return view.name;
    await tx.update(savedViews).set({ query: kept }).where(ofView(view));
    const data = { view: view.name, from: view.query, to: kept, shared: view.ownerId === null };
    await record(tx, actor, "view.updated", data);
    return view.name;
  });
}

/**
 * Gives a view of the actor's own to the organization; an admin alone may, and nobody takes it back.
 * @throws DomainError `not_found`, `forbidden`, `conflict` where it is shared or there are too many, `invalid` for a
 * name that is taken @returns the view's name
 */
export async function shareView(actor: UserActor, id: string): Promise<string> {
  assertAdmin(actor);
  let name = "";
  await transaction(async (tx) => {
    const view = await lockView(tx, actor, id);
    ({ name } = view);
    if (view.ownerId === null) throw new DomainError("conflict", `“${name}” is shared already.`);
    await assertRoom(tx, actor, true);
    await tx.update(savedViews).set({ ownerId: null }).where(ofView(view));
    await record(tx, actor, "view.shared", { view: name, list: view.query });
  }).catch((error: unknown) => nameTaken(name, true)(error));
  return name;
}

/**
 * Deletes a view; a person who had it as default gets the list of all payouts again.
 * @throws DomainError `not_found` (also the second time), `forbidden` @returns the view's name
 */
export async function deleteView(actor: UserActor, id: string): Promise<string> {
  return transaction(async (tx) => {
    const view = await lockView(tx, actor, id);
    await tx
      .delete(defaultViews)
      .where(and(eq(defaultViews.organizationId, actor.organizationId), eq(defaultViews.viewId, view.id)));
    await tx.delete(digests).where(and(eq(digests.organizationId, actor.organizationId), eq(digests.viewId, view.id)));
    await tx.delete(savedViews).where(ofView(view));
    await record(tx, actor, "view.deleted", { view: view.name, list: view.query, shared: view.ownerId === null });
    return view.name;
  });
}

/**
 * Chooses where the navigation's “Payouts” leads the actor: to one of the views they see, or to all payouts (null).
 * @throws DomainError `not_found`
 */
export async function chooseDefaultView(actor: UserActor, id: string | null): Promise<void> {
  const { organizationId, userId } = actor;
  if (id === null) {
    await db
      .delete(defaultViews)
      .where(and(eq(defaultViews.organizationId, organizationId), eq(defaultViews.userId, userId)));
    return;
  }
  await transaction(async (tx) => {
    const known = z.uuid().safeParse(id).success;
    // Held until the end, so that it is not deleted meanwhile.
    const [view] = known
      ? await tx
          .select({ viewId: savedViews.id })
          .from(savedViews)
          .where(and(visibleTo(actor), eq(savedViews.id, id)))
          .for("key share")
      : [];
    if (!view) throw notFound("view");
    await tx
      .insert(defaultViews)
      .values({ organizationId, id: uuidv7(), userId, ...view })
      .onConflictDoUpdate({ target: [defaultViews.organizationId, defaultViews.userId], set: view });
  });
}
