import { and, eq, isNull, or, sql, type SQL } from "drizzle-orm";
import { db } from "@/db/client";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { organizations } from "@/db/schema/organizations";
import type { refusedRows } from "@/db/schema/refused_rows";
import type { Actor } from "@/lib/actor";
import { notFound } from "@/lib/errors";
import { databaseNow } from "@/lib/time";
import type { At } from "@/lib/moment";
import type { FirstLines } from "@/lib/batches/rules/first-lines";
import type { IngestError, IngestErrorCode } from "@/lib/ingest-errors/table";
import { judgeRow } from "@/lib/batches/rules/judge";
import { usedReferences } from "@/lib/batches/rules/references";
import { columnNames, type PayoutFields, type RowValues } from "@/lib/payouts/fields/table";

export type StoredRow = typeof refusedRows.$inferSelect;
/**
 * A refused row with the values it is tried again with. `standing`: faults of the row as a whole that these values do
 * not mend.
 */
export type Attempt = { row: StoredRow; values: RowValues; standing: IngestError[] };
export type Mended = { attempt: Attempt; fields: PayoutFields };
export type StillRefused = { row: StoredRow; faults: IngestError[] };

/** What rows of the actor's organization are judged by now. */
export async function repairContext(actor: Actor): Promise<At> {
  const [organization] = await db
    .select({ timeZone: organizations.timeZone })
    .from(organizations)
    .where(eq(organizations.id, actor.organizationId));
  if (!organization) throw notFound("organization");
  return { now: await databaseNow(db), timeZone: organization.timeZone };
}

/** Judges rows by the function that judged them first; writes nothing. */
export async function judgeAttempts(actor: Actor, attempts: readonly Attempt[], context: At, firstLines: FirstLines) {
  const taken = await usedReferences(
    actor.organizationId,
    attempts.map(({ values }) => values.reference?.trim() ?? ""),
  );
  // Of two rows tried together that share a reference, the first has it.
  const references = {
    used: (reference: string) => taken.has(reference),
    firstLine: (reference: string, line: number) => firstLines.earlier(reference, line),
  };
  const mended: Mended[] = [];
  const refused: StillRefused[] = [];
  for (const attempt of attempts) {
    const { row, values, standing } = attempt;
    const judged = judgeRow(values, row.line, { ...context, references });
    const faults = [...standing, ...("faults" in judged ? judged.faults : [])];
    if ("fields" in judged && faults.length === 0) mended.push({ attempt, fields: judged.fields });
    else refused.push({ row, faults });
  }
  return { mended, refused };
}

export const valuesOf = (row: StoredRow): RowValues =>
  Object.fromEntries(
    columnNames.flatMap((name) => (Object.hasOwn(row.values, name) ? [[name, row.values[name]]] : [])),
  );

/** The columns whose text differs from what the file said. */
export const changedColumns = ({ row, values }: Pick<Attempt, "row" | "values">): string[] =>
  columnNames.filter((name) => (values[name]?.trim() ?? "") !== (row.values[name]?.trim() ?? ""));

/**
 * What only somebody who looked at the row can put aside: a ragged row whose cells happen to make sense in their wrong
 * places…
 */
const ofTheRow = eq(ingestErrors.scope, "row");
const repeats: IngestErrorCode = "repeats_new_payout";
/** …and, where nobody sees the rows before they are payouts, a second payout to the same person. */
export const unseen = or(ofTheRow, eq(ingestErrors.code, repeats))!;

type Tried = Pick<Attempt, "row" | "values"> & {
  /** Somebody says that the values are right as they stand. */ confirmed?: boolean;
};

/**
 * Rows tried again with these values. One that nobody touched keeps faults that being sent again does not mend.
 * @param kept which
 */
export async function attemptsOf(actor: Actor, tried: readonly Tried[], kept: SQL = ofTheRow): Promise<Attempt[]> {
  const untouched = tried.filter((one) => !one.confirmed && changedColumns(one).length === 0).map(({ row }) => row.id);
  const standing = untouched.length === 0 ? [] : await faultsOf(actor, untouched, kept);
  return tried.map(({ row, values }) => ({
    row,
    values,
    standing: standing.flatMap(({ refusedRowId, fault }) => (refusedRowId === row.id ? [fault] : [])),
  }));
}

async function faultsOf(actor: Actor, rowIds: readonly string[], which: SQL) {
  const own = and(
    eq(ingestErrors.organizationId, actor.organizationId),
    sql`${ingestErrors.refusedRowId} = any(${sql.param(rowIds)}::uuid[])`,
  );
  const found = await db
    .select()
    .from(ingestErrors)
    .where(and(own, which, isNull(ingestErrors.resolvedAt)));
  return found.map(({ refusedRowId, code, scope, line, column, value, message, suggestion }) => ({
    refusedRowId,
    fault: {
      code: code as IngestErrorCode,
      scope,
      line,
      column,
      value,
      message,
      suggestion: suggestion ?? "",
    } satisfies IngestError,
  }));
}
