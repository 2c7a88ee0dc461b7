import { and, asc, eq, isNotNull, or, sql, type SQL } from "drizzle-orm";
import { db, type Tx } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { reviewRows } from "@/db/schema/review_rows";
import type { Actor } from "@/lib/actor";
import type { AcceptedRow, Repetition } from "@/lib/batches/rules/duplicates";
import type { Batch } from "@/lib/batches/queries";
import { isReviewed } from "@/lib/batches/transitions";

/**
 * For a review, of each kind the first rows of the file are kept, so that a million of them cost no more than these.
 */
export const reviewRowsKept = 100;

type Place = { organizationId: string; id: string };

/**
 * Keeps of one chunk's accepted rows what a review shows. Where nobody reviews, because it was decided beforehand or
 * is a dry run, every repetition is kept for the report, and nothing else.
 * @param batch as it stands with this chunk counted
 */
export async function writeReviewRows(
  tx: Tx,
  batch: Batch,
  accepted: readonly AcceptedRow[],
  repetitions: readonly Repetition[],
): Promise<void> {
  const reviewed = isReviewed(batch);
  const first = reviewed
    ? accepted.slice(0, Math.max(0, reviewRowsKept - (batch.acceptedCount - accepted.length)))
    : [];
  const repeated = reviewed
    ? repetitions.slice(0, Math.max(0, reviewRowsKept - (batch.duplicateCount - repetitions.length)))
    : repetitions;
  const rows = new Map(first.map((row) => [row.line, kept(batch, row, true)]));
  for (const repetition of repeated)
    rows.set(repetition.row.line, {
      ...kept(batch, repetition.row, rows.has(repetition.row.line)),
      ...repeats(repetition),
    });
  if (rows.size > 0) await tx.insert(reviewRows).values([...rows.values()]);
}

const kept = (
  { organizationId, id }: Place,
  { line, recipientName, recipientEmail, amountMinor, currency, extra = null }: AcceptedRow,
  first: boolean,
) => ({
  organizationId,
  batchId: id,
  line,
  recipientName,
  recipientEmail,
  amountMinor,
  currency,
  extra,
  first,
});

const repeats = (repetition: Repetition) =>
  "line" in repetition ? { repeatsLine: repetition.line } : { repeatsPayoutId: repetition.payoutId };

const ofBatch = ({ organizationId, id }: Place) =>
  and(eq(reviewRows.organizationId, organizationId), eq(reviewRows.batchId, id));

/** Once a batch is decided, its payouts show all this and more. */
export async function deleteReviewRows(tx: Tx, batch: Place): Promise<void> {
  await tx.delete(reviewRows).where(ofBatch(batch));
}

/** `repeatsReference` is of the payout that it repeats. */
export type ReviewRow = typeof reviewRows.$inferSelect & { repeatsReference: string | null };

/** The first accepted rows of a batch that waits for its review, in the order of the file, at most `reviewRowsKept`. */
export const firstRecipients = (actor: Actor, batchId: string): Promise<ReviewRow[]> =>
  listed(actor, batchId, eq(reviewRows.first, true));

/** The same of the rows that repeat another payout, each with what it repeats. */
export const firstRepetitions = (actor: Actor, batchId: string): Promise<ReviewRow[]> =>
  listed(actor, batchId, or(isNotNull(reviewRows.repeatsLine), isNotNull(reviewRows.repeatsPayoutId))!);

async function listed(actor: Actor, batchId: string, which: SQL): Promise<ReviewRow[]> {
  const own = and(ofBatch({ organizationId: actor.organizationId, id: batchId }), which);
  const found = await db
    .select({ row: reviewRows, repeatsReference: sql<string | null>`${payouts.reference}` })
    .from(reviewRows)
    .leftJoin(
      payouts,
      and(eq(payouts.organizationId, reviewRows.organizationId), eq(payouts.id, reviewRows.repeatsPayoutId)),
    )
    .where(own)
    .orderBy(asc(reviewRows.line))
    .limit(reviewRowsKept);
  return found.map(({ row, repeatsReference }) => ({ ...row, repeatsReference }));
}
