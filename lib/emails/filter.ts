import { z } from "zod";
import { filterParts, windowSentence, type FilterPart, type FilterSentences } from "@/lib/lists/filter-words";
import { listAddress, placeSchema, type Place } from "@/lib/lists/place";
import { searchText } from "@/lib/lists/search-text";
import { pastWindow } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";
import { emailStatuses, emailStatusTable } from "./status";

/** The filter of the email log, as it is in the address. */
export const EmailFilter = z.strictObject({
  /** Start of the recipient's address. */
  to: searchText.optional(),
  /** About payouts to the same address as this payout, as in a list of payouts. */
  recipient: z.uuid({ error: "must be the id of a payout" }).optional(),
  status: z.enum(emailStatuses).optional(),
  queued: pastWindow.optional(),
});
export type EmailFilter = z.infer<typeof EmailFilter>;

export type EmailListView = { filter: EmailFilter; page: Place };

const log = listAddress("/admin/emails", EmailFilter, placeSchema);

/** Reads the log's address: which emails, from where. */
export const parseEmailList = log.parse;
/** The log behind a filter, at its start or at a place. */
export const emailsHref = log.href;

/** Where the same emails leave as CSV. */
export const emailsExportHref = (filter: EmailFilter): string =>
  emailsHref(filter).replace("/admin/emails", "/admin/emails/export");

const sentences: FilterSentences<EmailFilter> = {
  to: (to) => `To ${to}…`,
  recipient: () => "About payouts to one recipient",
  status: (status) => `Status: ${emailStatusTable[status].label}`,
  queued: windowSentence("Queued"),
};

/** A filter as short sentences, one a part that can be taken away. */
export const emailFilterWords = (filter: EmailFilter, at: At): FilterPart<EmailFilter>[] =>
  filterParts(sentences, filter, { at });
