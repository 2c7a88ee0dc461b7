import { eq, sql } from "drizzle-orm";
import { expect } from "vitest";
import { db } from "@/db/client";
import { batches } from "@/db/schema/batches";
import type { Actor } from "@/lib/actor";
import { recordsPerChunk } from "@/lib/batches/reading/chunks";
import { type Batch } from "@/lib/batches/queries";
import { claimDue, type Claim } from "@/lib/queue";
import { file, manyRows, row } from "@/tests/support/batch-files";

export const chunks = 4;
/**
 * Good rows with a refused one in each chunk, a reference of the first chunk again in the last, and one recipient paid
 * twice.
 */
export const faulty = () => {
  const rows = manyRows(chunks * recordsPerChunk);
  for (let chunk = 0; chunk < chunks; chunk++) rows[chunk * recordsPerChunk + 7] = row(`bad${chunk}`, "1,234");
  rows[3 * recordsPerChunk + 11] = row("R5", "9", "twin@example.com");
  rows[3 * recordsPerChunk + 12] = row("twin", "12.50", "ada5@example.com");
  return file(...rows);
};
export const expected = {
  recordCount: 20_000,
  acceptedCount: 19_995,
  refusedCount: 5,
  duplicateCount: 1,
  totals: [{ currency: "USD", amountMinor: "24993750", count: 19_995 }],
};

export const claimOf = async (): Promise<Claim> => (await claimDue(batches, sql`true`, 1))[0]!;
// A second ago, because a column of milliseconds rounds now up, and what is due in half a millisecond is not due.
export const endLease = (id: string) =>
  db.update(batches).set({ nextAttemptAt: sql`now() - interval '1 second'` }).where(eq(batches.id, id));

export const lineOf = (chunk: number, index: number) => 2 + chunk * recordsPerChunk + index;

/** Every row exactly once: as many payouts, emails and events as were accepted, each line once. */
export async function expectWhole(actor: Actor, batch: Batch) {
  expect(batch).toMatchObject({ ...expected, status: "partially_processed", createdCount: 19_995 });
  const [found] = await db.execute(sql`
    select count(*)::int as payouts, count(distinct line)::int as lines, count(distinct reference)::int as "references",
      (select count(*)::int from emails where organization_id = ${actor.organizationId}) as emails,
      (select count(*)::int from events where organization_id = ${actor.organizationId} and name = 'payout.created') as events,
      (select count(*)::int from refused_rows where batch_id = ${batch.id}) as refused,
      (select count(*)::int from ingest_errors where batch_id = ${batch.id}) as errors
    from payouts where batch_id = ${batch.id}`);
  expect(found).toEqual({
    payouts: 19_995,
    lines: 19_995,
    references: 19_995,
    emails: 19_995,
    events: 19_995,
    refused: 5,
    errors: 5,
  });
}
