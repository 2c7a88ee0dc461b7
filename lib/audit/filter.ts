import { z } from "zod";
import { eventNames } from "@/lib/events-table";
import { listAddress, placeSchema, type Place } from "@/lib/lists/place";
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

export type AuditView = { filter: AuditFilter; page: Place };

const log = listAddress("/admin/audit-log", AuditFilter, placeSchema);

/** Reads the log's address: which events, from where. */
export const parseAuditView = log.parse;
/** The log behind a filter, at its start or at a place. */
export const auditHref = log.href;
