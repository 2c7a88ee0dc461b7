import type { Actor } from "@/lib/actor";
import type { At } from "@/lib/moment";
import { csvFile, stampCell, type FileColumn } from "@/lib/web/downloads/csv-file";
import type { Asked } from "./matching";
import { eachEvent, type AuditEvent } from "./queries";
import { actorOf, actorWords, changeWords, eventLabel, resultOf } from "./words";

const columns: readonly FileColumn<AuditEvent>[] = [
  ["id", (event) => event.id],
  ["occurred_at", (event, timeZone) => stampCell(event.occurredAt, timeZone)],
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
  ["result", (event) => resultOf(event.name)],
  ["address", (event) => event.address],
  ["device", (event) => event.device],
];

/**
 * The events of a filter as a CSV file: those that the log lists, in its order. No more is read once nobody reads the
 * file.
 * @throws DomainError while it is read, as `listEvents`
 */
export const auditCsv = (actor: Actor, asked: Asked, at: At): ReadableStream<Uint8Array> =>
  csvFile(columns, at.timeZone, async (take, signal) => {
    for await (const events of eachEvent(actor, asked, at)) {
      signal.throwIfAborted();
      await take(events);
    }
  });
