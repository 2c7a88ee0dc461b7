import { ingestError } from "@/lib/ingest-errors/table";
import { csvHead } from "./csv-head";
import type { CsvReader } from "./csv-reader";
import { FileFault } from "./file-fault";
import { linesOfText, type TextPiece } from "./lines";
import type { RecordChunk } from "./records";

/**
 * The records of a text file piece by piece, the header first; blank ones are left out.
 * @throws FileFault when the rest cannot be read
 */
export async function* csvRecords(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<RecordChunk> {
  const pieces = linesOfText(bytes);
  const { piece, reader, delimiter } = await csvHead(pieces);
  yield { ...chunkOf(piece, reader), separator: delimiter };
  for await (const next of pieces) yield chunkOf(next, reader);
  reader.end();
}

function chunkOf({ text, bytesRead, isDamaged }: TextPiece, reader: CsvReader): RecordChunk {
  const records = [...reader.read(text)];
  if (isDamaged) throw new FileFault([ingestError("encoding_unknown", { line: reader.nextLine })]);
  return { records, bytesRead };
}
