import type { Route } from "next";
import { z } from "zod";
import { eventNames } from "../events-table";
import { parseParams, toQuery, type Parsed, type SearchParams } from "../list-params";
import { pastWindow } from "../time-window";

/** Those who act without being a user of the organization. */
export const otherActors = ["recipient", "system", "api_key"] as const;
export type OtherActor = (typeof otherActors)[number];

/** What the audit log can ask: who did what, when. The page's address is this value. */
export const AuditFilter = z.strictObject({
  /** A user's id, or one of the others who act. */
  who: z.union([z.enum(otherActors), z.uuid()], { error: `must be ${otherActors.join(", ")} or the id of a user` }).optional(),
  what: z.enum(eventNames).optional(),
  when: pastWindow.optional(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

export const auditKeys = ["who", "what", "when"] as const satisfies readonly (keyof AuditFilter)[];

/** The place of one event in the order: when it happened (epoch milliseconds) and its id. */
const cursor = z.string().regex(/^\d{1,15}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, { error: "is not a place in this list; start again from the first page" });

const pageKeys = ["after", "before"] as const;
const pageSchema = z
  .strictObject({ after: cursor.optional(), before: cursor.optional() })
  .refine((page) => page.after === undefined || page.before === undefined, { error: "cannot stand beside “after”", path: ["before"] });

/** `after`: the page that begins after this event; `before`: the one that ends before it. */
export type AuditPosition = { after?: string; before?: string };
export type AuditView = { filter: AuditFilter; page: AuditPosition };

/** Reads the log's address; a parameter it does not know or cannot read is a problem that names it, never dropped. */
export function parseAuditView(params: SearchParams): Parsed<AuditView> {
  const of = (isPage: boolean) => Object.fromEntries(Object.entries(params).filter(([key]) => (pageKeys as readonly string[]).includes(key) === isPage));
  const filter = parseParams(AuditFilter, of(false), []);
  const page = parseParams(pageSchema, of(true), []);
  if (filter.ok && page.ok) return { ok: true, value: { filter: filter.value, page: page.value } };
  return { ok: false, problems: [...(filter.ok ? [] : filter.problems), ...(page.ok ? [] : page.problems)] };
}

/** The log behind a filter. `parse(href(f))` equals `f`. */
export const auditHref = (filter: AuditFilter, page: AuditPosition = {}): Route =>
  `/admin/audit-log${toQuery({ ...filter, ...page }, [...auditKeys, ...pageKeys])}` as Route;

/** The form's two date fields folded into `when=FROM..TO`; null when the address has none of them. */
export function foldWhen({ when_from: from, when_to: to, ...params }: SearchParams): SearchParams | null {
  if (from === undefined && to === undefined) return null;
  return from || to ? { ...params, when: `${from ?? ""}..${to ?? ""}` } : params;
}
