import type { Route } from "next";
import { z } from "zod";
import { parseParams, toQuery, type Parsed, type SearchParams } from "../list-params";
import { filterKeys, listFields, PayoutFilter } from "./filter";

/** What a list can be ordered by. `-` in front means largest (latest) first. */
export const sortTable = {
  changed: { label: "Last change", column: "statusChangedAt", first: "-changed" },
  created: { label: "Created", column: "createdAt", first: "-created" },
  expires: { label: "Expires", column: "expiresAt", first: "expires" },
  amount: { label: "Amount", column: "amountMinor", first: "-amount" },
} as const;

export type SortKey = keyof typeof sortTable;
export const sortKeys = Object.keys(sortTable) as [SortKey, ...SortKey[]];
export type Sort = SortKey | `-${SortKey}`;

/** The place of one row in the order: its sort value (epoch milliseconds, or minor units) and its id. */
const cursor = z.string().regex(/^\d{1,15}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, { error: "is not a place in this list; start again from the first page" });

const pageFields = {
  sort: z.enum(sortKeys.flatMap((key): Sort[] => [key, `-${key}`])).optional(),
  /** The page that begins after this row. */
  after: cursor.optional(),
  /** The page that ends before this row. */
  before: cursor.optional(),
};

export type Page = { sort?: Sort; after?: string; before?: string };
export type ListView = { filter: PayoutFilter; page: Page };

const pageKeys = ["sort", "after", "before"] as const;
const pageSchema = z.strictObject(pageFields).refine((page) => page.after === undefined || page.before === undefined, {
  error: "cannot stand beside “after”",
  path: ["before"],
});

/** Reads the whole address of a list: which records, in what order, from where. */
export function parseListView(params: SearchParams): Parsed<ListView> {
  const of = (isPage: boolean) => Object.fromEntries(Object.entries(params).filter(([key]) => (pageKeys as readonly string[]).includes(key) === isPage));
  const filter = parseParams(PayoutFilter, of(false), listFields);
  const page = parseParams(pageSchema, of(true), []);
  if (filter.ok && page.ok) return { ok: true, value: { filter: filter.value, page: page.value } };
  return { ok: false, problems: [...(filter.ok ? [] : filter.problems), ...(page.ok ? [] : page.problems)] };
}

export const listHref = (filter: PayoutFilter, page: Page): Route =>
  `/payouts${toQuery({ ...filter, ...page }, [...filterKeys, ...pageKeys])}` as Route;

/** What is urgent first: a list of what expires starts with the next to expire, every other with the latest change. */
export const sortOf = (filter: PayoutFilter, page: Page): Sort => page.sort ?? (filter.expires === undefined ? "-changed" : "expires");

export function splitSort(sort: Sort): { key: SortKey; descending: boolean } {
  const descending = sort.startsWith("-");
  return { key: (descending ? sort.slice(1) : sort) as SortKey, descending };
}
