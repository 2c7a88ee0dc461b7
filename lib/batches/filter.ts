import type { Route } from "next";
import { z } from "zod";
import { parseParams, toQuery, type Parsed, type SearchParams } from "@/lib/lists/params";
import { searchText } from "@/lib/lists/search-text";
import { pastWindow } from "@/lib/lists/time-window";
import { listedStatuses } from "./status";

/** What a list of batches can ask. The list, its total and every link to it speak this value, and the address is it. */
export const BatchFilter = z.strictObject({
  /** One of these statuses; in the table's order, each once, so that one filter has one address. */
  status: z
    .array(z.enum(listedStatuses))
    .min(1)
    .transform((statuses) => listedStatuses.filter((status) => statuses.includes(status)))
    .optional(),
  /**
   * At least one unresolved ingest error of the window: of a row, since its batch ended; of a payout, since it
   * occurred.
   */
  errors: pastWindow.optional(),
  /** Part of the file's name, in any case. */
  file: searchText.optional(),
});
export type BatchFilter = z.infer<typeof BatchFilter>;

export const batchFilterKeys = ["status", "errors", "file"] as const satisfies readonly (keyof BatchFilter)[];

export const batchListFields = ["status"] as const;

/** Reads a filter from an address; a parameter it does not know or cannot read is a problem, never dropped. */
export const parseBatchFilter = (params: SearchParams): Parsed<BatchFilter> =>
  parseParams(BatchFilter, params, batchListFields);

/** The list behind a filter. `parse(href(f))` equals `f`. */
export const batchesHref = (filter: BatchFilter): Route => `/batches${toQuery(filter, batchFilterKeys)}` as Route;
