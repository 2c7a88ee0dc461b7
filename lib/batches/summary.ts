import { reasonOf, type ReasonCount } from "./ingest-errors";
import type { Inspection, RefusedRow } from "./inspect";

export type CurrencyTotal = { currency: string; count: number; amountMinor: bigint };

export type InspectionSummary = {
  records: number;
  accepted: number;
  refused: number;
  /** Of the accepted rows; the currency with the most rows first. */
  totals: CurrencyTotal[];
  /** Rows by reason, the most frequent first; a row with two faults is in two reasons. */
  reasons: ReasonCount[];
  /** The first refused rows, in the order of the file. */
  refusedRows: RefusedRow[];
  ignoredColumns: readonly string[];
};

const rowsShown = 100;

/** What a person needs to know before saying yes. */
export function summarize({ accepted, refused, ignoredColumns }: Inspection): InspectionSummary {
  return {
    records: accepted.length + refused.length,
    accepted: accepted.length,
    refused: refused.length,
    totals: totalsOf(accepted),
    reasons: reasonsOf(refused),
    refusedRows: refused.slice(0, rowsShown),
    ignoredColumns,
  };
}

function totalsOf(accepted: Inspection["accepted"]): CurrencyTotal[] {
  const totals = new Map<string, CurrencyTotal>();
  for (const { currency, amountMinor } of accepted) {
    const total = totals.get(currency) ?? { currency, count: 0, amountMinor: 0n };
    totals.set(currency, { currency, count: total.count + 1, amountMinor: total.amountMinor + amountMinor });
  }
  return [...totals.values()].sort((a, b) => b.count - a.count || (a.currency < b.currency ? -1 : 1));
}

function reasonsOf(refused: readonly RefusedRow[]): ReasonCount[] {
  const counts = new Map<string, number>();
  for (const { errors } of refused) {
    for (const code of new Set(errors.map((error) => error.code))) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const reasons = [...counts].map(([code, rows]) => ({ code, reason: reasonOf(code), rows }));
  return reasons.sort((a, b) => b.rows - a.rows || (a.code < b.code ? -1 : 1));
}
