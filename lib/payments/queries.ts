import { and, asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { payoutAttempts } from "@/db/schema/payout_attempts";
import type { Actor } from "@/lib/actor";

const {
  id,
  number,
  provider,
  maskedDetails,
  status,
  createdAt,
  sentAt,
  providerReference,
  endedAt,
  failureCode,
  failureDetail,
  lastError,
} = payoutAttempts;

export type ListedAttempt = Awaited<ReturnType<typeof listAttempts>>[number];

/**
 * The attempts to pay one of the actor's payouts, the first one first, without what the recipient typed.
 */
export async function listAttempts(actor: Actor, payoutId: string) {
  return db
    .select({
      id,
      number,
      provider,
      maskedDetails,
      status,
      createdAt,
      sentAt,
      providerReference,
      endedAt,
      failureCode,
      failureDetail,
      lastError,
    })
    .from(payoutAttempts)
    .where(and(eq(payoutAttempts.organizationId, actor.organizationId), eq(payoutAttempts.payoutId, payoutId)))
    .orderBy(asc(number));
}
