import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { assertAdmin, type Actor } from "../actor";
import { DomainError } from "../errors";
import type { Payout } from "../payouts/queries";
import { Duplicates } from "./duplicates";
import { FirstLines } from "./first-lines";
import type { IngestError } from "./ingest-errors";
import { getBatch } from "./queries";
import { attemptsOf, judgeAttempts, repairContext, valuesOf, type Mended } from "./repair-attempts";
import { getRefusedRow, openRows } from "./repair-queries";
import { referenceTaken, startRun, tryRows, type RepairTally } from "./repair-tally";
import { assertRepairable, resolveRows } from "./repair-writing";
import { withFixes, type MendableFault } from "./suggested-fix";
import type { PayoutFields, RowValues } from "./validate";

/** What the values would make, or every fault they still have. */
export type RepairCheck = { fields: PayoutFields; /** A payout like it was made lately: somebody may be paid twice. */ duplicate: boolean } | { faults: MendableFault[] };

const rowsAtOnce = 500;

/**
 * Judges values for a refused row as they are typed; writes nothing.
 * @throws DomainError `forbidden` for everyone but admins and the system, `not_found`, `conflict` when the row is a payout by now
 */
export async function checkRepair(actor: Actor, rowId: string, values: RowValues): Promise<RepairCheck> {
  const judged = await judge(actor, rowId, values);
  if ("faults" in judged) return { faults: withFixes(judged.faults, values) };
  const { fields, attempt } = judged.mended;
  const alike = await new Duplicates().count(actor.organizationId, [{ line: attempt.row.line, ...fields }], judged.now);
  return { fields, duplicate: alike > 0 };
}

/**
 * Makes the payout of a refused row from mended values, on the line the row has. Of many at once one makes it, the others are told.
 * @throws DomainError `forbidden` for everyone but admins and the system, `not_found`, `conflict` when the row is a payout by now
 */
export async function repairRow(actor: Actor, rowId: string, values: RowValues): Promise<{ payout: Payout } | { faults: MendableFault[] }> {
  const judged = await judge(actor, rowId, values);
  if ("faults" in judged) return { faults: withFixes(judged.faults, values) };
  const { row } = judged.mended.attempt;
  const written = await resolveRows(actor, row.batchId, [judged.mended]);
  if (written.already.length > 0) throw repairedAlready(row.line);
  if (written.taken.length > 0) return { faults: [{ ...referenceTaken(judged.mended), fixes: [] }] };
  const [payout] = await db.select().from(payouts).where(and(eq(payouts.organizationId, actor.organizationId), eq(payouts.id, written.payouts.get(row.id)!)));
  return { payout: payout! };
}

/**
 * Tries every row of a batch that is refused still, as it stands: what refused it may be gone by now.
 * @throws DomainError `forbidden` for everyone but admins and the system, `not_found`, `conflict` when the batch has not ended
 */
export async function repairAll(actor: Actor, batchId: string): Promise<RepairTally> {
  assertAdmin(actor);
  assertRepairable(await getBatch(actor, batchId));
  const run = await startRun(actor);
  for await (const rows of openRows(actor, batchId, rowsAtOnce)) {
    const attempts = await attemptsOf(actor, rows.map((row) => ({ row, values: valuesOf(row) })));
    await tryRows(actor, batchId, attempts, run);
  }
  return run.tally;
}

async function judge(actor: Actor, rowId: string, values: RowValues): Promise<{ mended: Mended; now: Date } | { faults: IngestError[] }> {
  assertAdmin(actor);
  const row = await getRefusedRow(actor, rowId);
  if (row.resolvedAt) throw repairedAlready(row.line);
  assertRepairable(await getBatch(actor, row.batchId));
  const context = await repairContext(actor);
  const { mended, refused } = await judgeAttempts(actor, [{ row, values, standing: [] }], context, new FirstLines());
  return mended[0] ? { mended: mended[0], now: context.now } : { faults: refused[0]!.faults };
}

const repairedAlready = (line: number) => new DomainError("conflict", `Line ${line} was repaired meanwhile and is a payout. Nothing was created a second time.`);
