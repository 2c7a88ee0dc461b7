import { sql, type AnyColumn, type SQL } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { FirstLines } from "./first-lines";
import type { AcceptedRow } from "./judge";

/** A payout like one that was made in this time, to the same recipient, is worth a second look. */
export const duplicateDays = 30;

type Payable = Pick<AcceptedRow, "recipientEmail" | "amountMinor" | "currency">;

/** What payouts have in common that may pay somebody twice. */
export const likenessOf = ({ recipientEmail, amountMinor, currency }: Payable): string =>
  `${recipientEmail.toLowerCase()}\n${amountMinor}\n${currency}`;

/** A row that repeats an earlier line of its file, or else a payout. */
export type Repetition = { row: AcceptedRow } & ({ line: number } | { payoutId: string });

/** Finds rows that repeat recipient, amount and currency of an earlier row of their file or of a payout made lately. */
export class Duplicates {
  #seen = new FirstLines();

  /** Remembers a row. @returns the earlier line of the file that it repeats */
  earlier(row: AcceptedRow): number | undefined {
    return this.#seen.earlier(likenessOf(row), row.line);
  }

  /** Which of these rows, the next of the file, are duplicates. */
  async find(organizationId: string, rows: readonly AcceptedRow[], now: Date): Promise<Repetition[]> {
    const lines = new Map(rows.map((row) => [row, this.earlier(row)]));
    const payoutIds = await alikeLately(
      organizationId,
      rows.filter((row) => lines.get(row) === undefined),
      now,
    );
    return rows.flatMap((row): Repetition[] => {
      const [line, payoutId] = [lines.get(row), payoutIds.get(row.line)];
      if (line !== undefined) return [{ row, line }];
      return payoutId === undefined ? [] : [{ row, payoutId }];
    });
  }
}

/** @returns by line, one of the payouts made lately that its row is like */
const alikeLately = (organizationId: string, rows: readonly AcceptedRow[], now: Date): Promise<Map<number, string>> =>
  alike(db, organizationId, rows, payouts.id, sql`${payouts.createdAt} >= ${since(now)}`);

/** When the time began in which a payout like another is worth a second look. */
export const since = (now: Date): SQL => sql`${now.toISOString()}::timestamptz - ${duplicateDays} * interval '1 day'`;

/**
 * Which rows are like a payout of the organization.
 * @param among which payouts are looked at, a condition on the table `payouts`
 * @returns by line, the wanted column of one such payout
 */
export async function alike(
  executor: Executor,
  organizationId: string,
  rows: readonly AcceptedRow[],
  wanted: AnyColumn,
  among: SQL,
): Promise<Map<number, string>> {
  if (rows.length === 0) return new Map();
  const columns = [
    sql`${sql.param(rows.map((row) => row.line))}::int[]`,
    sql`${sql.param(rows.map((row) => row.recipientEmail))}::text[]`,
    sql`${sql.param(rows.map((row) => row.amountMinor))}::bigint[]`,
    sql`${sql.param(rows.map((row) => row.currency))}::text[]`,
  ];
  const like = sql`from ${payouts} where ${payouts.organizationId} = ${organizationId} and lower(${payouts.recipientEmail}) = lower(given.email)
    and ${payouts.amountMinor} = given.amount and ${payouts.currency} = given.currency and ${among}`;
  // The payout is looked up only for the few rows that have one.
  const found = await executor.execute<{ line: number; wanted: string }>(sql`
    select line, (select ${wanted} ${like} limit 1) as wanted
    from unnest(${sql.join(columns, sql`, `)}) as given (line, email, amount, currency) where exists (select 1 ${like})`);
  return new Map(found.map((row) => [row.line, row.wanted]));
}
