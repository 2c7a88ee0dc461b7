import type { Route } from "next";
import { z } from "zod";
import { parseParams, toQuery, type Parsed, type SearchParams } from "../list-params";
import { BatchFilter, batchFilterKeys, batchListFields } from "./filter";

/** The place of one batch in the order: when it was created (epoch milliseconds) and its id. */
const cursor = z.string().regex(/^\d{1,15}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, { error: "is not a place in this list; start again from the first page" });

const pageKeys = ["after", "before"] as const;
const pageSchema = z
  .strictObject({
    /** The page that begins after this batch. */
    after: cursor.optional(),
    /** The page that ends before this batch. */
    before: cursor.optional(),
  })
  .refine((page) => page.after === undefined || page.before === undefined, { error: "cannot stand beside “after”", path: ["before"] });

export type BatchListPage = { after?: string; before?: string };
export type BatchListView = { filter: BatchFilter; page: BatchListPage };

/** Reads the whole address of the list: which batches, from where. */
export function parseBatchListView(params: SearchParams): Parsed<BatchListView> {
  const of = (isPage: boolean) => Object.fromEntries(Object.entries(params).filter(([key]) => (pageKeys as readonly string[]).includes(key) === isPage));
  const filter = parseParams(BatchFilter, of(false), batchListFields);
  const page = parseParams(pageSchema, of(true), []);
  if (filter.ok && page.ok) return { ok: true, value: { filter: filter.value, page: page.value } };
  return { ok: false, problems: [...(filter.ok ? [] : filter.problems), ...(page.ok ? [] : page.problems)] };
}

export const batchListHref = (filter: BatchFilter, page: BatchListPage): Route =>
  `/batches${toQuery({ ...filter, ...page }, [...batchFilterKeys, ...pageKeys])}` as Route;
