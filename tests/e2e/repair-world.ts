import type { Page } from "@playwright/test";
import { db } from "@/db/client";
import {
  createBatch,
  createIngestError,
  createPayout,
  createRefusedRow,
  type Organization,
} from "@/tests/support/factories";
import { ready } from "./portal";

export const good = {
  recipient_name: "Grace Hopper",
  email: "grace@example.com",
  amount: "55,53",
  currency: "USD",
  reference: "INV-55",
};

/** A finished batch with one payout and two refused rows: a comma on line 3, an address on line 4. */
export async function faultyBatch(organization: Organization) {
  const batch = await createBatch(
    organization,
    { fileName: "march.csv", acceptedCount: 1, refusedCount: 2, createdCount: 1 },
    db,
  );
  await createPayout(organization, { batchId: batch.id, line: 2 });
  const comma = await createRefusedRow(batch, { line: 3, values: good });
  const message = "“55,53” has a comma before its decimals; a point is expected.";
  await createIngestError(batch, {
    refusedRowId: comma.id,
    line: 3,
    column: "amount",
    code: "amount_decimal_comma",
    value: "55,53",
    message,
    suggestion: "Use a point and no other separator: 55.53, if the comma separates decimals.",
  });
  const address = await createRefusedRow(batch, {
    line: 4,
    values: { ...good, amount: "9.00", email: "alan@example", reference: "INV-56", recipient_name: "Alan Turing" },
  });
  await createIngestError(batch, {
    refusedRowId: address.id,
    line: 4,
    column: "email",
    code: "email_domain_without_dot",
    value: "alan@example",
  });
  return batch;
}

export async function open(page: Page, batchId: string) {
  await page.goto(`/batches/${batchId}`);
  await ready(page);
}
