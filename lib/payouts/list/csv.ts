import type { Actor } from "@/lib/actor";
import { csvText } from "@/lib/csv-text";
import { toDecimal } from "@/lib/money";
import { toOffsetISO } from "@/lib/time";
import type { At } from "@/lib/moment";
import { failureReason } from "@/lib/payouts/failures";
import type { PayoutFilter } from "./filter";
import { eachPayout, type Payout } from "@/lib/payouts/queries";

type Column = [name: string, cell: (payout: Payout, timeZone: string) => string | number | null];

const stamp = (instant: Date | null, timeZone: string) => (instant ? toOffsetISO(instant, timeZone) : null);

const columns: readonly Column[] = [
  ["id", (payout) => payout.id],
  ["reference", (payout) => payout.reference],
  ["recipient_name", (payout) => payout.recipientName],
  ["recipient_email", (payout) => payout.recipientEmail],
  ["amount", (payout) => toDecimal(payout.amountMinor, payout.currency)],
  ["currency", (payout) => payout.currency],
  ["status", (payout) => payout.status],
  ["status_changed_at", (payout, timeZone) => stamp(payout.statusChangedAt, timeZone)],
  ["created_at", (payout, timeZone) => stamp(payout.createdAt, timeZone)],
  ["expires_at", (payout, timeZone) => stamp(payout.expiresAt, timeZone)],
  ["failure_code", (payout) => payout.failureCode],
  ["failure_reason", (payout) => (payout.failureCode === null ? null : failureReason(payout.failureCode).text)],
  ["batch_id", (payout) => payout.batchId],
  ["batch_line", (payout) => payout.line],
  ["replaced_at", (payout, timeZone) => stamp(payout.archivedAt, timeZone)],
];

/**
 * The records of a filter as CSV bytes, written as they are read: UTF-8 with a byte order mark (spreadsheets guess
 * wrong without), stamps in ISO 8601 with the organization's offset, and every text that a spreadsheet would run as a
 * formula made harmless by a leading apostrophe.
 */
export function payoutsCsv(actor: Actor, filter: PayoutFilter, at: At): ReadableStream<Uint8Array> {
  const pages = eachPayout(actor, filter, at);
  const encoder = new TextEncoder();
  const write = (rows: (string | number | null)[][], first: boolean) => encoder.encode(csvText(rows, { bom: first }));
  return new ReadableStream({
    start: (controller) => controller.enqueue(write([columns.map(([name]) => name)], true)),
    async pull(controller) {
      const { value, done } = await pages.next();
      if (done) controller.close();
      else
        controller.enqueue(
          write(
            value.map((payout) => columns.map(([, cell]) => cell(payout, at.timeZone))),
            false,
          ),
        );
    },
    async cancel() {
      await pages.return(undefined);
    },
  });
}
