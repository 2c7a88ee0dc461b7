import { and, eq, getTableColumns, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { db, readFor, type Executor } from "@/db/client";
import { ask, type Question } from "@/db/question";
import { batches } from "@/db/schema/batches";
import { isInHand } from "@/db/schema/columns";
import { users } from "@/db/schema/users";
import type { Actor } from "@/lib/actor";
import { notFound } from "@/lib/errors";
import { besides } from "@/lib/follow-up/filter";
import { keyset, pageSize, turnedPage } from "@/lib/lists/keyset";
import type { At } from "@/lib/moment";
import type { BatchFilter, BatchListView } from "./filter";
import { hasArrived, hasNotArrived, matchingBatches } from "./matching";
import { noneStopped, stoppedPayouts, type StoppedPayouts } from "./stopped-payouts";

export type Batch = typeof batches.$inferSelect;
export type ListedBatch = Batch & StoppedPayouts;
export type BatchPage = { rows: ListedBatch[]; total: number; previous: string | null; next: string | null };

/**
 * One page of the actor's batches under a filter, newest first, with the cursors of its neighbours and the exact total.
 */
export function listBatches(
  actor: Actor,
  { filter, page }: BatchListView,
  at: At,
  size = pageSize,
  executor?: Executor,
): Promise<BatchPage> {
  const { where, orderBy } = keyset(page, { by: batches.createdAt, id: batches.id, descending: true });
  const read = async (on: Executor) => {
    const found = await on
      .select()
      .from(batches)
      .where(and(matchingBatches(actor, filter, at), where))
      .orderBy(...orderBy)
      .limit(size + 1);
    const turned = turnedPage(found, size, page, (batch) => batch.createdAt);
    const ids = turned.rows.map(({ id }) => id);
    const stopped = await stoppedPayouts(actor, ids, at, on);
    const rows = turned.rows.map((batch) => ({ ...batch, ...(stopped.get(batch.id) ?? noneStopped) }));
    return { ...turned, rows, total: await countBatches(actor, filter, at, on) };
  };
  return readFor(actor, read, { executor });
}

/** How many of the actor's batches a filter means, exactly. */
export async function countBatches(
  actor: Actor,
  filter: BatchFilter,
  at: At,
  executor: Executor = db,
): Promise<number> {
  const asksAll = Object.values(filter).every((value) => value === undefined);
  const counted = asksAll
    ? arrivedBatches(actor)
    : sql`select count(*)::int as count from ${batches} where ${matchingBatches(actor, filter, at)}`;
  const [row] = await executor.execute<{ count: number }>(counted);
  return row!.count;
}

/** All, less those that have not arrived: each is counted on an index alone. */
const arrivedBatches = ({ organizationId }: Actor): SQL => {
  const own = sql`select count(*)::int from ${batches} where ${eq(batches.organizationId, organizationId)}`;
  return sql`select (${own}) - (${own} and ${hasNotArrived}) as count`;
};

/** One kind of what a queue leaves out: its list, and how many it has. */
type Beside = { words: string; filter: BatchFilter; count: number };

/** How many batches of a whole are snoozed, assigned and handled: with its queue (`open`) they are all of it. */
export const batchesBeside = (actor: Actor, whole: BatchFilter, at: At): Promise<Beside[]> =>
  ask(db, besideBatches(actor, whole, at));

/** Asks for `batchesBeside`. */
export function besideBatches(actor: Actor, whole: BatchFilter, at: At): Question<Beside[]> {
  const counts = besides.map(
    ({ words, filter }) =>
      sql`count(*) filter (where ${matchingBatches(actor, filter, at)}) as ${sql.identifier(words)}`,
  );
  return {
    statement: sql`select ${sql.join(counts, sql`, `)} from ${batches}
      where ${and(matchingBatches(actor, whole, at), isInHand(batches))}`,
    keepsPlan: true,
    understand: ([row]: Record<string, string>[]) =>
      besides.map(({ words, filter }) => ({ words, filter: { ...whole, ...filter }, count: Number(row![words]) })),
  };
}

const deciders = alias(users, "deciders");

export type BatchDetail = Batch & { createdByName: string | null; decidedByName: string | null };

/**
 * One batch of the actor's organization. `createdByName` is null when it came from the command line, `decidedByName`
 * when nobody decided at a review.
 * @throws DomainError `not_found` when the organization has none of that id
 */
export async function getBatch(actor: Actor, id: string, executor: Executor = db): Promise<BatchDetail> {
  const known = z.uuid().safeParse(id).success;
  const [batch] = known
    ? await executor
        .select({ ...getTableColumns(batches), createdByName: users.name, decidedByName: deciders.name })
        .from(batches)
        .leftJoin(users, and(eq(users.organizationId, batches.organizationId), eq(users.id, batches.createdBy)))
        .leftJoin(
          deciders,
          and(
            eq(deciders.organizationId, batches.organizationId),
            eq(deciders.id, batches.decidedBy),
            eq(batches.autoProcess, false),
          ),
        )
        .where(and(eq(batches.organizationId, actor.organizationId), eq(batches.id, id), hasArrived))
    : [];
  if (!batch) throw notFound("batch");
  return batch;
}
