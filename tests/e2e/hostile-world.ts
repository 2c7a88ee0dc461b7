import { payoutStatuses } from "@/lib/payouts/status";
import { db } from "@/db/client";
import { systemActor } from "@/lib/actor";
import { recordEvents } from "@/lib/events";
import {
  createBatch,
  createEmail,
  createIngestError,
  createPayout,
  createRefusedRow,
  type Organization,
} from "@/tests/support/factories";

const hourMs = 3_600_000;
const fromNow = (hours: number) => new Date(Date.now() + hours * hourMs);

const longWord = (letter: string) => letter.repeat(300);
const longEmail = `${"mailbox".repeat(9)}@${`${"domain".repeat(10)}.`.repeat(2)}example.com`;

/**
 * Every text that a company can write is as long and unbroken as possible, every amount has nine digits, and every
 * status exists.
 */
export async function createHostileWorld(organization: Organization) {
  const batch = await createBatch(organization, {
    acceptedCount: 12,
    refusedCount: 1,
    fileName: `${"f".repeat(180)}.csv`,
  });
  const row = await createRefusedRow(batch);
  await createIngestError(batch, {
    refusedRowId: row.id,
    value: longWord("v"),
    message: `“${longWord("v")}” is not an email address.`,
  });
  const recipient = (index: number) => ({
    batchId: batch.id,
    recipientName:
      index % 2 === 0 ? "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh ".repeat(3).trim() : "N".repeat(120),
    recipientEmail: longEmail,
    reference: `${"R".repeat(80)}-${index}`,
    amountMinor: 98_765_432_109n,
    currency: "USD",
  });
  const payouts = [];
  for (const [index, status] of payoutStatuses.entries())
    payouts.push(await createPayout(organization, { ...recipient(index), status }));
  const expiring = await createPayout(organization, {
    ...recipient(100),
    createdAt: fromNow(-200),
    expiresAt: fromNow(30),
    verificationAttempts: 4,
  });
  const expired = await createPayout(organization, {
    ...recipient(101),
    status: "expired",
    createdAt: fromNow(-200),
    expiresAt: fromNow(-30),
  });
  await createEmail(expired, { status: "failed", lastError: longWord("e") });
  const email = await createEmail(expiring, { status: "queued", lastError: longWord("e") });
  await recordEvents(db, systemActor(organization.id, "test"), [
    { name: "payout.canceled", occurredAt: new Date(), payoutId: expiring.id, reason: longWord("n") },
  ]);
  return { batch, expiring, email, failed: payouts.find(({ failureCode }) => failureCode !== null)! };
}
