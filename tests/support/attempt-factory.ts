import { v7 as uuidv7 } from "uuid";
import { db, type Executor } from "@/db/client";
import { payoutAttempts } from "@/db/schema/payout_attempts";
import { detailsOwner } from "@/lib/payments/attempts";
import { maskDetails } from "@/lib/payments/providers/methods";
import { seal } from "@/lib/sealed";
import type { Payout } from "./payout-factory";

type Overrides = Partial<typeof payoutAttempts.$inferInsert>;

const iban = { holder: "Ada Byron", iban: "DE89370400440532013000" };

/**
 * The first attempt to pay a payout. By default it failed for the payout's own reason if there is one, and is otherwise
 * with the provider.
 */
export async function createAttempt(payout: Payout, overrides: Overrides = {}, on: Executor = db) {
  const { organizationId, id: payoutId, createdAt, statusChangedAt: endedAt, failureCode, failureDetail } = payout;
  const ended =
    failureCode === null
      ? { status: "sent" as const }
      : { status: "failed" as const, endedAt, failureCode, failureDetail };
  const [attempt] = await on
    .insert(payoutAttempts)
    .values({
      organizationId,
      id: uuidv7(),
      payoutId,
      number: 1,
      provider: "sandbox",
      method: "iban",
      details: seal(JSON.stringify(iban), detailsOwner(organizationId, payoutId)),
      maskedDetails: maskDetails("iban", iban),
      createdAt,
      sentAt: createdAt,
      providerReference: "SBX-1",
      // So far in the future that no worker takes it during a test.
      nextAttemptAt: new Date(Date.now() + 86_400_000),
      ...ended,
      ...overrides,
    })
    .returning();
  return attempt!;
}
