import { assertAdmin, type Actor } from "@/lib/actor";
import { getBatch } from "@/lib/batches/queries";
import type { IngestErrorCode } from "@/lib/ingest-errors/table";
import { attemptsOf, faultsKeptUnseen, valuesOf } from "./attempts";
import { openErrorsOf, openRows } from "./queries";
import { suggestedValues } from "./suggested-values";
import { startRun, tryRows, type RepairTally } from "./tally";
import { assertRepairable } from "./writing";

const rowsAtOnce = 500;

/**
 * Repairs every row of a batch that still has this error with the value that the error itself suggests, where it
 * suggests one alone; rows that have other faults too stay refused. Done again, it creates nothing.
 * @param dry creates nothing and says what would be created, and how many of it may pay somebody twice
 * @throws DomainError `forbidden` for everyone but admins and the system, `not_found`, `conflict` when the batch has
 * not ended
 */
export async function repairBySuggestion(
  actor: Actor,
  batchId: string,
  code: IngestErrorCode,
  { dry = false } = {},
): Promise<RepairTally> {
  assertAdmin(actor);
  assertRepairable(await getBatch(actor, batchId));
  const run = await startRun(actor, { dry });
  for await (const rows of openRows(actor, batchId, rowsAtOnce, code)) {
    const errors = await openErrorsOf(actor, rows);
    const tried = rows.map((row) => {
      const values = valuesOf(row);
      for (const { column } of (errors.get(row.id) ?? []).filter((error) => error.code === code)) {
        const [only, ...others] = column === null ? [] : suggestedValues(code, column, values);
        if (column !== null && only !== undefined && others.length === 0) Object.assign(values, { [column]: only });
      }
      return { row, values };
    });
    await tryRows(actor, batchId, await attemptsOf(actor, tried, faultsKeptUnseen), run);
  }
  return run.tally;
}
