import { asc, eq } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { extraColumns as table } from "@/db/schema/extra_columns";
import type { Actor } from "@/lib/actor";
import { notUnderstood, type ParamProblem } from "@/lib/lists/params";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { extraTextOf, type ExtraTexts } from "./columns";

export type OwnColumn = typeof table.$inferSelect;

/** The columns that the files of the actor's organization have brought, in its order. */
export const extraColumns = (actor: Actor, executor: Executor = db): Promise<OwnColumn[]> =>
  columnsOf(actor.organizationId, executor);

/** The same of any organization, for what acts without an actor: a recipient's link, or the worker. */
export const columnsOf = (organizationId: string, executor: Executor = db): Promise<OwnColumn[]> =>
  executor
    .select()
    .from(table)
    .where(eq(table.organizationId, organizationId))
    .orderBy(asc(table.position), asc(table.key));

/** What a payout says in the columns of its organization, as the organization calls and orders them. */
export const saidIn = (
  columns: readonly OwnColumn[],
  payout: { extra: ExtraTexts },
): { key: string; label: string; text: string }[] =>
  columns.flatMap(({ key, label }) => {
    const text = extraTextOf(payout, key);
    return text === null ? [] : [{ key, label, text }];
  });

/** What is wrong with a filter's extra columns: each that the organization does not have. Ask it before the list is read. */
export const unknownColumns = (columns: readonly OwnColumn[], { x = {} }: Pick<PayoutFilter, "x">): ParamProblem[] =>
  Object.keys(x).flatMap((key) => (columns.some((column) => column.key === key) ? [] : [notUnderstood(`x.${key}`)]));
