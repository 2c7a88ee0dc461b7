import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { FirstLines } from "./first-lines";
import type { AcceptedRow } from "./judge";

/** A payout like one that was made in this time, to the same recipient, is worth a second look. */
export const duplicateDays = 30;

type Payable = Pick<AcceptedRow, "recipientEmail" | "amountMinor" | "currency">;

/** What payouts have in common that may pay somebody twice. */
export const likenessOf = ({ recipientEmail, amountMinor, currency }: Payable): string => `${recipientEmail.toLowerCase()}\n${amountMinor}\n${currency}`;

/** Counts rows that repeat recipient, amount and currency of an earlier row of their file or of a payout made lately. */
export class Duplicates {
  #seen = new FirstLines();

  /** The rows that no earlier row of the file is like; these are remembered. */
  newIn(rows: readonly AcceptedRow[]): AcceptedRow[] {
    return rows.filter((row) => this.#seen.earlier(likenessOf(row), row.line) === undefined);
  }

  /** How many of these rows, the next of the file, are duplicates. */
  async count(organizationId: string, rows: readonly AcceptedRow[], now: Date): Promise<number> {
    const fresh = this.newIn(rows);
    return rows.length - fresh.length + (await alikeLately(organizationId, fresh, now));
  }
}

async function alikeLately(organizationId: string, rows: readonly AcceptedRow[], now: Date): Promise<number> {
  if (rows.length === 0) return 0;
  const since = sql`${now.toISOString()}::timestamptz - ${duplicateDays} * interval '1 day'`;
  const columns = [
    sql`${sql.param(rows.map((row) => row.recipientEmail))}::text[]`,
    sql`${sql.param(rows.map((row) => row.amountMinor))}::bigint[]`,
    sql`${sql.param(rows.map((row) => row.currency))}::text[]`,
  ];
  const [found] = await db.execute<{ count: string }>(sql`
    select count(*)::text as count from unnest(${sql.join(columns, sql`, `)}) as given (email, amount, currency)
    where exists (
      select 1 from ${payouts} where ${payouts.organizationId} = ${organizationId} and lower(${payouts.recipientEmail}) = lower(given.email)
        and ${payouts.amountMinor} = given.amount and ${payouts.currency} = given.currency and ${payouts.createdAt} >= ${since})`);
  return Number(found?.count ?? 0);
}
