import type { Route } from "next";
import { z } from "zod";
import { escapeLike, parseParams, toQuery, type Parsed, type SearchParams } from "../list-params";
import { searchText } from "../search-text";
import { pastWindow, windowEdges, windowWords, type At } from "../time-window";
import { emailStatuses, emailStatusTable } from "./status";

/** What the email log can be asked; the address is this value. */
export const EmailFilter = z.strictObject({
  status: z.enum(emailStatuses).optional(),
  queued: pastWindow.optional(),
  /** Start of the recipient's address. */
  to: searchText.optional(),
});
export type EmailFilter = z.infer<typeof EmailFilter>;

const cursor = z.string().regex(/^\d{1,15}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, { error: "is not a place in this list; start again from the first page" }).optional();

/** A filter and the place in its list, newest first. */
const EmailListView = EmailFilter.extend({ before: cursor, after: cursor }).refine((view) => !(view.before && view.after), {
  path: ["before"],
  error: "cannot stand beside after",
});
export type EmailPlace = { before?: string; after?: string };
export type EmailListView = { filter: EmailFilter; page: EmailPlace };

const filterKeys = ["status", "queued", "to"] as const satisfies readonly (keyof EmailFilter)[];

/** Reads filter and place from an address; a parameter it does not know or cannot read is a problem, never dropped. */
export function parseEmailList(params: SearchParams): Parsed<EmailListView> {
  const parsed = parseParams(EmailListView, params, []);
  if (!parsed.ok) return parsed;
  const { before, after, ...filter } = parsed.value;
  return { ok: true, value: { filter, page: { before, after } } };
}

/** The list behind a filter, at its start or at a place. */
export const emailsHref = (filter: EmailFilter, place: EmailPlace = {}): Route =>
  `/admin/emails${toQuery({ ...filter, ...place }, [...filterKeys, "before", "after"])}` as Route;

/** Lower-cased LIKE prefix for a search by recipient. */
export const recipientPrefix = (to: string): string => `${escapeLike(to.toLowerCase())}%`;

/** Each part of a filter in words, with the filter that remains without it. */
export function emailFilterWords(filter: EmailFilter, at: At): { key: string; words: string; title?: string; without: EmailFilter }[] {
  const { status, queued, to } = filter;
  const part = (key: keyof EmailFilter, words: string, title?: string) => ({ key, words, title, without: { ...filter, [key]: undefined } });
  return [
    ...(to ? [part("to", `To ${to}…`)] : []),
    ...(status ? [part("status", `Status: ${emailStatusTable[status].label}`)] : []),
    ...(queued ? [part("queued", `Queued ${windowWords(queued, at.timeZone)}`, windowEdges(queued, at))] : []),
  ];
}
