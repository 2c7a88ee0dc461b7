import type { Route } from "next";
import { z } from "zod";
import { escapeLike, toQuery, type SearchParams } from "@/lib/lists/params";
import { parseListAddress, placeKeys, placeSchema, type ParsedList, type Place } from "@/lib/lists/place";
import { searchText } from "@/lib/lists/search-text";
import { pastWindow, windowEdges, windowWords } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";
import { emailStatuses, emailStatusTable } from "./status";

/** The filter of the email log, as it is in the address. */
export const EmailFilter = z.strictObject({
  status: z.enum(emailStatuses).optional(),
  queued: pastWindow.optional(),
  /** Start of the recipient's address. */
  to: searchText.optional(),
});
export type EmailFilter = z.infer<typeof EmailFilter>;

export type EmailListView = { filter: EmailFilter; page: Place };

const filterKeys = ["status", "queued", "to"] as const satisfies readonly (keyof EmailFilter)[];

/** Reads the filter and the page from an address; an unknown or invalid parameter is a problem, never ignored. */
export const parseEmailList = (params: SearchParams): ParsedList<EmailFilter, Place> =>
  parseListAddress(EmailFilter, placeSchema, params);

/** The address of the list for a filter, at its first page or at another. */
export const emailsHref = (filter: EmailFilter, place: Place = {}): Route =>
  `/admin/emails${toQuery({ ...filter, ...place }, [...filterKeys, ...placeKeys])}` as Route;

/** Lower-cased LIKE prefix for a search by recipient. */
export const recipientPrefix = (to: string): string => `${escapeLike(to.toLowerCase())}%`;

/** Each part of a filter in words, with the filter without that part. */
export function emailFilterWords(
  filter: EmailFilter,
  at: At,
): { key: string; words: string; title?: string; without: EmailFilter }[] {
  const { status, queued, to } = filter;
  const part = (key: keyof EmailFilter, words: string, title?: string) => ({
    key,
    words,
    title,
    without: { ...filter, [key]: undefined },
  });
  return [
    ...(to ? [part("to", `To ${to}…`)] : []),
    ...(status ? [part("status", `Status: ${emailStatusTable[status].label}`)] : []),
    ...(queued ? [part("queued", `Queued ${windowWords(queued, at.timeZone)}`, windowEdges(queued, at))] : []),
  ];
}
