import type { Actor } from "@/lib/actor";
import type { At } from "@/lib/moment";
import { csvFile, type FileColumn } from "@/lib/web/downloads/csv-file";
import type { Asked } from "./matching";
import { eachEvent, type AuditEvent } from "./queries";
import { actorOf, actorWords, changeWords, eventLabel, resultOf } from "./words";

const columns: readonly FileColumn<AuditEvent>[] = [
  ["id", "id"],
  ["occurred_at", "occurredAt"],
  ["event", "name"],
  ["what", (event) => eventLabel(event.name)],
  ["change", (event, timeZone) => changeWords(event, timeZone)],
  ["reason", "reason"],
  ["actor_type", "actorType"],
  ["actor", (event) => actorWords(actorOf(event), event.actorName)],
  ["actor_user_id", "actorUserId"],
  ["payout_id", "payoutId"],
  ["payout_reference", "payoutReference"],
  ["recipient_name", "recipientName"],
  ["batch_id", "batchId"],
  ["batch_file", "batchFileName"],
  ["user_id", "userId"],
  ["user", "userName"],
  ["from_status", "fromStatus"],
  ["to_status", "toStatus"],
  ["request_id", "requestId"],
  ["result", (event) => resultOf(event.name)],
  ["address", "address"],
  ["device", "device"],
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
