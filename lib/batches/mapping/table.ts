import { headerAt } from "@/lib/batches/file-format/header-search";
import { requiredMeantIn } from "@/lib/batches/file-format/named-columns";
import { isRow } from "@/lib/batches/file-format/header-by-content";
import { needsDateForm } from "@/lib/batches/file-format/mapping/date-form";
import { needsDecimalMark } from "@/lib/batches/file-format/mapping/decimal-mark";
import { guessRoles } from "@/lib/batches/file-format/mapping/guess";
import { firstRecord, type ColumnMapping, type HeadRecord } from "@/lib/batches/file-format/mapping/mapping";
import { answersOf, type Answers } from "@/lib/batches/file-format/mapping/roles";
import { recognized } from "@/lib/batches/file-format/mapping/templates";
import { assertAdmin, type Actor } from "@/lib/actor";
import { mappingRead } from "@/lib/batches/ingest/columns";
import { storedFile } from "@/lib/batches/ingest/stored-file";
import { getBatch, type BatchDetail } from "@/lib/batches/queries";
import { firstOfFile } from "@/lib/batches/reading/open-file";
import { refusalWords, stands } from "@/lib/batches/transitions";
import { DomainError } from "@/lib/errors";

/** Rows that are looked at before a file is read: what they show is asked, what they do not is not. */
const rowsLookedAt = 1_000;

/** A file whose columns are to be chosen. */
export type FirstRows = { batch: BatchDetail; records: HeadRecord[]; before: Before | null };
type Before = { name: string; mapping: ColumnMapping; how: "kept" | "template" };

/**
 * The first rows of a batch's file as they are written, and the mapping that it has been read by or is known by.
 * @throws DomainError `forbidden`, `not_found`, `conflict` when its columns can no longer be chosen; FileFault
 */
export async function firstRowsOf(actor: Actor, id: string): Promise<FirstRows> {
  assertAdmin(actor);
  const batch = await getBatch(actor, id);
  if (!stands("chooseColumns", batch)) throw new DomainError("conflict", refusalWords("chooseColumns", batch));
  if (batch.fileRemovedAt !== null)
    throw new DomainError("conflict", "The file of this batch was removed, so it cannot be read differently.");
  const records = await firstOfFile(storedFile(batch), rowsLookedAt);
  return { batch, records, before: beforeOf(batch, records) };
}

function beforeOf(batch: BatchDetail, records: readonly HeadRecord[]): Before | null {
  const kept = mappingRead(batch);
  if (kept) return { name: (batch.columnsRead as { name: string }).name, mapping: kept, how: "kept" };
  const known = recognized(records.slice(0, headRows));
  return known?.mapping ? { name: known.name, mapping: known.mapping, how: "template" } : null;
}

/** A header is looked for in as many rows as when a file is read. */
const headRows = 20;

/** The header, or the first record where there is none, as wide as the rows below it. Undefined for a line that is none. */
export function headOf(records: readonly HeadRecord[], headerLine: number | null): HeadRecord | undefined {
  const head = records.slice(0, headRows);
  return headerLine === null ? firstRecord(head) : head.find(({ line }) => line === headerLine);
}

/** What the page shows: the columns with a guess for each, and what the values below leave open. */
export type ColumnTable = {
  head: HeadRecord;
  /** Records that may be the header. */
  candidates: HeadRecord[];
  rows: HeadRecord[];
  answers: Answers;
};

/**
 * The table of a file with a guess for every column.
 * @param headerLine as a person said it; undefined before, null where they said that there is none
 */
export function columnTable({ records, before }: FirstRows, headerLine?: number | null): ColumnTable | undefined {
  const isAsked = headerLine === undefined;
  const line = isAsked ? (before?.mapping.header ?? { line: guessedLine(records) }).line : headerLine;
  const head = headOf(records, line);
  if (!head) return undefined;
  const rows = records.filter((record) => line === null || record.line > line);
  const answers: Answers =
    isAsked && before
      ? answersOf(before.mapping)
      : {
          headerLine: line,
          roles: guessRoles(line === null ? null : head.cells, rows.slice(0, 50), head.cells.length),
          constants: {},
          nameFromAddress: false,
          keepsChosen: false,
          decimalMark: null,
          dateForm: null,
        };
  return { head, candidates: records.slice(0, headRows), rows, answers };
}

/** The line that is probably the header: by its words, else the first that fills as many cells as any. */
function guessedLine(records: readonly HeadRecord[]): number | null {
  const head = records.slice(0, headRows);
  const at = headerAt(head.map(({ cells }) => cells));
  const filled = ({ cells }: HeadRecord) => cells.filter((cell) => cell !== "").length;
  const widest = head.find((record) => filled(record) === Math.max(...head.map(filled)));
  const found = at > 0 || requiredMeantIn(head[0]?.cells ?? []) > 1 ? head[at] : widest;
  return found && !isRow(found.cells) ? found.line : null;
}

/** Which columns have values that nobody can read for sure before the mark, or the order of dates, is said. */
export const unclearColumns = (rows: readonly HeadRecord[], width: number) => {
  const among = (is: (text: string) => boolean) =>
    Array.from({ length: width }, (_, index) => rows.map(({ cells }) => cells[index] ?? "").find(is) ?? null);
  return { amounts: among(needsDecimalMark), dates: among(needsDateForm) };
};
