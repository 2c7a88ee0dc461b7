import type { Route } from "next";
import { z } from "zod";
import { eventNames } from "@/lib/events-table";
import { toQuery, type SearchParams } from "@/lib/lists/params";
import { parseListAddress, placeKeys, placeSchema, type ParsedList, type Place } from "@/lib/lists/place";
import { pastWindow } from "@/lib/lists/time-window";

/** Those who act without being a user of the organization. */
export const otherActors = ["recipient", "system", "api_key"] as const;
export type OtherActor = (typeof otherActors)[number];

/** What the audit log can ask: who did what, when. The page's address is this value. */
export const AuditFilter = z.strictObject({
  /** A user's id, or one of the others who act. */
  who: z
    .union([z.enum(otherActors), z.uuid()], { error: `must be ${otherActors.join(", ")} or the id of a user` })
    .optional(),
  what: z.enum(eventNames).optional(),
  when: pastWindow.optional(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

export const auditKeys = ["who", "what", "when"] as const satisfies readonly (keyof AuditFilter)[];

export type AuditView = { filter: AuditFilter; page: Place };

/** Reads the log's address; a parameter it does not know or cannot read is a problem that names it, never dropped. */
export const parseAuditView = (params: SearchParams): ParsedList<AuditFilter, Place> =>
  parseListAddress(AuditFilter, placeSchema, params);

/** The log behind a filter. `parse(href(f))` equals `f`. */
export const auditHref = (filter: AuditFilter, page: Place = {}): Route =>
  `/admin/audit-log${toQuery({ ...filter, ...page }, [...auditKeys, ...placeKeys])}` as Route;
