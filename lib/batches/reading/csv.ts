import { ingestError } from "@/lib/ingest-errors/table";
import { csvHead } from "./csv-head";
import type { CsvReader } from "./csv-reader";
import { FileFault } from "./file-fault";
import { linesOfText, type TextPiece } from "./lines";
import type { FileRecord, RecordChunk } from "./records";

/**
 * The records of a text file piece by piece, the header first; blank ones are left out.
 * @throws FileFault when the rest cannot be read
 */
export async function* csvRecords(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<RecordChunk> {
  const pieces = linesOfText(bytes);
  const { piece, reader, delimiter } = await csvHead(pieces);
  // The header is not looked at before all that came with it can be read.
  yield { records: wholePiece(piece, reader), bytesRead: piece.bytesRead, separator: delimiter };
  for await (const next of pieces) yield* partsOf(next, reader);
  reader.end();
}

/** As few records at once as can be: what lives long is copied by the garbage collector again and again. */
const recordsPerPart = 1_000;

function* partsOf(piece: TextPiece, reader: CsvReader): Generator<RecordChunk> {
  const { bytesRead } = piece;
  if (piece.isDamaged) return yield { records: wholePiece(piece, reader), bytesRead };
  let records: FileRecord[] = [];
  for (const record of reader.read(piece.text)) {
    if (records.push(record) < recordsPerPart) continue;
    yield { records, bytesRead };
    records = [];
  }
  if (records.length > 0) yield { records, bytesRead };
}

function wholePiece({ text, isDamaged }: TextPiece, reader: CsvReader): FileRecord[] {
  const records = [...reader.read(text)];
  if (isDamaged) throw new FileFault([ingestError("encoding_unknown", { line: reader.nextLine })]);
  return records;
}
