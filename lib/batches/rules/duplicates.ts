import { sql, type AnyColumn, type SQL } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { payouts } from "@/db/schema/payouts";
import type { Batch } from "@/lib/batches/queries";
import type { ExtraTexts } from "@/lib/payouts/extra/columns";
import type { PayoutFields } from "@/lib/payouts/fields/table";
import { FirstLines } from "./first-lines";

/** For so long a payout makes a row that is like it a possible duplicate. */
export const duplicateDays = 30;

type Payable = Pick<PayoutFields, "recipientEmail" | "amountMinor" | "currency">;
type ComparedRow = { line: number } & PayoutFields;
/** `extra`: what it says in extra columns, where it says something there. */
export type AcceptedRow = { extra?: ExtraTexts } & ComparedRow;

/** Two payouts with the same key may pay somebody twice. */
export const duplicateKey = ({ recipientEmail, amountMinor, currency }: Payable): string =>
  `${recipientEmail.toLowerCase()}\n${amountMinor}\n${currency}`;

/** A row that repeats an earlier line of its file, or else a payout. */
export type Repetition<Row extends ComparedRow = AcceptedRow> = { row: Row } & (
  | { line: number }
  | { payoutId: string }
);

/** References with the same key differ only in case, in the form of their characters, or in spaces. */
const referenceKey = (reference: string): string => reference.normalize("NFKC").replace(/\s/g, "").toLowerCase();

/**
 * Finds rows that repeat recipient, amount and currency of an earlier row of their file or of a recent payout, and rows
 * whose reference is nearly that of an earlier row or of a payout of any age.
 */
export class Duplicates {
  #seen = new FirstLines();
  #references = new FirstLines();

  /** Remembers a row. @returns the earlier line of the file that it repeats */
  earlierLine(row: ComparedRow): number | undefined {
    const [alike, named] = [
      this.#seen.earlier(duplicateKey(row), row.line),
      this.#references.earlier(referenceKey(row.reference), row.line),
    ];
    return alike ?? named;
  }

  /** Which of these rows, the next of the file, are duplicates. */
  async find<Row extends ComparedRow>(
    organizationId: string,
    rows: readonly Row[],
    now: Date,
  ): Promise<Repetition<Row>[]> {
    const lines = new Map(rows.map((row) => [row, this.earlierLine(row)]));
    const payoutIds = await repeatedPayouts(
      organizationId,
      rows.filter((row) => lines.get(row) === undefined),
      now,
    );
    return rows.flatMap((row): Repetition<Row>[] => {
      const [line, payoutId] = [lines.get(row), payoutIds.get(row.line)];
      if (line !== undefined) return [{ row, line }];
      return payoutId === undefined ? [] : [{ row, payoutId }];
    });
  }
}

/** @returns by line, one of the payouts that its row is like: a recent one, or one of nearly its reference */
async function repeatedPayouts(
  organizationId: string,
  rows: readonly ComparedRow[],
  now: Date,
): Promise<Map<number, string>> {
  const recent = sql`${payouts.createdAt} >= ${duplicatesSince(now)}`;
  const found = await payoutsLike(db, organizationId, rows, payouts.id, recent);
  // Only a reference of digits alone is a number to a spreadsheet.
  const numbered = rows.filter(({ line, reference }) => !found.has(line) && /^\d+$/.test(reference));
  const others = rows.filter(({ line }) => !found.has(line));
  return new Map([
    ...(await payoutsNearlyNamed(organizationId, others)),
    ...found,
    ...(await payoutsNumbered(organizationId, numbered)),
  ]);
}

/**
 * Which rows have the reference of a payout in another case, or with spaces that the payout's has not. Each asks the
 * index of references, which is in lower case; one of digits alone has no other spelling.
 */
async function payoutsNearlyNamed(organizationId: string, rows: readonly ComparedRow[]): Promise<Map<number, string>> {
  const asked = rows
    .filter(({ reference }) => /[^\d]/.test(reference))
    .flatMap(({ line, reference }) => spellingsOf(reference).map((text) => ({ line, text })));
  if (asked.length === 0) return new Map();
  const given = [
    sql`${sql.param(asked.map(({ line }) => line))}::int[]`,
    sql`${sql.param(asked.map(({ text }) => text))}::text[]`,
  ];
  const found = await db.execute<{ line: number; id: string }>(sql`
    select line, named.id from unnest(${sql.join(given, sql`, `)}) as given (line, reference), lateral (
      select ${payouts.id} as id from ${payouts}
      where ${payouts.organizationId} = ${organizationId} and lower(${payouts.reference}) = lower(given.reference) limit 1) as named`);
  return new Map(found.map(({ line, id }) => [line, id]));
}

/** How the reference may be written that this one is meant as, but for its case; mostly in one way only. */
const spellingsOf = (reference: string): string[] =>
  /^[\x21-\x7e]+$/.test(reference)
    ? [reference]
    : [...new Set([reference, referenceKey(reference), reference.replace(/\s+/g, " ")])];

/**
 * Which rows are like a payout of any age whose reference differs in zeros at its start. Each row asks the index of
 * emails, so that the payouts of years cost nothing.
 */
async function payoutsNumbered(organizationId: string, rows: readonly ComparedRow[]): Promise<Map<number, string>> {
  if (rows.length === 0) return new Map();
  const found = await db.execute<{ line: number; id: string }>(sql`
    select line, alike.id from ${givenRows(rows)}, lateral (
      select ${payouts.id} as id ${likeGiven(organizationId)} and ltrim(${payouts.reference}, '0') = ltrim(given.reference, '0') limit 1) as alike`);
  return new Map(found.map(({ line, id }) => [line, id]));
}

/** The oldest moment whose payouts count as recent. */
const duplicatesSince = (now: Date): SQL =>
  sql`${now.toISOString()}::timestamptz - ${duplicateDays} * interval '1 day'`;

/**
 * Which rows are like a payout of the organization.
 * @param among which payouts are looked at, a condition on the table `payouts`
 * @returns by line, the wanted column of one such payout
 */
async function payoutsLike(
  executor: Executor,
  organizationId: string,
  rows: readonly ComparedRow[],
  wanted: AnyColumn,
  among: SQL,
): Promise<Map<number, string>> {
  if (rows.length === 0) return new Map();
  const like = sql`${likeGiven(organizationId)} and ${among}`;
  // The payout is looked up only for the few rows that have one.
  const found = await executor.execute<{ line: number; wanted: string }>(sql`
    select line, (select ${wanted} ${like} limit 1) as wanted
    from ${givenRows(rows)} where exists (select 1 ${like})`);
  return new Map(found.map((row) => [row.line, row.wanted]));
}

/** The rows as a table of SQL. */
function givenRows(rows: readonly ComparedRow[]): SQL {
  const columns = [
    sql`${sql.param(rows.map((row) => row.line))}::int[]`,
    sql`${sql.param(rows.map((row) => row.recipientEmail))}::text[]`,
    sql`${sql.param(rows.map((row) => row.amountMinor))}::bigint[]`,
    sql`${sql.param(rows.map((row) => row.currency))}::text[]`,
    sql`${sql.param(rows.map((row) => row.reference))}::text[]`,
  ];
  return sql`unnest(${sql.join(columns, sql`, `)}) as given (line, email, amount, currency, reference)`;
}

/** The payouts of the organization that are like a row of that table. */
const likeGiven = (organizationId: string): SQL =>
  sql`from ${payouts} where ${payouts.organizationId} = ${organizationId} and lower(${payouts.recipientEmail}) = lower(given.email)
    and ${payouts.amountMinor} = given.amount and ${payouts.currency} = given.currency`;

/**
 * Rows of a reviewed batch that are like a payout which its review could not show, because others created it since the
 * file was uploaded: creating them would pay somebody twice without a warning. A batch that was decided beforehand has
 * none, and neither has a row with the other payout's own reference, which is refused for that.
 * @param now when the processing of the batch began
 * @returns by line, the reference of such a payout
 */
export async function lateDuplicates(
  executor: Executor,
  batch: Batch,
  rows: readonly ComparedRow[],
  now: Date,
): Promise<Map<number, string>> {
  if (batch.autoProcess || !(await anyLatePayout(executor, batch, now))) return new Map();
  const recent = sql`${payouts.createdAt} >= ${duplicatesSince(now)}`;
  const found = await payoutsLike(
    executor,
    batch.organizationId,
    rows,
    payouts.reference,
    sql`${recent} and ${ofOthers(batch)} and ${createdLate(batch)}`,
  );
  return new Map(
    rows.flatMap(({ line, reference }) =>
      found.has(line) && found.get(line) !== reference ? [[line, found.get(line)!] as const] : [],
    ),
  );
}

/** A payout that replaced one of the batch's own is none of its rows. */
const ofOthers = ({ id }: Batch): SQL =>
  sql`(${payouts.batchId} is distinct from ${id} or ${payouts.reissueOf} is not null)`;

/**
 * Payouts of the rows of a batch carry the moment at which its processing began, and may be visible only much later:
 * they count from its end.
 */
const createdLate = (
  batch: Batch,
): SQL => sql`(${payouts.createdAt} >= ${uploadedAt(batch)} or ${payouts.line} is not null and exists (
  select 1 from ${batches} as maker where maker.organization_id = ${payouts.organizationId} and maker.id = ${payouts.batchId} and ${endedLate(sql`maker`, batch)}))`;

const endedLate = (maker: SQL, batch: Batch): SQL =>
  sql`(${maker}.processed_at is null or ${maker}.processed_at >= ${uploadedAt(batch)})`;

const uploadedAt = ({ createdAt }: Batch): SQL => sql`${createdAt.toISOString()}::timestamptz`;

/** Whether there is any such payout at all: mostly not, and then no row has to be compared with any. */
async function anyLatePayout(executor: Executor, batch: Batch, start: Date): Promise<boolean> {
  // After a restart the batch's own payouts lie between, maybe a million; to find nothing beside them would take longer
  // than to compare.
  if (batch.processedLine > 0) return true;
  const begun = sql`${start.toISOString()}::timestamptz`;
  // Its own are all of the instant at which it began, so that both ranges are as good as empty.
  const created = (range: SQL) =>
    sql`exists (select 1 from ${payouts} where ${payouts.organizationId} = ${batch.organizationId} and ${range} and ${ofOthers(batch)})`;
  const [row] = await executor.execute<{ found: boolean }>(sql`
    select ${created(sql`${payouts.createdAt} >= ${uploadedAt(batch)} and ${payouts.createdAt} < ${begun}`)} or ${created(sql`${payouts.createdAt} > ${begun}`)} or exists (
      select 1 from ${batches} as maker where maker.organization_id = ${batch.organizationId} and maker.id <> ${batch.id} and maker.created_count > 0
        and ${endedLate(sql`maker`, batch)}) as found`);
  return row!.found;
}
