import type { Route } from "next";
import { z } from "zod";
import { asksInHand } from "@/lib/follow-up/filter";
import { listAddress, placeSchema, type Place } from "@/lib/lists/place";
import { expiringStatus } from "@/lib/payouts/transitions";
import { PayoutFilter } from "./filter";

/** What a list can be ordered by. `-` in front means largest (latest) first. */
export const sortTable = {
  changed: { label: "Last change", noun: "last change", column: "statusChangedAt", first: "-changed" },
  created: { label: "Created", noun: "creation", column: "createdAt", first: "-created" },
  expires: { label: "Expires", noun: "expiry", column: "expiresAt", first: "expires" },
  amount: { label: "Amount", noun: "amount", column: "amountMinor", first: "-amount" },
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

/** An unserved order is possible as long as so many payouts at most have to be put in it. */
export const sortableLimit = 400;

/**
 * The orders in which an index has a filter's payouts, so that a page costs the same in a list of any length; the first
 * is the list's own. What a list is narrowed by is also what it is in order of.
 */
export function servedSorts(filter: PayoutFilter): SortKey[] {
  const { status, group, replaced, currency, batch_errors, q, x } = filter;
  const lead = leadOf(filter);
  if (lead !== "kind") return lead === "batch" || lead === "hand" || lead === "recipient" ? ["changed"] : [lead];
  if (filter.changed !== undefined || filter.expired !== undefined) return ["changed"];
  const asksKind = (status ?? group ?? batch_errors ?? replaced ?? q ?? x) !== undefined;
  if (currency !== undefined) return asksKind ? ["changed"] : ["changed", "amount"];
  const isPending = status?.length === 1 && status[0] === expiringStatus.from;
  if (isPending && (group ?? batch_errors ?? replaced ?? q ?? x) === undefined) return ["changed", "expires"];
  return asksKind ? ["changed"] : ["changed", "created"];
}

/**
 * By what a filter's payouts are found, the narrowest first; the rest is asked of each one. `hand`: among the few that
 * somebody has or has put aside. `recipient`: among those of one address. `kind`: by status,
 * replacement and currency, in the order of their last change.
 */
export function leadOf(filter: PayoutFilter) {
  const { recipient, batch, created, amount_min, amount_max, expires, evidence } = filter;
  if (recipient !== undefined) return "recipient";
  if (asksInHand(filter)) return "hand";
  // Those that wait are in order of their expiry, and so are the few of them that have opened the link.
  if (evidence !== undefined) return "expires";
  if (batch !== undefined) return "batch";
  if (created !== undefined) return "created";
  if (amount_min !== undefined || amount_max !== undefined) return "amount";
  return expires === undefined ? "kind" : "expires";
}

/**
 * What is urgent first: a list of what expires starts with the next to expire, every other with the latest change,
 * creation or largest amount.
 */
export const sortOf = (filter: PayoutFilter, page: Page): Sort => page.sort ?? sortTable[servedSorts(filter)[0]!].first;

/**
 * What a list of so many payouts can be ordered by. Amounts only within one currency, because yen and cents make no
 * order.
 */
export const sortsFor = (filter: PayoutFilter, count: number): SortKey[] =>
  sortKeys.filter((key) =>
    count > sortableLimit ? servedSorts(filter).includes(key) : key !== "amount" || filter.currency !== undefined,
  );

export function splitSort(sort: Sort): { key: SortKey; descending: boolean } {
  const descending = sort.startsWith("-");
  return { key: (descending ? sort.slice(1) : sort) as SortKey, descending };
}
