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
import { judgeRow, plainValue } from "@/lib/batches/rules/judge";
import { payoutsNamed } from "@/lib/batches/rules/references";
import type { Batch } from "@/lib/batches/queries";
import { extraTexts, type ExtraTexts } from "@/lib/payouts/extra/columns";
import { columnNames, type PayoutFields, type RowValues } from "@/lib/payouts/fields/table";

export type StoredRow = typeof refusedRows.$inferSelect;
/** Cells of columns that Meridian does not know, by the name of the column. */
export type OtherCells = Readonly<Record<string, string>>;
/**
 * A refused row with the values it is tried again with. `others`: its cells of other columns, where they are given anew.
 * `remaining`: faults of the row as a whole that these values do not repair.
 */
export type Attempt = { row: StoredRow; values: RowValues; others?: OtherCells; remaining: IngestError[] };
export type Repaired = { attempt: Attempt; fields: PayoutFields };
export type StillRefused = { row: StoredRow; faults: IngestError[] };

/** What rows of the actor's organization are judged by at this moment. */
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
  const named = await payoutsNamed(
    actor.organizationId,
    attempts.map(({ values }) => plainValue(values.reference)),
  );
  // Of two rows tried together that share a reference, the first has it.
  const references = {
    named: (reference: string) => named.get(reference),
    firstLine: (reference: string, line: number) => firstLines.earlier(reference, line),
  };
  const repaired: Repaired[] = [];
  const refused: StillRefused[] = [];
  for (const attempt of attempts) {
    const { row, values, remaining } = attempt;
    const judged = judgeRow(values, row.line, { ...context, references });
    const faults = [...remaining, ...("faults" in judged ? judged.faults : [])];
    if ("fields" in judged && faults.length === 0) repaired.push({ attempt, fields: judged.fields });
    else refused.push({ row, faults });
  }
  return { repaired, refused };
}

export const valuesOf = (row: StoredRow): RowValues =>
  Object.fromEntries(
    columnNames.flatMap((name) => (Object.hasOwn(row.values, name) ? [[name, row.values[name]]] : [])),
  );

/** The columns whose text differs from what the file said. */
export const changedColumns = ({ row, values, others = {} }: Omit<Attempt, "remaining">): string[] => [
  ...columnNames.filter((name) => (values[name]?.trim() ?? "") !== (row.values[name]?.trim() ?? "")),
  ...Object.keys(others).filter(
    (name) => Object.hasOwn(row.values, name) && others[name]!.trim() !== row.values[name]!.trim(),
  ),
];

/** What the payout of a row says in the extra columns of its batch: as the file said it, or as it is given anew. */
export const extraOf = ({ extraColumns }: Batch, { row, others = {} }: Attempt): ExtraTexts =>
  extraTexts(extraColumns, ({ name }) => (Object.hasOwn(others, name) ? others[name] : row.values[name]));

/**
 * What only a person who looked at the row can overrule: that it has too few or too many cells, which happen to make
 * sense in their wrong places…
 */
const ofRow = eq(ingestErrors.scope, "row");
const repeats: IngestErrorCode = "repeats_new_payout";
/** …and, where nobody sees the rows before they are payouts, a second payout to the same person. */
export const faultsKeptUnseen = or(ofRow, eq(ingestErrors.code, repeats))!;

type Tried = Omit<Attempt, "remaining"> & {
  /** A person says that the values are right as they stand. */ confirmed?: boolean;
};

/**
 * Rows tried again with these values. One that nobody changed keeps faults that trying again does not repair.
 * @param kept which faults
 */
export async function attemptsOf(actor: Actor, tried: readonly Tried[], kept: SQL = ofRow): Promise<Attempt[]> {
  const unchanged = tried.filter((one) => !one.confirmed && changedColumns(one).length === 0).map(({ row }) => row.id);
  const remaining = unchanged.length === 0 ? [] : await faultsOf(actor, unchanged, kept);
  return tried.map(({ row, values, others }) => ({
    row,
    values,
    ...(others && { others }),
    remaining: remaining.flatMap(({ refusedRowId, fault }) => (refusedRowId === row.id ? [fault] : [])),
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
