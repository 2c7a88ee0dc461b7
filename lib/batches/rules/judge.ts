import { db } from "@/db/client";
import type { Header } from "@/lib/batches/file-format/header";
import type { FileRecord } from "@/lib/batches/reading/records";
import { incoming } from "@/lib/incoming-text";
import { ingestError, type IngestError } from "@/lib/ingest-errors/table";
import type { At } from "@/lib/moment";
import { extraTexts } from "@/lib/payouts/extra/columns";
import { readCells, readRow } from "@/lib/payouts/fields/read-row";
import { columnNames, type PayoutFields, type RowValues } from "@/lib/payouts/fields/table";
import { unguarded } from "@/lib/csv-text";
import { databaseNow } from "@/lib/time";
import { Duplicates, type AcceptedRow, type Repetition } from "./duplicates";
import { FirstLines } from "./first-lines";
import { comparedColumns, payoutsNamed, referenceUsed, type Namesake } from "./references";

export type Judged = { accepted: AcceptedRow[]; refused: RefusedRecord[] };

/** Judges the records of one file in their order; it remembers of each what later ones are compared with. */
export class FileJudge {
  #organizationId: string;
  #header: Header;
  #context: At;
  #references = new FirstLines();
  #duplicates = new Duplicates();

  constructor(organizationId: string, header: Header, context: At) {
    this.#organizationId = organizationId;
    this.#header = header;
    this.#context = context;
  }

  /**
   * @returns what becomes of each record; and, as soon as the database has said it, which of the accepted ones repeat
   * another payout. The next records of the file can be judged meanwhile
   */
  async judge(records: readonly FileRecord[]): Promise<Judged & { repetitions: Promise<Repetition[]> }> {
    const position = this.#header.positions.get("reference") ?? -1;
    const references = records.map(({ cells }) => plainValue(cells[position]));
    const [named, now] = await Promise.all([payoutsNamed(this.#organizationId, references), databaseNow(db)]);
    const judged = this.judgeByFile(records, (reference) => named.get(reference));
    const repetitions = this.#duplicates.find(this.#organizationId, judged.accepted, now);
    // Who waits for them gets the error. Until somebody does, it must not end the process as one that nobody handles.
    repetitions.catch(() => undefined);
    return { ...judged, repetitions };
  }

  /** For records that were judged before: those on the given lines were refused. */
  remember(records: readonly FileRecord[], refused: ReadonlySet<number>): void {
    const { accepted } = this.judgeByFile(records, () => undefined);
    for (const row of accepted) if (!refused.has(row.line)) this.#duplicates.earlierLine(row);
  }

  /**
   * What becomes of each record, as far as the file alone tells and `named`: the payout that has a reference already.
   */
  judgeByFile(records: readonly FileRecord[], named: ReferenceRules["named"]): Judged {
    const firstLine = (reference: string, line: number) => this.#references.earlier(reference, line);
    const context: JudgeContext = { ...this.#context, references: { named, firstLine } };
    const judged: Judged = { accepted: [], refused: [] };
    for (const record of records) {
      const outcome = judgeRecord(this.#header, record, context);
      if ("accepted" in outcome) judged.accepted.push(outcome.accepted);
      else judged.refused.push(outcome.refused);
    }
    return judged;
  }
}

type Judgement = { fields: PayoutFields } | { faults: IngestError[] };

/** What a row's reference is compared with. Left out where the database's unique index has the last word. */
type ReferenceRules = {
  /** The payout of the organization that has it already. */
  named: (reference: string) => Namesake | undefined;
  /** The line of the same file that has it already, if one does. */
  firstLine?: (reference: string, line: number) => number | undefined;
};

type JudgeContext = At & { references?: ReferenceRules };

/** Judges one row: the one function that validation, processing and repair share. All its faults are named at once. */
export function judgeRow(written: RowValues, line: number, context: JudgeContext): Judgement {
  const values = plainValues(written);
  const outcome = readRow(values, line, context);
  const fault = referenceFault(values, line, context);
  if (!fault) return outcome;
  return { faults: [...("faults" in outcome ? outcome.faults : []), fault] };
}

/** A value without the apostrophe by which an exported text is kept from being run as a formula. */
export const plainValue = (cell: string | undefined): string => unguarded(incoming(cell ?? ""));

/** The same of a whole row; most have no apostrophe at all. */
function plainValues(values: RowValues): RowValues {
  if (!columnNames.some((column) => values[column]?.includes("'"))) return values;
  return Object.fromEntries(Object.entries(values).map(([column, cell]) => [column, plainValue(cell)]));
}

/** Judges one record of a file: first whether its cells can be told apart at all, then the row they make. */
export function judgeRecord(
  header: Header,
  record: FileRecord,
  context: JudgeContext,
): { accepted: AcceptedRow } | { refused: RefusedRecord } {
  const shape = shapeFault(header, record);
  const outcome = shape ? { faults: [shape] } : judgeRow(rowValues(header, record), record.line, context);
  return "fields" in outcome
    ? { accepted: { line: record.line, ...outcome.fields, ...extraOf(header, record) } }
    : { refused: refuse(header, record, outcome.faults) };
}

function referenceFault(
  values: RowValues,
  line: number,
  { references: rules, ...at }: JudgeContext,
): IngestError | undefined {
  const reference = incoming(values.reference ?? "");
  if (reference === "" || !rules) return undefined;
  const place = { line, column: "reference", value: reference } as const;
  const first = rules.firstLine?.(reference, line);
  if (first !== undefined) return ingestError("reference_repeated", { ...place, first_line: first });
  const payout = rules.named(reference);
  return payout && referenceUsed(line, reference, payout, readCells(comparedColumns, values, line, at).fields);
}

/** Most files have no such columns, and their rows stay as small as they are. */
function extraOf({ extra: columns }: Header, { cells }: FileRecord): Pick<AcceptedRow, "extra"> {
  const extra = extraTexts(columns, ({ index }) => cells[index]);
  return extra === null ? {} : { extra };
}

/** `values` is the row as it was written, by column, so that it can be shown and repaired. */
export type RefusedRecord = { line: number; values: Record<string, string>; errors: IngestError[] };

/** The cells of a record under the columns the header gives them. */
export function rowValues(header: Header, { cells }: FileRecord): RowValues {
  const values: RowValues = {};
  for (const [column, index] of header.positions) values[column] = cells[index] ?? "";
  return values;
}

/** The record as a refused row keeps it: every cell under its column, those beyond the header under their position. */
export function refuse(header: Header, { line, cells }: FileRecord, errors: IngestError[]): RefusedRecord {
  const entries = cells.map((cell, index) => [header.keys[index] || `(cell ${index + 1})`, cell]);
  // fromEntries defines keys of its own, so a column called __proto__ is a column like any other.
  return { line, values: Object.fromEntries(entries) as Record<string, string>, errors };
}

/** What makes it unsafe to read a record's cells at all. */
export function shapeFault(
  { width, keys, positions }: Header,
  { line, lastLine, cells, quoteFault, miscounted }: FileRecord,
): IngestError | undefined {
  if (quoteFault) return ingestError(`row_${quoteFault}`, { line });
  if (lastLine > line && cells.some((cell, index) => swallowed(cell, [...positions.values()].includes(index), width))) {
    return ingestError("spans_lines", { line, last_line: lastLine });
  }
  const { found, expected } = miscounted ?? { found: cells.length, expected: width };
  if (found !== expected)
    return ingestError(found < expected ? "too_few_cells" : "too_many_cells", { line, found, expected });
  const unnamed = cells.findIndex((cell, index) => cell !== "" && keys[index] === "");
  return unnamed === -1 ? undefined : ingestError("unnamed_cell", { line, value: cells[unnamed]! });
}

/**
 * No value of ours has line breaks; a column that is not read may, unless what it holds looks like rows of this very
 * file.
 */
function swallowed(cell: string, isRead: boolean, width: number): boolean {
  const lines = cell.split(/\r\n|\r|\n/);
  if (lines.length < 2) return false;
  return isRead || lines.some((line) => line.split(/[,;\t|]/).length >= Math.min(width, 5));
}
