import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import { batchErrors } from "@/lib/batches/error-queries";
import { created, file, row } from "./batch-files";

/** The values that repair line 3. */
export const good = {
  recipient_name: "Grace Hopper",
  email: "grace@example.com",
  amount: "55.53",
  currency: "USD",
  reference: "B1",
};

/** One good row and two refused ones: line 3 for its comma, line 4 for two errors. */
export const faulty = () =>
  file(row("R1"), row("B1", "55,53", "grace@example.com", "Grace Hopper"), row("B2", "-1", "nobody"));

/** That file as a processed batch: one payout and two refused rows. */
export async function faultyBatch(actor: Actor) {
  const { batch } = await created(actor, faulty());
  const { rows } = await batchErrors(actor, batch.id);
  return { batch, first: rows[0]!, second: rows[1]! };
}

/** The number of payouts of a batch. */
export const payoutsOf = (batchId: string) => db.$count(payouts, eq(payouts.batchId, batchId));
