import { sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { ingestError, type IngestError } from "@/lib/ingest-errors/table";
import { payoutField, type ColumnName, type PayoutFields } from "@/lib/payouts/fields/table";
import { storable } from "@/lib/storable";

/** What a row is compared with once its reference is found to be that of a payout. */
export type Namesake = Pick<PayoutFields, "recipientName" | "recipientEmail" | "amountMinor" | "currency">;

/** The columns of these. */
export const comparedColumns = ["recipient_name", "email", "amount", "currency"] as const satisfies ColumnName[];

/** Of these references, the ones that payouts of the organization have already, each with what its payout says. */
export async function payoutsNamed(
  organizationId: string,
  references: readonly string[],
  executor: Executor = db,
): Promise<Map<string, Namesake>> {
  // A text that the database cannot keep is no payout's reference.
  const asked = references.filter((reference) => reference !== "" && storable(reference) === reference);
  if (asked.length === 0) return new Map();
  const rows = await executor
    .select({
      reference: payouts.reference,
      recipientName: payouts.recipientName,
      recipientEmail: payouts.recipientEmail,
      amountMinor: payouts.amountMinor,
      currency: payouts.currency,
    })
    .from(payouts)
    .where(
      sql`${payouts.organizationId} = ${organizationId} and ${payouts.reference} = any(${sql.param(asked)}::text[])`,
    );
  return new Map(rows.map(({ reference, ...payout }) => [reference, payout]));
}

/**
 * In which columns a row differs from the payout that has its reference; pure. None: the row is that payout.
 * @param fields what could be read of the row; what could not be read differs
 */
const differencesFrom = (payout: Namesake, fields: Partial<Namesake>): ColumnName[] =>
  comparedColumns.filter((column) => {
    const property = payoutField(column).property as keyof Namesake;
    if (column === "email") return payout.recipientEmail.toLowerCase() !== fields.recipientEmail?.toLowerCase();
    return payout[property] !== fields[property];
  });

/** The fault of a row whose reference a payout has, with whether it is that very payout or what differs. */
export const referenceUsed = (
  line: number,
  reference: string,
  payout: Namesake,
  fields: Partial<Namesake>,
): IngestError =>
  ingestError("reference_used", {
    line,
    column: "reference",
    value: reference,
    rest: differenceWords(differencesFrom(payout, fields)),
  });

/** What `differencesFrom` found, in a sentence. */
export function differenceWords(differences: readonly ColumnName[]): string {
  if (differences.length === 0) return "Nothing differs: it has the same name, email, amount and currency.";
  const labels = differences.map((column) => payoutField(column).label.toLowerCase());
  return `This row has another ${[labels.slice(0, -1).join(", "), labels.at(-1)].filter(Boolean).join(" and ")}.`;
}
