import type { Route } from "next";
import { toQuery, type SearchParams } from "@/lib/lists/params";
import { parseListAddress, placeKeys, placeSchema, type ParsedList, type Place } from "@/lib/lists/place";
import { BatchFilter, batchFilterKeys, batchListFields } from "./filter";

export type BatchListView = { filter: BatchFilter; page: Place };

/** Reads the whole address of the list: which batches, from where. */
export const parseBatchListView = (params: SearchParams): ParsedList<BatchFilter, Place> =>
  parseListAddress(BatchFilter, placeSchema, params, batchListFields);

export const batchListHref = (filter: BatchFilter, page: Place): Route =>
  `/batches${toQuery({ ...filter, ...page }, [...batchFilterKeys, ...placeKeys])}` as Route;
