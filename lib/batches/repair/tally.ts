import type { Actor } from "@/lib/actor";
import { Duplicates } from "@/lib/batches/rules/duplicates";
import type { At } from "@/lib/moment";
import { FirstLines } from "@/lib/batches/rules/first-lines";
import { reasonOf, type IngestError, type ReasonCount } from "@/lib/ingest-errors/table";
import { judgeAttempts, repairContext, type Attempt } from "./attempts";
import { stillOpen } from "./queries";
import { resolveRows } from "./writing";
import { MoneyTotals } from "@/lib/money-totals";
import type { PayoutFields } from "@/lib/payouts/fields/table";

/**
 * What became of rows that were tried again. `created` counts what would be created where nothing was to be written.
 */
export type RepairTally = {
  created: number;
  /**
   * The money of those that would be created, and the first of them, in the order they were tried; only where nothing
   * was to be written.
   */
  totals: MoneyTotals;
  ready: { line: number; fields: PayoutFields }[];
  /**
   * Of those created, rows that are like a recent payout or like one another: somebody may be paid twice.
   */
  duplicates: number;
  /** Rows that were payouts before, so nothing was done. */
  already: number;
  refused: number;
  /** Rows by reason of those refused; a row with two faults is in two reasons. */
  reasons: Map<string, number>;
  /** The first refused ones, in the order they were tried. `line` is the batch's; null where a row named none. */
  examples: { line: number | null; faults: IngestError[] }[];
};

const examplesKept = 100;

export type RepairRun = {
  context: At;
  firstLines: FirstLines;
  alike: Duplicates;
  tally: RepairTally;
  /** Writes nothing. */
  dry: boolean;
};

/** What rows that are tried together have in common. */
export const startRun = async (actor: Actor, { dry = false } = {}): Promise<RepairRun> => ({
  context: await repairContext(actor),
  firstLines: new FirstLines(),
  alike: new Duplicates(),
  tally: {
    created: 0,
    totals: new MoneyTotals(),
    ready: [],
    duplicates: 0,
    already: 0,
    refused: 0,
    reasons: new Map(),
    examples: [],
  },
  dry,
});

export function addRefused(tally: RepairTally, line: number | null, faults: readonly IngestError[]): void {
  tally.refused += 1;
  for (const code of new Set(faults.map((fault) => fault.code)))
    tally.reasons.set(code, (tally.reasons.get(code) ?? 0) + 1);
  if (tally.examples.length < examplesKept) tally.examples.push({ line, faults: [...faults] });
}

/** The most frequent reason first. */
export const reasonsOf = ({ reasons }: RepairTally): ReasonCount[] =>
  [...reasons]
    .map(([code, rows]) => ({ code, reason: reasonOf(code), rows }))
    .sort((one, other) => other.rows - one.rows || (one.code < other.code ? -1 : 1));

/** Tries rows and adds what became of them to the tally; what is good becomes payouts in one transaction. */
export async function tryRows(
  actor: Actor,
  batchId: string,
  attempts: readonly Attempt[],
  { context, firstLines, alike, tally, dry }: RepairRun,
): Promise<void> {
  const { repaired, refused } = await judgeAttempts(actor, attempts, context, firstLines);
  const open = await stillOpen(
    actor,
    batchId,
    refused.map(({ row }) => row.id),
  );
  for (const { row, faults } of refused) {
    if (open.has(row.id)) addRefused(tally, row.line, faults);
    else tally.already += 1;
  }
  if (dry) {
    tally.created += repaired.length;
    tally.totals.add(repaired.map(({ fields }) => fields));
    tally.ready.push(
      ...repaired
        .slice(0, examplesKept - tally.ready.length)
        .map(({ attempt, fields }) => ({ line: attempt.row.line, fields })),
    );
    tally.duplicates += (
      await alike.find(
        actor.organizationId,
        repaired.map(({ attempt, fields }) => ({ line: attempt.row.line, ...fields })),
        context.now,
      )
    ).length;
  }
  if (dry || repaired.length === 0) return;
  const written = await resolveRows(actor, batchId, repaired);
  tally.created += written.payouts.size;
  tally.already += written.already.length;
  for (const { row, faults } of written.lost) addRefused(tally, row.line, faults);
}
