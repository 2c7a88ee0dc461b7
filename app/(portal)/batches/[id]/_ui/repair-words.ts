import type { ColumnName } from "@/lib/batches/columns";
import type { IngestError, ReasonCount } from "@/lib/batches/ingest-errors";
import type { RepairCheck } from "@/lib/batches/repair";
import { reasonsOf, type RepairTally } from "@/lib/batches/repair-tally";
import { formatMoney } from "@/lib/money";
import { counted } from "../../_ui/figures";

export type FieldFault = { column: string | null; message: string; suggestion: string; fixes: string[] };
export type RepairableRow = {
  id: string;
  line: number;
  values: Record<ColumnName, string>;
  /** Cells that Meridian does not read, by the name they are kept under. */
  others: [name: string, text: string][];
  faults: FieldFault[];
};

/** What the typed values would make, in words, or what is wrong with them. */
export type RepairView = { faults: FieldFault[]; payout: string | null; duplicate: boolean };

export function repairView(check: RepairCheck): RepairView {
  if ("faults" in check) return { faults: check.faults.map(({ column, message, suggestion, fixes }) => ({ column, message, suggestion, fixes })), payout: null, duplicate: false };
  const { amountMinor, currency, recipientName } = check.fields;
  return { faults: [], payout: `${formatMoney(amountMinor, currency)} to ${recipientName}`, duplicate: check.duplicate };
}

/** What became, or would become, of the rows of a mended file. */
export type CorrectionView = {
  fileFaults: string[];
  created: number;
  already: number;
  refused: number;
  duplicates: number;
  reasons: ReasonCount[];
  examples: { line: number | null; message: string }[];
};

const examplesShown = 20;
const nothing: CorrectionView = { fileFaults: [], created: 0, already: 0, refused: 0, duplicates: 0, reasons: [], examples: [] };

export const fileRefusal = (faults: readonly IngestError[]): CorrectionView => ({ ...nothing, fileFaults: faults.map(({ message, suggestion }) => `${message} ${suggestion}`) });

export function correctionView(tally: RepairTally): CorrectionView {
  const { created, already, refused, duplicates } = tally;
  const examples = tally.examples.slice(0, examplesShown).map(({ line, faults }) => ({ line, message: faults.map(({ message }) => message).join(" ") }));
  return { ...nothing, created, already, refused, duplicates, reasons: reasonsOf(tally), examples };
}

/** How trying rows again ended: what was created, and why the others were not. */
export function retryWords(tally: RepairTally): string {
  const { created, already, refused } = tally;
  const made = created === 0 ? "No payout was created." : `Created ${counted(created, "payout")}. ${created === 1 ? "Its email is" : "Their emails are"} on the way.`;
  const done = already === 0 ? "" : ` ${counted(already, "row")} ${already === 1 ? "was" : "were"} repaired before, so nothing was done.`;
  if (refused === 0) return made + done;
  const why = reasonsOf(tally).slice(0, 3).map(({ reason, rows }) => `${reason} (${rows})`);
  return `${made}${done} ${counted(refused, "row")} still refused: ${why.join(", ")}.`;
}
