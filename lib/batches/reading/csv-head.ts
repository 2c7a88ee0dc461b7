import { columnsNamedIn } from "@/lib/batches/file-format/header";
import { FileFault } from "./file-fault";
import { ingestError } from "@/lib/ingest-errors/table";
import { maxRecordLength } from "@/lib/batches/file-format/limits";
import type { TextPiece } from "./lines";
import { quotedRun } from "./quoted-run";
import { delimiters, readRecords, type Delimiter, type FileRecord } from "./records";

/** The beginning of a file: at least its header, and by what its cells are divided. */
export type CsvHead = { piece: TextPiece; delimiter: Delimiter; line: number };

/**
 * Reads as much as it takes to know the delimiter: the one a first line like `sep=;` names, as Excel writes it, or the
 * one that makes most of the header.
 * @throws FileFault when there is no header
 */
export async function csvHead(pieces: AsyncGenerator<TextPiece>): Promise<CsvHead> {
  let head: TextPiece = { text: "", bytesRead: 0 };
  while (!hasWholeRecord(head.text) && !isEndless(head)) {
    const next = await pieces.next();
    if (next.done) break;
    head = { ...next.value, text: head.text + next.value.text };
  }
  const named = separatorLine.exec(head.text);
  const piece = named ? { ...head, text: head.text.slice(named[0].length) } : head;
  if (!named) return { piece, delimiter: likeliestDelimiter(head), line: 1 };
  const delimiter = delimiters.find((one) => one === named[1]);
  if (delimiter === undefined) throw new FileFault([ingestError("separator_unknown", { line: 1, value: named[1]! })]);
  return { piece, delimiter, line: 2 };
}

/** Also when it is blank: no header comes that late. */
const isEndless = ({ text, then }: TextPiece) => then !== undefined || text.length > maxRecordLength;

const separatorLine = /^"?sep=([^\r\n])"?[ \t]*(?:\r\n|\r|\n|$)/i;

/**
 * Whether there is a line that is not blank, after one that names the separator, and its quotation marks are closed.
 */
function hasWholeRecord(text: string): boolean {
  const body = text.replace(separatorLine, "");
  const start = body.search(/[^\s,;|]/);
  if (start === -1) return false;
  const rest = body.slice(start);
  const firstLine = /^[^\r\n]*(?:\r\n|\r|\n)/.exec(rest)?.[0];
  return firstLine !== undefined && (!firstLine.includes('"') || quotedRun(rest, 0).end > 0);
}

/**
 * Tries each delimiter on the first line; the one that names the most columns, then the one that makes the most cells,
 * is the file's.
 */
function likeliestDelimiter(head: TextPiece): Delimiter {
  const tries = delimiters.map((delimiter) => ({ delimiter, ...firstRecord(head.text, delimiter) }));
  const score = ({ record }: { record?: FileRecord }) =>
    record ? columnsNamedIn(record.cells) * 1_000 + Math.min(record.cells.length, 999) : -1;
  const best = tries.sort((a, b) => score(b) - score(a))[0]!;
  // What follows is worse than a header that cannot be read, and is told by the reader.
  if (best.record || isEndless(head)) return best.delimiter;
  throw new FileFault([best.fault ?? ingestError("file_empty", {})]);
}

function firstRecord(text: string, delimiter: Delimiter) {
  let record: FileRecord | undefined;
  const fault = readRecords(Buffer.from(text), delimiter, (found) => {
    record = found;
    return false;
  });
  return { record, fault };
}
