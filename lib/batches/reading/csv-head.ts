import { columnsNamedIn } from "@/lib/batches/file-format/header";
import { maxRecordLength } from "@/lib/batches/file-format/limits";
import { ingestError } from "@/lib/ingest-errors/table";
import { delimiters, type Delimiter } from "./csv-cells";
import { CsvReader } from "./csv-reader";
import { FileFault } from "./file-fault";
import type { TextPiece } from "./lines";

/** The beginning of a file, at least its header, and the reader for it and what follows. */
type CsvHead = { piece: TextPiece; reader: CsvReader };

const separatorLine = /^"?sep=([^\r\n])"?[ \t]*(?:\r\n?|\n|$)/i;

/**
 * Reads as much as it takes to know the delimiter: the one a first line like `sep=;` names, as Excel writes it, or the
 * one that makes most of the header.
 * @throws FileFault when there is no header
 */
export async function csvHead(pieces: AsyncGenerator<TextPiece>): Promise<CsvHead> {
  let piece: TextPiece = { text: "", bytesRead: 0, isDamaged: false };
  for (;;) {
    const next = await pieces.next();
    if (!next.done) piece = { ...next.value, text: piece.text + next.value.text };
    const named = separatorLine.exec(piece.text);
    if (named) return afterSeparatorLine(piece, named);
    const tries = delimiters.map((delimiter) => tryDelimiter(delimiter, piece.text, next.done === true));
    // No header comes after so much text, even when all of it is blank.
    const isOver = piece.isDamaged || piece.text.length > maxRecordLength;
    if (!next.done && !isOver && !tries.every(({ score, fault }) => score > 0 || fault)) continue;
    const best = tries.reduce((one, other) => (other.score > one.score ? other : one));
    // Damaged or endless text is worse than a header that cannot be read; the reader finds it.
    if (best.score > 0 || isOver) return { piece, reader: new CsvReader(best.delimiter, 1) };
    throw best.fault ?? new FileFault([ingestError("file_empty", {})]);
  }
}

function afterSeparatorLine(piece: TextPiece, [line, named = ""]: RegExpExecArray): CsvHead {
  const delimiter = delimiters.find((one) => one === named);
  if (delimiter === undefined) throw new FileFault([ingestError("separator_unknown", { line: 1, value: named })]);
  return { piece: { ...piece, text: piece.text.slice(line.length) }, reader: new CsvReader(delimiter, 2) };
}

/** Reads the first record; the more columns it names, and then the more cells it has, the higher the score. */
function tryDelimiter(delimiter: Delimiter, text: string, isAll: boolean) {
  const reader = new CsvReader(delimiter, 1);
  try {
    const { done, value } = reader.read(text).next();
    if (!done) return { delimiter, score: columnsNamedIn(value.cells) * 1_000 + Math.min(value.cells.length, 999) };
    if (isAll) reader.end();
    return { delimiter, score: 0 };
  } catch (fault) {
    if (fault instanceof FileFault) return { delimiter, score: 0, fault };
    throw fault;
  }
}
