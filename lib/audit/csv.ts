import type { Actor } from "@/lib/actor";
import { byteOrderMark, csvRow, csvText } from "@/lib/csv-text";
import type { At } from "@/lib/moment";
import { toOffsetISO } from "@/lib/time";
import { spooled } from "@/lib/web/downloads/spool";
import type { AuditFilter } from "./filter";
import { eachEvent, type AuditEvent } from "./queries";
import { actorOf, actorWords, changeWords, eventLabel } from "./words";

const columns: readonly [header: string, cell: (event: AuditEvent, timeZone: string) => string | null][] = [
  ["id", (event) => event.id],
  ["occurred_at", (event, timeZone) => toOffsetISO(event.occurredAt, timeZone)],
  ["event", (event) => event.name],
  ["what", (event) => eventLabel(event.name)],
  ["change", (event, timeZone) => changeWords(event, timeZone)],
  ["reason", (event) => event.reason],
  ["actor_type", (event) => event.actorType],
  ["actor", (event) => actorWords(actorOf(event), event.actorName)],
  ["actor_user_id", (event) => event.actorUserId],
  ["payout_id", (event) => event.payoutId],
  ["payout_reference", (event) => event.payoutReference],
  ["recipient_name", (event) => event.recipientName],
  ["batch_id", (event) => event.batchId],
  ["batch_file", (event) => event.batchFileName],
  ["user_id", (event) => event.userId],
  ["user", (event) => event.userName],
  ["from_status", (event) => event.fromStatus],
  ["to_status", (event) => event.toStatus],
  ["request_id", (event) => event.requestId],
];

/**
 * The events of a filter as the bytes of a CSV file in UTF-8: those that the log lists, in its order, with stamps in
 * ISO 8601 with the organization's offset. No more is read once nobody reads the file.
 * @throws DomainError while it is read, as `listEvents`
 */
export const auditCsv = (actor: Actor, filter: AuditFilter, at: At): ReadableStream<Uint8Array> =>
  spooled(async (write, signal) => {
    await write(Buffer.from(byteOrderMark + csvRow(columns.map(([header]) => header))));
    for await (const events of eachEvent(actor, filter, at)) {
      signal.throwIfAborted();
      await write(Buffer.from(csvText(events.map((event) => columns.map(([, cell]) => cell(event, at.timeZone))))));
    }
  });
