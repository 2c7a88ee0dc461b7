import { payoutStatuses } from "@/lib/payouts/status";
import {
  createBatch,
  createEmail,
  createIngestError,
  createPayout,
  createRefusedRow,
  type Organization,
} from "@/tests/support/factories";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const ago = (days: number) => new Date(Date.now() - days * dayMs - hourMs);
const ahead = (days: number) => new Date(Date.now() + days * dayMs + hourMs);

/** Records for every number of the Dashboard, with a different count for each, and others just outside each window. */
export async function fillDashboard(organization: Organization): Promise<void> {
  await changes(organization);
  await expiries(organization);
  await batchesWithErrors(organization);
  await decisions(organization);
}

/** One payout in each status. */
export async function createOneOfEach(organization: Organization): Promise<void> {
  for (const status of payoutStatuses) await createPayout(organization, { status });
}

async function changes(organization: Organization) {
  for (const [index, status] of payoutStatuses.entries()) {
    for (let n = 0; n <= index; n++)
      await createPayout(organization, {
        status,
        statusChangedAt: ago((index * 5 + n * 3) % 29),
        currency: n % 2 ? "JPY" : "EUR",
      });
    await createPayout(organization, { status, statusChangedAt: ago(31) });
  }
  await createPayout(organization, { status: "failed_to_send", statusChangedAt: ago(2), archivedAt: ago(1) });
  await createPayout(organization, { status: "failed_to_process", statusChangedAt: ago(2), archivedAt: ago(1) });
}

async function expiries(organization: Organization) {
  for (const days of [0, 1, 2, 3, 4, 5, 6, 7, 20]) {
    const payout = await createPayout(organization, {
      expiresAt: ahead(days),
      createdAt: ago(10),
      recipientName: `Due in ${days} days`,
      openedAt: days % 3 === 0 ? ago(1) : null,
    });
    await createEmail(payout, { queuedAt: payout.createdAt });
  }
  // Not yet swept: a pending payout past its expiry counts as expired anyway.
  await createPayout(organization, { expiresAt: ago(1), createdAt: ago(20) });
}

async function batchesWithErrors(organization: Organization) {
  for (const [refused, accepted, days] of [
    [1, 2, 1],
    [2, 3, 3],
    [1, 1, 9],
  ] as const) {
    const batch = await createBatch(organization, {
      acceptedCount: accepted,
      refusedCount: refused,
      createdAt: ago(days),
    });
    for (let line = 2; line < 2 + refused; line++) {
      const row = await createRefusedRow(batch, { line });
      await createIngestError(batch, { refusedRowId: row.id, line });
    }
    for (let n = 0; n < accepted; n++) await createPayout(organization, { batchId: batch.id, createdAt: ago(days) });
  }
}

async function decisions(organization: Organization) {
  for (const days of [0, 1, 2, 9]) {
    await createBatch(organization, {
      status: "ready",
      acceptedCount: 3,
      createdCount: 0,
      createdAt: ago(days),
      processedAt: null,
      totals: [
        { currency: "USD", amountMinor: "120050", count: 2 },
        { currency: "JPY", amountMinor: "9000", count: 1 },
      ],
    });
  }
}
