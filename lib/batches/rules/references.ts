import { sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { storable } from "@/lib/storable";

/** Of these references, the ones that payouts of the organization have already. */
export async function usedReferences(
  organizationId: string,
  references: readonly string[],
  executor: Executor = db,
): Promise<Set<string>> {
  // A text that the database cannot keep is no payout's reference.
  const asked = references.filter((reference) => reference !== "" && storable(reference) === reference);
  if (asked.length === 0) return new Set();
  const rows = await executor.execute<{ reference: string }>(sql`
    select ${payouts.reference} as reference from ${payouts}
    where ${payouts.organizationId} = ${organizationId} and ${payouts.reference} = any(${sql.param(asked)}::text[])`);
  return new Set(rows.map(({ reference }) => reference));
}
