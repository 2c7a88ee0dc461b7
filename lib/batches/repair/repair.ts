import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { assertAdmin, type Actor } from "@/lib/actor";
import { DomainError, notFound } from "@/lib/errors";
import type { Payout } from "@/lib/payouts/queries";
import { Duplicates } from "@/lib/batches/rules/duplicates";
import { FirstLines } from "@/lib/batches/rules/first-lines";
import type { IngestError } from "@/lib/ingest-errors/table";
import { getBatch } from "@/lib/batches/queries";
import {
  attemptsOf,
  judgeAttempts,
  repairContext,
  faultsKeptUnseen,
  valuesOf,
  type OtherCells,
  type Repaired,
  type StoredRow,
} from "./attempts";
import { getRefusedRow, openRows, rowsByIds, stillOpen } from "./queries";
import { startRun, tryRows, type RepairTally } from "./tally";
import { assertRepairable, resolveRows } from "./writing";
import { withSuggestedValues, type RepairableFault } from "./suggested-values";
import type { PayoutFields, RowValues } from "@/lib/payouts/fields/table";

/** What the values would make, or every fault they still have. */
export type RepairCheck =
  | { fields: PayoutFields /** A recent payout is like it: somebody may be paid twice. */; duplicate: boolean }
  | { faults: RepairableFault[] };

const rowsAtOnce = 500;

/**
 * Judges values for a refused row as they are typed; writes nothing.
 * @param confirmed a person says that the values of a row with too few or too many cells are right as they stand
 * @throws DomainError `forbidden` for everyone but admins and the system, `not_found`, `conflict` when the row is a
 * payout by now
 */
export async function checkRepair(
  actor: Actor,
  rowId: string,
  values: RowValues,
  confirmed = false,
  others: OtherCells = {},
): Promise<RepairCheck> {
  const judged = await judge(actor, rowId, { values, others, confirmed });
  if ("faults" in judged) return { faults: withSuggestedValues(judged.faults, values) };
  const { fields, attempt } = judged.repaired;
  const alike = await new Duplicates().find(actor.organizationId, [{ line: attempt.row.line, ...fields }], judged.now);
  return { fields, duplicate: alike.length > 0 };
}

/** What became of one of the rows that were sent together. `already`: somebody else has repaired it. */
export type RowOutcome = { rowId: string; line: number } & (
  | { payoutId: string; fields: PayoutFields }
  | { already: true }
  | { faults: RepairableFault[] }
);

/**
 * Creates the payouts of refused rows of one batch from new values, each on the line its row has, all in one
 * transaction; rows that are still refused, or were repaired by somebody else, keep none of the others back. Sent again,
 * it creates nothing.
 * @param values by row
 * @param confirmed rows whose values are right as they stand, as a person says who looked
 * @param others by row, its cells of extra columns where they are given anew
 * @returns what became of each, in the order of the file
 * @throws DomainError `forbidden` for everyone but admins and the system, `not_found` for a row that the batch does not
 * have, `conflict` when the batch has not ended
 */
export async function repairRows(
  actor: Actor,
  batchId: string,
  values: ReadonlyMap<string, RowValues>,
  confirmed: ReadonlySet<string> = new Set(),
  others: ReadonlyMap<string, OtherCells> = new Map(),
): Promise<RowOutcome[]> {
  assertAdmin(actor);
  assertRepairable(await getBatch(actor, batchId));
  const ids = [...values.keys()];
  const rows = await rowsByIds(actor, batchId, ids);
  if (rows.length < ids.length) throw notFound("row");
  const attempts = await attemptsOf(
    actor,
    rows.flatMap((row) =>
      row.resolvedAt
        ? []
        : [{ row, values: values.get(row.id)!, others: others.get(row.id) ?? {}, confirmed: confirmed.has(row.id) }],
    ),
  );
  const { repaired, refused } = await judgeAttempts(actor, attempts, await repairContext(actor), new FirstLines());
  const { payouts: created, lost } = await resolveRows(actor, batchId, repaired);
  const faults = new Map([...refused, ...lost].map(({ row, faults }) => [row.id, faults]));
  const open = await stillOpen(actor, batchId, [...faults.keys()]);
  const fields = new Map(repaired.map((one) => [one.attempt.row.id, one.fields]));
  return rows.map(({ id: rowId, line }) => {
    const payoutId = created.get(rowId);
    if (payoutId) return { rowId, line, payoutId, fields: fields.get(rowId)! };
    return open.has(rowId)
      ? { rowId, line, faults: withSuggestedValues(faults.get(rowId)!, values.get(rowId)!) }
      : { rowId, line, already: true };
  });
}

/**
 * The same for one row alone.
 * @throws DomainError `forbidden` for everyone but admins and the system, `not_found`, `conflict` when the row is a
 * payout by now
 */
export async function repairRow(
  actor: Actor,
  rowId: string,
  values: RowValues,
  confirmed = false,
  others: OtherCells = {},
): Promise<{ payout: Payout } | { faults: RepairableFault[] }> {
  assertAdmin(actor);
  const { batchId } = await getRefusedRow(actor, rowId);
  const sure = new Set(confirmed ? [rowId] : []);
  const [outcome] = await repairRows(actor, batchId, new Map([[rowId, values]]), sure, new Map([[rowId, others]]));
  if (!outcome || "already" in outcome) throw resolvedAlready(await getRefusedRow(actor, rowId));
  if ("faults" in outcome) return outcome;
  const [payout] = await db
    .select()
    .from(payouts)
    .where(and(eq(payouts.organizationId, actor.organizationId), eq(payouts.id, outcome.payoutId)));
  return { payout: payout! };
}

/**
 * Tries every row of a batch that is still refused, as it stands: what refused it may be gone by now. Nobody sees these
 * rows before they are payouts, so those that may pay somebody twice stay refused.
 * @throws DomainError `forbidden` for everyone but admins and the system, `not_found`, `conflict` when the batch has
 * not ended
 */
export async function repairAll(actor: Actor, batchId: string): Promise<RepairTally> {
  assertAdmin(actor);
  assertRepairable(await getBatch(actor, batchId));
  const run = await startRun(actor);
  for await (const rows of openRows(actor, batchId, rowsAtOnce)) {
    const attempts = await attemptsOf(
      actor,
      rows.map((row) => ({ row, values: valuesOf(row) })),
      faultsKeptUnseen,
    );
    await tryRows(actor, batchId, attempts, run);
  }
  return run.tally;
}

async function judge(
  actor: Actor,
  rowId: string,
  tried: { values: RowValues; others: OtherCells; confirmed: boolean },
): Promise<{ repaired: Repaired; now: Date } | { faults: IngestError[] }> {
  assertAdmin(actor);
  const row = await getRefusedRow(actor, rowId);
  if (row.resolvedAt) throw resolvedAlready(row);
  assertRepairable(await getBatch(actor, row.batchId));
  const context = await repairContext(actor);
  const { repaired, refused } = await judgeAttempts(
    actor,
    await attemptsOf(actor, [{ row, ...tried }]),
    context,
    new FirstLines(),
  );
  return repaired[0] ? { repaired: repaired[0], now: context.now } : { faults: refused[0]!.faults };
}

const resolvedAlready = ({ line, setAsideReason }: StoredRow) =>
  new DomainError(
    "conflict",
    setAsideReason === null
      ? `Line ${line} was repaired already and is a payout. Nothing was created a second time.`
      : `Line ${line} was set aside, so it cannot become a payout: ${setAsideReason}`,
  );
