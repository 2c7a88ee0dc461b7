import type { Route } from "next";
import { z } from "zod";
import { listAddress, placeSchema, type Place } from "@/lib/lists/place";
import { PayoutFilter } from "./filter";

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

const pageSchema = placeSchema.extend({ sort: z.enum(sortKeys.flatMap((key): Sort[] => [key, `-${key}`])).optional() });

export type Page = { sort?: Sort } & Place;
export type ListView = { filter: PayoutFilter; page: Page };

const list = listAddress("/payouts", PayoutFilter, pageSchema);

/** Reads the whole address of a list: which records, in what order, from where. */
export const parseListView = list.parse;
export const listHref = list.href;

/** The address of a list from its "?" on; empty for the list of all. */
export const listQuery = ({ filter, page }: ListView): string => listHref(filter, page).slice("/payouts".length);

/** The page of a payout that is reached from a list, and leads back to it and to its neighbours in it. */
export const payoutHref = (id: string, view: ListView): Route => `/payouts/${id}${listQuery(view)}` as Route;

/** What is urgent first: a list of what expires starts with the next to expire, every other with the latest change. */
export const sortOf = (filter: PayoutFilter, page: Page): Sort =>
  page.sort ?? (filter.expires === undefined ? "-changed" : "expires");

/** What a list can sensibly be ordered by: amounts only within one currency, because yen and cents make no order. */
export const sortsFor = (filter: PayoutFilter): SortKey[] =>
  sortKeys.filter((key) => key !== "amount" || filter.currency !== undefined);

export function splitSort(sort: Sort): { key: SortKey; descending: boolean } {
  const descending = sort.startsWith("-");
  return { key: (descending ? sort.slice(1) : sort) as SortKey, descending };
}
