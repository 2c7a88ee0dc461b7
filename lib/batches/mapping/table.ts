import { headerAt, headerWithin } from "@/lib/batches/file-format/header-search";
import { requiredMeantIn } from "@/lib/batches/file-format/named-columns";
import { isRow } from "@/lib/batches/file-format/header-by-content";
import type { WrittenRecord } from "@/lib/batches/file-format/mapping/apply";
import { needsDateForm } from "@/lib/batches/file-format/mapping/date-form";
import { needsDecimalMark } from "@/lib/batches/file-format/mapping/decimal-mark";
import { guessRoles } from "@/lib/batches/file-format/mapping/guess";
import {
  cellKeys,
  firstRecord,
  placed,
  type ColumnMapping,
  type HeadRecord,
} from "@/lib/batches/file-format/mapping/mapping";
import { answersOf, type Answers } from "@/lib/batches/file-format/mapping/roles";
import { recognized } from "@/lib/batches/file-format/mapping/templates";
import { assertAdmin, type Actor } from "@/lib/actor";
import { mappingRead } from "@/lib/batches/ingest/columns";
import { storedFile } from "@/lib/batches/ingest/stored-file";
import { getBatch, type Batch, type BatchDetail } from "@/lib/batches/queries";
import { firstOfFile } from "@/lib/batches/reading/open-file";
import type { Excerpt } from "@/lib/batches/reading/records";
import { awaitsColumns } from "@/lib/batches/status";
import { refusalWords, stands } from "@/lib/batches/transitions";
import { DomainError } from "@/lib/errors";
import type { ColumnName } from "@/lib/payouts/fields/table";
import { heldExcerpt, rowsLookedAt } from "./held-excerpts";

/** A file whose columns are to be chosen. */
export type FirstRows = { batch: BatchDetail; excerpt: Excerpt; records: HeadRecord[]; before: Before | null };
type Before = { name: string; mapping: ColumnMapping; how: "kept" | "template" };

/**
 * The beginning of a batch's file, with the sheets that its workbook has.
 * @throws DomainError and FileFault as `firstRowsOf`
 */
export async function excerptOfBatch(actor: Actor, id: string): Promise<Pick<FirstRows, "batch" | "excerpt">> {
  assertAdmin(actor);
  const batch = await getBatch(actor, id);
  if (!stands("chooseColumns", batch)) throw new DomainError("conflict", refusalWords("chooseColumns", batch));
  assertFileKept(batch);
  return { batch, excerpt: await heldExcerpt(batch) };
}

/**
 * The first rows of a batch's file as they are written, and the mapping that it has been read by or is known by.
 * @throws DomainError `forbidden`, `not_found`, `conflict` when its columns can no longer be chosen; FileFault
 */
export async function firstRowsOf(actor: Actor, id: string): Promise<FirstRows> {
  const { batch, excerpt } = await excerptOfBatch(actor, id);
  const records = await firstOfFile({ ...storedFile(batch), excerpt }, rowsLookedAt);
  return { batch, excerpt, records, before: beforeOf(batch, records) };
}

/** @throws DomainError `conflict` */
export function assertFileKept({ fileRemovedAt }: Pick<Batch, "fileRemovedAt">): void {
  if (fileRemovedAt === null) return;
  throw new DomainError("conflict", "The file of this batch was removed, so it cannot be read differently.");
}

function beforeOf(batch: BatchDetail, records: readonly HeadRecord[]): Before | null {
  const head = records.slice(0, headerWithin);
  const kept = mappingRead(batch);
  // A file may have been sent with the mapping of other columns: what that says is of no use here.
  const fitting = kept && placed(kept, head);
  if (fitting) return { name: (batch.columnsRead as { name: string }).name, mapping: fitting, how: "kept" };
  const known = recognized(head);
  return known?.mapping ? { name: known.name, mapping: known.mapping, how: "template" } : null;
}

/** The header, or the first record where there is none, as wide as the rows below it. Undefined for a line that is none. */
export function headOf(records: readonly HeadRecord[], headerLine: number | null): HeadRecord | undefined {
  const head = records.slice(0, headerWithin);
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
  return { head, candidates: records.slice(0, headerWithin), rows, answers };
}

/** The line that is probably the header: by its words, else the first that fills as many cells as any. */
function guessedLine(records: readonly HeadRecord[]): number | null {
  const head = records.slice(0, headerWithin);
  const at = headerAt(head.map(({ cells }) => cells));
  const filled = ({ cells }: HeadRecord) => cells.filter((cell) => cell !== "").length;
  const widest = head.find((record) => filled(record) === Math.max(...head.map(filled)));
  const found = at > 0 || requiredMeantIn(head[0]?.cells ?? []) > 1 ? head[at] : widest;
  return found && !isRow(found.cells) ? found.line : null;
}

/** The same first rows, as they are read where the columns are what a mapping says. */
export const recordsUnder = ({ batch, excerpt }: FirstRows, mapping: ColumnMapping): Promise<WrittenRecord[]> =>
  firstOfFile({ ...storedFile(batch), excerpt, mapping }, rowsLookedAt);

/**
 * Of each column a value that nobody can read for sure before the mark, or the order of dates, is said; null without one.
 * `stopped`: a row stopped a mapping, perhaps one far below these.
 */
export async function unclearColumns(first: FirstRows, { head, answers }: ColumnTable) {
  const keys = cellKeys(head.cells, answers.headerLine !== null);
  const among = async (column: ColumnName, is: (text: string) => boolean) => {
    const columns = { [column]: { from: "cells" as const, keys } };
    const mapping = { header: { line: answers.headerLine, keys }, columns, decimalMark: null, dateForm: null };
    const records = await recordsUnder(first, mapping);
    const rows = records.filter(({ line }) => line > (answers.headerLine ?? 0));
    const textsAt = (at: number) =>
      rows.flatMap(({ cells, numbers = [] }) => (numbers.includes(at) ? [] : [cells[at] ?? ""]));
    return keys.map((_, index) => textsAt(index).find(is) ?? null);
  };
  const [amounts, dates] = await Promise.all([among("amount", needsDecimalMark), among("expires_at", needsDateForm)]);
  return { amounts, dates, stopped: awaitsColumns(first.batch) && mappingRead(first.batch) !== null };
}
