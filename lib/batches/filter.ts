import { z } from "zod";
import { followUpKeys, followUpSentences } from "@/lib/follow-up/filter";
import { filterParts, windowSentence, type FilterPart, type FilterSentences } from "@/lib/lists/filter-words";
import { listAddress, placeSchema, type Place } from "@/lib/lists/place";
import { searchText } from "@/lib/lists/search-text";
import { pastWindow } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";
import { awaitsAdmin, batchStatusTable, listedStatuses } from "./status";

/** What a list of batches can ask. The list, its total and every link to it speak this value, and the address is it. */
export const BatchFilter = z.strictObject({
  /** One of these statuses; in the table's order, each once, so that one filter has one address. */
  status: z
    .array(z.enum(listedStatuses))
    .min(1)
    .transform((statuses) => listedStatuses.filter((status) => statuses.includes(status)))
    .optional(),
  /** At least one ingest error in the window, of a row or of a payout, resolved or not. */
  errors: pastWindow.optional(),
  ...followUpKeys,
  /** Part of the file's name, in any case. */
  file: searchText.optional(),
});
export type BatchFilter = z.infer<typeof BatchFilter>;

/** Batches that wait for an admin: for the decision of a review, or for what the columns of their file are. */
export const awaitingAdmin: BatchFilter = { status: listedStatuses.filter((status) => awaitsAdmin({ status })) };

export type BatchListView = { filter: BatchFilter; page: Place };

const list = listAddress("/batches", BatchFilter, placeSchema);

/** Reads the list's address: which batches, from where. */
export const parseBatchList = list.parse;
/** The list behind a filter, at its start or at a place. */
export const batchesHref = list.href;

/** Where the same batches leave as CSV. */
export const batchesExportHref = (filter: BatchFilter): string =>
  batchesHref(filter).replace("/batches", "/batches/export");

const sentencesFor = (assigneeName: string | undefined): FilterSentences<BatchFilter> => ({
  status: (statuses) => statuses.map((status) => batchStatusTable[status].label).join(" or "),
  errors: windowSentence("With errors"),
  ...followUpSentences(assigneeName),
  file: (file) => `File name contains “${file}”`,
});

/** A filter as short sentences, one a part that can be taken away: "Rejected", "With errors in the last 7 days". */
export const batchFilterWords = (filter: BatchFilter, at: At, assigneeName?: string): FilterPart<BatchFilter>[] =>
  filterParts(sentencesFor(assigneeName), filter, { at });
