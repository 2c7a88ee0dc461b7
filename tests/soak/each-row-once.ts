import { and, eq, sql } from "drizzle-orm";
import { expect } from "vitest";
import { db } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { events } from "@/db/schema/events";
import { parseAmount, type Money } from "@/lib/money";
import { MoneyTotals } from "@/lib/money-totals";
import { payoutLine } from "@/tests/bench/payout-file";

const linesPerPiece = 2_000;
/** One row of this many is invalid, and one repeats the reference of the row before. */
const everyNth = 101;

type RowKind = "good" | "bad" | "repeats";
const kindOf = (index: number): RowKind =>
  index % everyNth === 50 ? "bad" : index % everyNth === 70 ? "repeats" : "good";

function lineOf(index: number): string {
  const kind = kindOf(index);
  if (kind === "bad") return payoutLine(index).replace("@", " at ");
  return payoutLine(kind === "repeats" ? index - 1 : index);
}

/** A file of good and bad rows. */
export async function* mixedFile(rows: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from("recipient_name,email,amount,currency,reference,expires_at\n");
  for (let start = 0; start < rows; start += linesPerPiece) {
    const count = Math.min(linesPerPiece, rows - start);
    yield Buffer.from(Array.from({ length: count }, (_, offset) => lineOf(start + offset)).join(""));
  }
}

/** What a row of the file pays. */
function moneyOf(index: number): Money {
  const [amount = "", currency = ""] = payoutLine(index).split(",").slice(-4);
  const parsed = parseAmount(amount, currency);
  if ("problem" in parsed) throw new Error(`row ${index} of the file is no payment`);
  return { currency, amountMinor: parsed.amountMinor };
}

type Ingest = { organizationId: string; id: string };

/**
 * Every good row is one payout with one event and one queued email, every other row is one refused row, and the counts
 * and the money per currency add up.
 */
export async function expectEachRowOnce(ingest: Ingest, rows: number): Promise<void> {
  const indexes = Array.from({ length: rows }, (_, index) => index);
  const good = indexes.filter((index) => kindOf(index) === "good");
  expect(await payoutsOf(ingest)).toEqual(
    good.map((index) => `${index + 2} ${payoutLine(index).split(",").at(-2)} 1 1`),
  );
  expect(await refusedOf(ingest)).toEqual(
    indexes
      .filter((index) => kindOf(index) !== "good")
      .map((index) => `${index + 2} ${kindOf(index) === "bad" ? "email" : "reference"} 1`),
  );
  const [batch] = await db
    .select()
    .from(batches)
    .where(and(eq(batches.organizationId, ingest.organizationId), eq(batches.id, ingest.id)));
  expect(batch).toMatchObject({
    status: "partially_processed",
    recordCount: rows,
    acceptedCount: good.length,
    createdCount: good.length,
    refusedCount: rows - good.length,
  });
  const money = new MoneyTotals(good.map(moneyOf)).stored();
  expect(batch!.totals).toEqual(money);
  const created = await db.execute<{ currency: string; amountMinor: string; count: string }>(sql`
    select currency, sum(amount_minor)::text as "amountMinor", count(*)::text as count from payouts
    where organization_id = ${ingest.organizationId} and batch_id = ${ingest.id} group by currency`);
  expect(new MoneyTotals(created).stored()).toEqual(money);
  for (const name of ["batch.received", "batch.validated", "batch.processed"]) {
    expect(await db.$count(events, and(eq(events.organizationId, ingest.organizationId), eq(events.name, name)))).toBe(
      1,
    );
  }
}

/**
 * Line, reference, number of events and number of emails of each payout. Counted here, because the plan for a new table
 * may take minutes.
 */
async function payoutsOf({ organizationId, id }: Ingest): Promise<string[]> {
  const [made, eventRows, emailRows] = await Promise.all([
    db.execute<{ id: string; line: number; reference: string }>(
      sql`select id, line, reference from payouts where organization_id = ${organizationId} and batch_id = ${id}`,
    ),
    db.execute<{ id: string }>(
      sql`select payout_id as id from events where organization_id = ${organizationId} and name = 'payout.created'`,
    ),
    db.execute<{ id: string }>(
      sql`select payout_id as id from emails where organization_id = ${organizationId} and kind = 'payout_sent'`,
    ),
  ]);
  const [events, emails] = [tally(eventRows), tally(emailRows)];
  return made
    .sort((a, b) => a.line - b.line)
    .map((payout) => `${payout.line} ${payout.reference} ${events.get(payout.id) ?? 0} ${emails.get(payout.id) ?? 0}`);
}

function tally(rows: readonly { id: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { id } of rows) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** Line, faulty column and number of errors of each refused row. */
async function refusedOf({ organizationId, id }: Ingest): Promise<string[]> {
  const rows = await db.execute<{ one: string }>(sql`
    select concat_ws(' ', r.line, min(e.column_name), count(e.id)) as one from refused_rows r
    left join ingest_errors e on e.organization_id = r.organization_id and e.refused_row_id = r.id
    where r.organization_id = ${organizationId} and r.batch_id = ${id} group by r.line order by r.line`);
  return rows.map(({ one }) => one);
}
