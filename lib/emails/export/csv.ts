import { sql, type SQL } from "drizzle-orm";
import { emails } from "@/db/schema/emails";
import { assertAdmin, type Actor } from "@/lib/actor";
import type { At } from "@/lib/moment";
import { copiedCsvFile, type FileColumn, type Selected } from "@/lib/web/downloads/csv-file";
import type { EmailFilter } from "@/lib/emails/filter";
import { emailKindTable } from "@/lib/emails/kinds";
import { matchingEmails, type LoggedEmail } from "@/lib/emails/queries";
import { emailStatusTable } from "@/lib/emails/status";

type ExportedEmail = Pick<
  LoggedEmail,
  | "id"
  | "kind"
  | "toEmail"
  | "recipientName"
  | "payoutId"
  | "reference"
  | "status"
  | "queuedAt"
  | "sentAt"
  | "attempts"
  | "lastError"
>;

const columns: readonly FileColumn<ExportedEmail>[] = [
  ["id", "id"],
  ["kind", (email) => emailKindTable[email.kind].label],
  ["to", "toEmail"],
  ["recipient_name", "recipientName"],
  ["payout_id", "payoutId"],
  ["payout_reference", "reference"],
  ["status", "status"],
  ["meaning", (email) => emailStatusTable[email.status].meaning],
  ["queued_at", "queuedAt"],
  ["sent_at", "sentAt"],
  ["tries", "attempts"],
  ["last_error", "lastError"],
];

const text = (from: SQL) => ({ from, as: "string" as const });

const selected: Selected<ExportedEmail> = {
  id: { from: sql`${emails.id}`, as: "uuid" },
  kind: text(sql`${emails.kind}`),
  toEmail: text(sql`${emails.toEmail}`),
  recipientName: text(sql`coalesce(payout.recipient_name, staff.name)`),
  payoutId: { from: sql`${emails.payoutId}`, as: "uuid" },
  reference: text(sql`payout.reference`),
  status: text(sql`${emails.status}`),
  queuedAt: { from: sql`${emails.queuedAt}`, as: "date" },
  sentAt: { from: sql`${emails.sentAt}`, as: "date" },
  attempts: { from: sql`${emails.attempts}`, as: "number" },
  lastError: text(sql`${emails.lastError}`),
};

/**
 * The emails of a filter as a CSV file: those that the log lists, in its order, of one snapshot.
 * @throws DomainError `forbidden` for everyone but admins
 */
export function emailsCsv(actor: Actor, filter: EmailFilter, at: At): ReadableStream<Uint8Array> {
  assertAdmin(actor);
  const query = (list: SQL) => exportQuery(actor, list, filter, at);
  return copiedCsvFile(actor, at.timeZone, () => ({ columns, selected, query }));
}

/** Sorted before anything is joined, so that rows leave while the payouts are still being looked up, one for each. */
function exportQuery(actor: Actor, list: SQL, filter: EmailFilter, at: At): SQL {
  const order = sql`${emails.queuedAt} desc, ${emails.id} desc`;
  return sql`
    select ${list} from (
      select * from ${emails} where ${matchingEmails(actor, filter, at)} order by ${order} offset 0) emails
    left join lateral (
      select recipient_name, reference from payouts p
      where p.organization_id = ${actor.organizationId} and p.id = ${emails.payoutId} limit 1) payout on true
    left join lateral (
      select name from users u
      where u.organization_id = ${actor.organizationId} and u.id = ${emails.userId} limit 1) staff on true
    order by ${order}`;
}
