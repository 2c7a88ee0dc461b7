import { assertAdmin, type Actor } from "@/lib/actor";
import { unguarded } from "@/lib/csv-text";
import { rowValues, shapeFault } from "@/lib/batches/rules/judge";
import { hiddenRowsFault } from "@/lib/batches/hidden-rows";
import { headerName } from "@/lib/batches/file-format/columns";
import type { Header } from "@/lib/batches/file-format/header";
import { ingestError, type IngestError } from "@/lib/ingest-errors/table";
import { detectFormat } from "@/lib/batches/reading/format";
import { openBatchFile, type FileSource } from "@/lib/batches/reading/open-file";
import { getBatch } from "@/lib/batches/queries";
import { FileFault } from "@/lib/batches/reading/file-fault";
import type { FileRecord } from "@/lib/batches/reading/records";
import { batchColumn, lineColumn } from "./refused-rows-file";
import { attemptsOf, valuesOf, type OtherCells, type StoredRow } from "./attempts";
import { rowsAtLines } from "./queries";
import { addRefused, startRun, tryRows, type RepairTally, type RepairRun } from "./tally";
import { assertRepairable } from "./writing";
import { columnNames, type RowValues } from "@/lib/payouts/fields/table";

type CorrectionOutcome = RepairTally | { fileFaults: IngestError[] };

const rowsAtOnce = 500;

/**
 * Reads a correction file, which is a batch's refused rows with new values: each row that is good now becomes the payout
 * of its line. Uploaded again, it creates nothing.
 * @param dry counts what would be created, and creates nothing
 * @throws DomainError `forbidden` for everyone but admins and the system, `not_found`, `conflict` when the batch has
 * not ended
 */
export async function applyCorrectionFile(
  actor: Actor,
  batchId: string,
  bytes: Uint8Array,
  { dry = false, fileName = "" } = {},
): Promise<CorrectionOutcome> {
  assertAdmin(actor);
  assertRepairable(await getBatch(actor, batchId));
  const detected = detectFormat(bytes, fileName);
  if ("fault" in detected) return { fileFaults: [detected.fault] };
  try {
    const source: FileSource = { ...detected, sheet: null, bytes: () => inPieces(bytes) };
    // Read to its end once before anything is created: of a file that cannot be read to its end nothing is used.
    await readCorrectionFile(source, () => Promise.resolve());
    return await repairFrom(actor, batchId, source, await startRun(actor, { dry }));
  } catch (error) {
    if (error instanceof FileFault) return { fileFaults: error.faults };
    throw error;
  }
}

async function repairFrom(actor: Actor, batchId: string, source: FileSource, run: RepairRun): Promise<RepairTally> {
  const seen = new Set<number>();
  await readCorrectionFile(source, async (records, header) => {
    const matched = await matchRecords(actor, batchId, records, {
      ...placesIn(header),
      header,
      seen,
      tally: run.tally,
    });
    await tryRows(actor, batchId, await attemptsOf(actor, matched), run);
  });
  return run.tally;
}

/**
 * Reads the records of a correction file, some at a time.
 * @throws FileFault
 */
async function readCorrectionFile(
  source: FileSource,
  handle: (records: FileRecord[], header: Header) => Promise<void>,
): Promise<void> {
  const opened = await openBatchFile(source);
  if ("faults" in opened) throw new FileFault(opened.faults);
  if (placesIn(opened.header).line === -1) {
    await opened.records.return(undefined);
    throw new FileFault([ingestError("correction_without_lines", {})]);
  }
  let records: FileRecord[] = [];
  for await (const piece of opened.records) {
    for (const record of piece.records) {
      if (records.push(record) < rowsAtOnce) continue;
      await handle(records, opened.header);
      records = [];
    }
  }
  // A row that nobody sees was not corrected by anybody either.
  if (opened.notes.hiddenRowCount > 0) throw new FileFault([hiddenRowsFault(opened.notes)]);
  await handle(records, opened.header);
}

const pieceBytes = 1 << 20;

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += pieceBytes) yield bytes.subarray(start, start + pieceBytes);
}

type Places = { line: number; batch: number };
type Matching = Places & { header: Header; seen: Set<number>; tally: RepairTally };

const placesIn = (header: Header): Places => ({
  line: placeNamed(lineColumn, header),
  batch: placeNamed(batchColumn, header),
});

/**
 * Spelled as it was downloaded, else in whatever way a program changed it: a column of the file itself may differ in
 * its spelling alone.
 */
function placeNamed(column: string, { keys }: Header): number {
  const exact = keys.indexOf(column);
  return exact === -1 ? keys.findIndex((key) => headerName(key) === headerName(column)) : exact;
}

/** Finds the refused row of each record; those that have none, or were repaired before, go to the tally. */
async function matchRecords(
  actor: Actor,
  batchId: string,
  records: readonly FileRecord[],
  matching: Matching,
): Promise<{ row: StoredRow; values: RowValues; others: OtherCells }[]> {
  const { header, tally } = matching;
  const placed = records.flatMap((record) => {
    const place = placeOf(record, batchId, matching);
    if (typeof place === "number") return [{ record, line: place }];
    addRefused(tally, null, [place]);
    return [];
  });
  const rows = new Map(
    (
      await rowsAtLines(
        actor,
        batchId,
        placed.map(({ line }) => line),
      )
    ).map((row) => [row.line, row]),
  );
  return placed.flatMap(({ record, line }) => {
    const row = rows.get(line);
    if (!row)
      addRefused(tally, line, [ingestError("correction_line_unknown", { line: record.line, value: String(line) })]);
    else if (row.resolvedAt) tally.already += 1;
    else
      return [
        { row, values: { ...valuesOf(row), ...correctedValues(header, record) }, others: otherCells(header, record) },
      ];
    return [];
  });
}

/** The line of the batch that a record repairs, or why it cannot repair any. */
function placeOf(
  record: FileRecord,
  batchId: string,
  { header, line: linePlace, batch: batchPlace, seen }: Matching,
): number | IngestError {
  const { line, cells } = record;
  const shape = shapeFault(header, record);
  if (shape) return shape;
  const batch = batchPlace === -1 ? "" : cells[batchPlace]!;
  if (batch !== "" && batch.toLowerCase() !== batchId) return ingestError("correction_other_batch", { line });
  const written = cells[linePlace]!;
  if (written === "") return ingestError("correction_line_missing", { line });
  if (!/^[1-9]\d{0,8}$/.test(written)) return ingestError("correction_line_unknown", { line, value: written });
  const batchLine = Number(written);
  if (seen.has(batchLine)) return ingestError("correction_line_repeated", { line, batch_line: batchLine });
  seen.add(batchLine);
  return batchLine;
}

/** The cells of the columns that the correction file has; the others stay as they were. */
const correctedValues = (header: Header, record: FileRecord): RowValues =>
  Object.fromEntries(Object.entries(rowValues(header, record)).map(([column, text]) => [column, unguarded(text)]));

/** The cells of all other columns, by their names. */
const otherCells = (header: Header, { cells }: FileRecord): OtherCells =>
  Object.fromEntries(
    header.keys.flatMap((name, index) =>
      name === "" || isColumn(name) ? [] : [[name, unguarded(cells[index] ?? "")]],
    ),
  );

const isColumn = (name: string): boolean => columnNames.some((column) => column === name);
