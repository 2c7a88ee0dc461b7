import type { IngestError, ReasonCount } from "@/lib/ingest-errors/table";
import { duplicateKey } from "@/lib/batches/rules/duplicates";
import type { BatchDetail } from "@/lib/batches/queries";
import type { RepairCheck, RowOutcome } from "@/lib/batches/repair/repair";
import { reasonsOf, type RepairTally } from "@/lib/batches/repair/tally";
import type { RepairableFault } from "@/lib/batches/repair/suggested-values";
import type { ColumnName, PayoutFields } from "@/lib/payouts/fields/table";
import { queuedEmailWords } from "@/lib/mail/smtp";
import { formatMoney } from "@/lib/money";
import { counted } from "@/app/(portal)/_ui/figures";

export type FieldFault = { column: string | null; message: string; suggestion: string; fixes: string[] };
/** What the form of a row needs to know of a column. */
export type RepairColumn = { name: ColumnName; label: string; required: boolean; width: "half" | "full" };
/** A column of the organization's own. `name`: as the file has it. */
export type ExtraColumnField = { name: string; label: string };
export type RepairableRow = {
  id: string;
  line: number;
  values: Record<ColumnName, string>;
  /** Cells of the organization's own columns, by their name in the file. */
  extra: Record<string, string>;
  /** Cells that are not read, by their column name. */
  others: [name: string, text: string][];
  faults: FieldFault[];
};

/**
 * The payout that the typed values would create, in words, or their faults. Payouts with the same `likeness` may pay one
 * person twice.
 */
export type RepairView = { faults: FieldFault[]; payout: string | null; likeness: string | null; duplicate: boolean };

const faultView = ({ column, message, suggestion, suggestedValues }: RepairableFault): FieldFault => ({
  column,
  message,
  suggestion,
  fixes: suggestedValues,
});
const payoutWords = ({ amountMinor, currency, recipientName }: PayoutFields) =>
  `${formatMoney(amountMinor, currency)} to ${recipientName}`;

export function repairView(check: RepairCheck): RepairView {
  if ("faults" in check) return { faults: check.faults.map(faultView), payout: null, likeness: null, duplicate: false };
  return {
    faults: [],
    payout: payoutWords(check.fields),
    likeness: duplicateKey(check.fields),
    duplicate: check.duplicate,
  };
}

/** The result of one row: its payout, in words; that another admin repaired it before; or the faults that remain. */
export type SentRow = { rowId: string; line: number } & (
  | { payoutId: string; payout: string }
  | { already: true }
  | { faults: FieldFault[] }
);

export function sentRow(outcome: RowOutcome): SentRow {
  const { rowId, line } = outcome;
  if ("faults" in outcome) return { rowId, line, faults: outcome.faults.map(faultView) };
  return "already" in outcome
    ? { rowId, line, already: true }
    : { rowId, line, payoutId: outcome.payoutId, payout: payoutWords(outcome.fields) };
}

/** What a correction file would create, or created. */
export type CorrectionView = {
  fileFaults: string[];
  created: number;
  already: number;
  refused: number;
  duplicates: number;
  /** Of the payouts it would create: the money by currency, and the first ones. */
  totals: BatchDetail["totals"];
  ready: { line: number; to: string; email: string; amount: string }[];
  reasons: ReasonCount[];
  examples: { line: number | null; message: string }[];
};

const examplesShown = 20;
const nothing: CorrectionView = {
  fileFaults: [],
  created: 0,
  already: 0,
  refused: 0,
  duplicates: 0,
  totals: [],
  ready: [],
  reasons: [],
  examples: [],
};

export const fileRefusal = (faults: readonly IngestError[]): CorrectionView => ({
  ...nothing,
  fileFaults: faults.map(({ message, suggestion }) => `${message} ${suggestion}`),
});

export function correctionView(tally: RepairTally): CorrectionView {
  const { created, already, refused, duplicates } = tally;
  const examples = tally.examples
    .slice(0, examplesShown)
    .map(({ line, faults }) => ({ line, message: faults.map(({ message }) => message).join(" ") }));
  const ready = tally.ready.map(({ line, fields }) => ({
    line,
    to: fields.recipientName,
    email: fields.recipientEmail,
    amount: formatMoney(fields.amountMinor, fields.currency),
  }));
  return {
    ...nothing,
    created,
    already,
    refused,
    duplicates,
    totals: tally.totals.stored(),
    ready,
    reasons: reasonsOf(tally),
    examples,
  };
}

/** How many payouts were created, and when their emails are sent. */
export const createdWords = (created: number): string =>
  created === 0
    ? "No payout was created."
    : `Created ${counted(created, "payout")}. ${created === 1 ? "Its email" : "Their emails"} ${queuedEmailWords(created)}.`;

const mostReasons = 3;

/** The result of a retry: how many payouts were created, and why the other rows are still refused. */
export function retryWords(tally: RepairTally): string {
  const { created, already, refused } = tally;
  const done =
    already === 0
      ? ""
      : ` ${counted(already, "row")} ${already === 1 ? "was" : "were"} repaired before and ${already === 1 ? "was" : "were"} skipped.`;
  if (refused === 0) return createdWords(created) + done;
  const reasons = reasonsOf(tally);
  const why = reasons.slice(0, mostReasons).map(({ reason, rows }) => `${reason} (${rows})`);
  const more = reasons.length - why.length;
  const others = more === 0 ? "" : `, and for ${counted(more, "other reason")}`;
  return `${createdWords(created)}${done} ${counted(refused, "row")} still refused: ${why.join(", ")}${others}.`;
}
