import { and, count, countDistinct, desc, eq, getTableColumns, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { users } from "@/db/schema/users";
import type { Actor } from "../actor";
import { notFound } from "../errors";
import { keyset, pageSize, turnedPage } from "../keyset";
import { errorMoment, unresolvedError } from "../payouts/matching";
import { windowBounds, type At, type TimeWindow } from "../time-window";
import type { BatchFilter } from "./filter";
import { reasonOf } from "./ingest-errors";
import type { BatchListView } from "./list-view";
import { hasArrived, matchingBatches } from "./matching";
import { unreachedCounts } from "./unreached";

export type Batch = typeof batches.$inferSelect;
/** `unreachedCount`: payouts of it whose recipients' address is refused. */
export type ListedBatch = Batch & { unreachedCount: number };
export type BatchPage = { rows: ListedBatch[]; total: number; previous: string | null; next: string | null };

/** One page of the actor's batches under a filter, newest first, with the cursors of its neighbours and the exact total. */
export async function listBatches(actor: Actor, { filter, page }: BatchListView, at: At, size = pageSize, executor: Executor = db): Promise<BatchPage> {
  const { where, orderBy } = keyset(page, { by: batches.createdAt, id: batches.id, descending: true });
  const found = await executor
    .select()
    .from(batches)
    .where(and(matchingBatches(actor, filter, at), where))
    .orderBy(...orderBy)
    .limit(size + 1);
  const turned = turnedPage(found, size, page, (batch) => batch.createdAt);
  const unreached = await unreachedCounts(actor, turned.rows.map(({ id }) => id), at, executor);
  const rows = turned.rows.map((batch) => ({ ...batch, unreachedCount: unreached.get(batch.id) ?? 0 }));
  return { ...turned, rows, total: await countBatches(actor, filter, at, executor) };
}

/** How many of the actor's batches a filter means, exactly. */
export async function countBatches(actor: Actor, filter: BatchFilter, at: At, executor: Executor = db): Promise<number> {
  const [row] = await executor.select({ count: count() }).from(batches).where(matchingBatches(actor, filter, at));
  return row?.count ?? 0;
}

const deciders = alias(users, "deciders");

export type BatchDetail = Batch & { createdByName: string | null; decidedByName: string | null };

/**
 * One batch of the actor's organization. `createdByName` is null when it came from the command line, `decidedByName` when nobody decided at a review.
 * @throws DomainError `not_found` when the organization has none of that id
 */
export async function getBatch(actor: Actor, id: string, executor: Executor = db): Promise<BatchDetail> {
  const known = z.uuid().safeParse(id).success;
  const [batch] = known
    ? await executor
        .select({ ...getTableColumns(batches), createdByName: users.name, decidedByName: deciders.name })
        .from(batches)
        .leftJoin(users, and(eq(users.organizationId, batches.organizationId), eq(users.id, batches.createdBy)))
        .leftJoin(deciders, and(eq(deciders.organizationId, batches.organizationId), eq(deciders.id, batches.decidedBy), eq(batches.autoProcess, false)))
        .where(and(eq(batches.organizationId, actor.organizationId), eq(batches.id, id), hasArrived))
    : [];
  if (!batch) throw notFound("batch");
  return batch;
}

export type BatchWithErrors = Pick<Batch, "id" | "fileName" | "acceptedCount" | "refusedCount"> & {
  /** Payouts whose email is refused, whenever it was. */
  unreachedCount: number;
  /** When the latest of its unresolved errors in the window became one. */
  latestErrorAt: Date;
  /** Most frequent reason among the unresolved errors in the window. */
  topReason: string;
};

/** Batches with unresolved errors in the window, the latest error first; their number is `countBatches(actor, { errors: window }, at)`. */
export async function batchesWithErrors(actor: Actor, window: TimeWindow, at: At, limit: number, executor: Executor = db): Promise<BatchWithErrors[]> {
  const latestErrorAt = sql<Date>`max(${errorMoment(batches)})`.mapWith(ingestErrors.occurredAt);
  const bounds = windowBounds(window, at);
  const rows = await executor
    .select({
      id: batches.id,
      fileName: batches.fileName,
      acceptedCount: batches.acceptedCount,
      refusedCount: batches.refusedCount,
      latestErrorAt,
      // mode() takes the smallest of equally frequent ones, so the answer does not waver.
      code: sql<string>`mode() within group (order by ${ingestErrors.code})`,
    })
    .from(batches)
    .innerJoin(ingestErrors, and(eq(ingestErrors.organizationId, batches.organizationId), eq(ingestErrors.batchId, batches.id)))
    .where(and(matchingBatches(actor, { errors: window }, at), unresolvedError(batches, at.now, bounds)))
    .groupBy(batches.organizationId, batches.id)
    .orderBy(desc(latestErrorAt), desc(batches.id))
    .limit(limit);
  const unreached = await unreachedCounts(actor, rows.map(({ id }) => id), at, executor);
  return rows.map(({ code, ...row }) => ({ ...row, unreachedCount: unreached.get(row.id) ?? 0, topReason: reasonOf(code) }));
}

export type ErrorTotals = { batchCount: number; refusedCount: number; unreachedCount: number };

/**
 * How many batches a filter means, how many of their rows never became payouts and still wait for repair, and how many of their payouts have
 * a recipient whose address is refused.
 */
export async function errorTotals(actor: Actor, filter: BatchFilter, at: At, executor: Executor = db): Promise<ErrorTotals> {
  const [row] = await executor
    .select({ refused: countDistinct(ingestErrors.refusedRowId), unreached: countDistinct(ingestErrors.payoutId) })
    .from(ingestErrors)
    .innerJoin(batches, and(eq(batches.organizationId, ingestErrors.organizationId), eq(batches.id, ingestErrors.batchId)))
    .where(and(matchingBatches(actor, filter, at), unresolvedError(batches, at.now)));
  return { batchCount: await countBatches(actor, filter, at, executor), refusedCount: row?.refused ?? 0, unreachedCount: row?.unreached ?? 0 };
}
