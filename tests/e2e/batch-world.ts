import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { batchFileChunks } from "@/db/schema/batch_file_chunks";
import { batches } from "@/db/schema/batches";
import {
  createBatch,
  createIngestError,
  createRefusedRow,
  type Batch,
  type Organization,
} from "@/tests/support/factories";
import { newMark } from "@/tests/support/mark";

type Overrides = Partial<typeof batches.$inferInsert>;

/** A checked batch with one good row that waits for a decision. */
export async function createWaitingBatch(organization: Organization, overrides: Overrides = {}): Promise<Batch> {
  const bytes = Buffer.from(
    `recipient_name,email,amount,currency,reference\nAda Byron,ada@example.com,10.00,USD,W-${newMark()}\n`,
  );
  const batch = await createBatch(organization, {
    status: "ready",
    createdCount: 0,
    fileBytes: bytes.length,
    bytesRead: bytes.length,
    validatedLine: 2,
    totals: [{ currency: "USD", amountMinor: "1000", count: 1 }],
    processedAt: null,
    ...overrides,
  });
  await db.insert(batchFileChunks).values({ organizationId: organization.id, batchId: batch.id, seq: 0, bytes });
  return batch;
}

/**
 * The same with refused rows, rows that look like repetitions and an ignored column: everything that a review can show.
 */
export async function createFullReview(organization: Organization): Promise<Batch> {
  const batch = await createWaitingBatch(organization, {
    acceptedCount: 9,
    refusedCount: 1,
    recordCount: 10,
    duplicateCount: 2,
    ignoredColumns: ["note"],
    readingNotes: ["The header stands on line 2. What is above it was not read: line 1 “Claims payable”."],
  });
  await createIngestError(batch, { refusedRowId: (await createRefusedRow(batch)).id });
  return batch;
}

/** A batch that is being checked, as if a worker had claimed it: no worker takes it during a test. */
export const createLeasedBatch = (organization: Organization, overrides: Overrides = {}): Promise<Batch> =>
  createBatch(organization, {
    status: "validating",
    recordCount: 500,
    acceptedCount: 500,
    createdCount: 0,
    fileBytes: 1_000,
    bytesRead: 400,
    validatedAt: null,
    processedAt: null,
    nextAttemptAt: new Date(Date.now() + 3_600_000),
    ...overrides,
  });

/** Writes what the worker would write. */
export async function advanceBatch({ organizationId, id }: Batch, changes: Overrides): Promise<void> {
  await db
    .update(batches)
    .set(changes)
    .where(and(eq(batches.organizationId, organizationId), eq(batches.id, id)));
}

/** The number of batches of the organization, including unfinished uploads. */
export const batchesOf = ({ id }: Organization): Promise<number> => db.$count(batches, eq(batches.organizationId, id));
