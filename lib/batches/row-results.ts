import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { Actor } from "@/lib/actor";

/**
 * What became of one row of a file, or what is wrong with the file as a whole (then without a line). `repeats`: what
 * has the same recipient, amount and currency, in words; only for a batch that had no review.
 */
export type RowResult = {
  line: number | null;
  reference: string;
  result: "created" | "refused";
  payoutId: string | null;
  errorCode: string;
  errorMessage: string;
  repeats: string;
};

type Found = {
  line: number;
  reference: string | null;
  payoutId: string | null;
  codes: string | null;
  messages: string | null;
} & Repeated;

const rowsPerPage = 5_000;

/**
 * What became of a batch of the actor's organization, in pages: faults of the file first, then every row by its line,
 * each once. A refused row that somebody repaired counts as created.
 */
export async function* rowResults(actor: Actor, batchId: string): AsyncGenerator<RowResult[]> {
  const ofFile = await fileErrors(actor, batchId);
  if (ofFile.length > 0) yield ofFile;
  for (let after = 0; ; ) {
    const found = await page(actor, batchId, after);
    if (found.length > 0) yield found.map(toResult);
    if (found.length < rowsPerPage) return;
    after = found.at(-1)!.line;
  }
}

const toResult = ({ line, reference, payoutId, codes, messages, ...repeated }: Found): RowResult => ({
  line,
  reference: reference ?? "",
  result: payoutId === null ? "refused" : "created",
  payoutId,
  errorCode: codes ?? "",
  errorMessage: messages ?? "",
  repeats: repetitionWords(repeated),
});

async function fileErrors(actor: Actor, batchId: string): Promise<RowResult[]> {
  const rows = await db.execute<{ line: number | null; code: string; message: string }>(sql`
    select line, code, message from ingest_errors
    where organization_id = ${actor.organizationId} and batch_id = ${batchId} and refused_row_id is null and scope = 'file' order by line, id`);
  return rows.map(({ line, code, message }) => ({
    line,
    reference: "",
    result: "refused",
    payoutId: null,
    errorCode: code,
    errorMessage: message,
    repeats: "",
  }));
}

/**
 * Both kinds of rows in one statement, so that one that is being repaired is met exactly once. Where cells may stand
 * under wrong names, none is called the reference.
 */
const page = (actor: Actor, batchId: string, after: number): Promise<Found[]> =>
  db.execute<Found>(sql`
    with page as (
      (select line, reference, id as payout_id, null::uuid as refused_row_id from payouts
        where organization_id = ${actor.organizationId} and batch_id = ${batchId} and line > ${after} order by line limit ${rowsPerPage})
      union all
      (select line, "values" ->> 'reference', null, id from refused_rows
        where organization_id = ${actor.organizationId} and batch_id = ${batchId} and line > ${after} and payout_id is null order by line limit ${rowsPerPage})
      order by line limit ${rowsPerPage})
    select page.line, case when faults.misplaced then null else page.reference end as reference, page.payout_id as "payoutId", faults.codes, faults.messages,
      repeated.repeats_line as "repeatsLine", earlier.reference as "repeatsReference" from page
    left join lateral (
      select string_agg(code, '; ' order by id) as codes, string_agg(message, ' ' order by id) as messages,
        bool_or(scope = 'row' and column_name is null) as misplaced from ingest_errors
      where organization_id = ${actor.organizationId} and refused_row_id = page.refused_row_id) as faults on page.refused_row_id is not null
    left join review_rows repeated on repeated.organization_id = ${actor.organizationId} and repeated.batch_id = ${batchId} and repeated.line = page.line
    left join payouts earlier on earlier.organization_id = repeated.organization_id and earlier.id = repeated.repeats_payout_id
    order by page.line`);

/** What a row repeats: an earlier line of its file, or a payout; neither when it repeats nothing. */
type Repeated = { repeatsLine: number | null; repeatsReference: string | null };

/** "line 2 of this file", "payout CLM-7"; empty when the row repeats nothing. */
export function repetitionWords({ repeatsLine, repeatsReference }: Repeated): string {
  if (repeatsLine !== null) return `line ${repeatsLine} of this file`;
  return repeatsReference === null ? "" : `payout ${repeatsReference}`;
}
