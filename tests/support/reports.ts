import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import type { Report } from "@/lib/payments/providers/provider";
import { handOverAll, submitted } from "@/tests/support/payments";

export const sent = async (ending = "00") => {
  const world = await submitted(ending);
  await handOverAll();
  return world;
};

let count = 0;
export const paid = (attempt: { id: string }): Report => ({
  messageId: `message-${++count}`,
  attemptId: attempt.id,
  outcome: "paid",
});
export const failed = (attempt: { id: string }, code = "returned_by_bank"): Report => ({
  messageId: `message-${++count}`,
  attemptId: attempt.id,
  outcome: "failed",
  code,
  detail: "Sent back",
});
export const receiptOf = async (answer: Response) => ((await answer.json()) as { receipt: string }).receipt;
export const eventsNamed = (payout: { id: string }, name: string) =>
  db
    .select()
    .from(events)
    .where(and(eq(events.payoutId, payout.id), eq(events.name, name)));
