import { z } from "zod";
import { eventNames, results } from "@/lib/events-table";
import { listAddress, placeSchema } from "@/lib/lists/place";
import { searchText } from "@/lib/lists/search-text";
import { toParams, toQuery } from "@/lib/lists/params";
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
  /** The id or the reference of a payout. */
  payout: searchText.optional(),
  /** Any part of the name or of the email of a payout's recipient. */
  recipient: searchText.optional(),
  /** A batch, with the creation of its payouts. */
  batch: z.uuid({ error: "must be the id of a batch" }).optional(),
  /** What a run did to each of its payouts. */
  run: z.uuid({ error: "must be the id of a run" }).optional(),
  /** The user whom it was done to. */
  user: z.uuid({ error: "must be the id of a user" }).optional(),
  result: z.enum(results, { error: `must be ${results.join(" or ")}` }).optional(),
  when: pastWindow.optional(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

const log = listAddress("/admin/audit-log", AuditFilter, placeSchema);

/** Reads the log's address: which events, from where. */
export const parseAuditView = log.parse;
/** Where the same events leave as CSV. */
export const auditExportHref = (filter: AuditFilter): string =>
  `/admin/audit-log/export${toQuery(toParams(AuditFilter, filter))}`;
/** The log behind a filter, at its start or at a place. */
export const auditHref = log.href;
