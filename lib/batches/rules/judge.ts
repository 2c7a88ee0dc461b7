import { refuse, rowValues, shapeFault, type RefusedRecord } from "./cells";
import type { At } from "@/lib/moment";
import type { Header } from "@/lib/batches/file-format/header";
import { ingestError, type IngestError } from "@/lib/ingest-errors/table";
import type { FileRecord } from "@/lib/batches/reading/records";
import { readRow } from "@/lib/payouts/fields/read-row";
import type { PayoutFields, RowValues } from "@/lib/payouts/fields/table";

export type Judgement = { fields: PayoutFields } | { faults: IngestError[] };

/** What a row's reference is held against. Left out where the database's unique index has the last word. */
export type ReferenceRules = {
  /** Whether a payout of the organization has it already. */
  used: (reference: string) => boolean;
  /** The line of the same file that has it already, if one does. */
  firstLine?: (reference: string, line: number) => number | undefined;
};

export type JudgeContext = At & { references?: ReferenceRules };

/** Judges one row: the one function that validation, processing and repair share. All its faults are named at once. */
export function judgeRow(values: RowValues, line: number, context: JudgeContext): Judgement {
  const outcome = readRow(values, line, context);
  const fault = referenceFault(values, line, context.references);
  if (!fault) return outcome;
  return { faults: [...("faults" in outcome ? outcome.faults : []), fault] };
}

export type AcceptedRow = { line: number } & PayoutFields;

/** Judges one record of a file: first whether its cells can be told apart at all, then the row they make. */
export function judgeRecord(
  header: Header,
  record: FileRecord,
  context: JudgeContext,
): { accepted: AcceptedRow } | { refused: RefusedRecord } {
  const shape = shapeFault(header, record);
  const outcome = shape ? { faults: [shape] } : judgeRow(rowValues(header, record), record.line, context);
  return "fields" in outcome
    ? { accepted: { line: record.line, ...outcome.fields } }
    : { refused: refuse(header, record, outcome.faults) };
}

function referenceFault(values: RowValues, line: number, rules: ReferenceRules | undefined): IngestError | undefined {
  const reference = values.reference?.trim() ?? "";
  if (reference === "" || !rules) return undefined;
  const place = { line, column: "reference", value: reference } as const;
  const first = rules.firstLine?.(reference, line);
  if (first !== undefined) return ingestError("reference_repeated", { ...place, first_line: first });
  return rules.used(reference) ? ingestError("reference_used", place) : undefined;
}
