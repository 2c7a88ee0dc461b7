import { headerAt, headerWithin, startsWithHeader } from "@/lib/batches/file-format/header-search";
import { maxRecordLength } from "@/lib/batches/file-format/limits";
import { columnsNamedIn, requiredMeantIn } from "@/lib/batches/file-format/named-columns";
import { ingestError } from "@/lib/ingest-errors/table";
import { delimiters, type Delimiter } from "./csv-cells";
import { CsvReader } from "./csv-reader";
import { FileFault } from "./file-fault";
import type { TextPiece } from "./lines";

/** The beginning of a file, at least its header, and the reader for it and what follows. */
type CsvHead = { piece: TextPiece; reader: CsvReader; delimiter: Delimiter };

const separatorLine = /^"?sep=([^\r\n])"?[ \t]*(?:\r\n?|\n|$)/i;

/**
 * Reads as much as it takes to know the delimiter: the one a first line like `sep=;` names, as Excel writes it, or the
 * one that makes most of the header, be it the first record or one below a title.
 * @throws FileFault when there is no header
 */
export async function csvHead(pieces: AsyncGenerator<TextPiece>): Promise<CsvHead> {
  let piece: TextPiece = { text: "", bytesRead: 0, isDamaged: false };
  for (;;) {
    const next = await pieces.next();
    if (!next.done) piece = { ...next.value, text: piece.text + next.value.text };
    const named = separatorLine.exec(piece.text);
    if (named) return afterSeparatorLine(piece, named);
    // No header comes after so much text, even when all of it is blank.
    const isOver = piece.isDamaged || piece.text.length > maxRecordLength;
    const best = bestDelimiter(piece.text, next.done === true, isOver);
    if (best === undefined) continue;
    // Damaged or endless text is worse than a header that cannot be read; the reader finds it.
    if (best.records.length > 0 || isOver) return headWith(best.delimiter, piece, 1);
    throw best.fault ?? new FileFault([ingestError("file_empty", {})]);
  }
}

const headWith = (delimiter: Delimiter, piece: TextPiece, line: number): CsvHead => ({
  piece,
  reader: new CsvReader(delimiter, line),
  delimiter,
});

type Try = { delimiter: Delimiter; records: string[][]; fault?: FileFault };

/** Undefined when it takes more text: the first record by every delimiter, and more where none of them is a header. */
function bestDelimiter(text: string, isAll: boolean, isOver: boolean): Try | undefined {
  const firsts = delimiters.map((delimiter) => tryDelimiter(delimiter, text, 1, isAll));
  const isKnown = (most: number) => (one: Try) => one.records.length >= most || one.fault !== undefined;
  if (!isAll && !isOver && !firsts.every(isKnown(1))) return undefined;
  if (firsts.some(({ records: [first] }) => first && startsWithHeader(first))) return bestOf(firsts);
  const tries = delimiters.map((delimiter) => tryDelimiter(delimiter, text, headerWithin, isAll));
  return isAll || isOver || tries.every(isKnown(headerWithin)) ? bestOf(tries) : undefined;
}

const bestOf = (tries: readonly Try[]): Try =>
  tries.map((one) => ({ one, score: scoreOf(one) })).reduce((left, right) => (right.score > left.score ? right : left))
    .one;

/** The more columns the header names, or seems to mean, and then the more cells it has, the higher the score. */
function scoreOf({ records }: Try): number {
  const cells = records[headerAt(records)];
  if (!cells) return 0;
  return columnsNamedIn(cells) * 1_000_000 + requiredMeantIn(cells) * 1_000 + Math.min(cells.length, 999);
}

function afterSeparatorLine(piece: TextPiece, [line, named = ""]: RegExpExecArray): CsvHead {
  const delimiter = delimiters.find((one) => one === named);
  if (delimiter === undefined) throw new FileFault([ingestError("separator_unknown", { line: 1, value: named })]);
  return headWith(delimiter, { ...piece, text: piece.text.slice(line.length) }, 2);
}

/** Reads the first records, as many as there are up to `most`. */
function tryDelimiter(delimiter: Delimiter, text: string, most: number, isAll: boolean): Try {
  const reader = new CsvReader(delimiter, 1);
  const records: string[][] = [];
  try {
    for (const { cells } of reader.read(text)) if (records.push(cells) === most) return { delimiter, records };
    if (isAll) reader.end();
    return { delimiter, records };
  } catch (fault) {
    if (fault instanceof FileFault) return { delimiter, records, fault };
    throw fault;
  }
}
