import { isUtf8 } from "node:buffer";
import { FileFault } from "./file-fault";
import { encodingOf } from "./format";
import { ingestError } from "@/lib/ingest-errors/table";
import { maxRecordLength } from "@/lib/batches/file-format/limits";

/**
 * Complete lines of a file's text; only the last of the file may lack its line break. `isDamaged` says that the line after
 * them is not UTF-8, so that nothing can follow.
 */
export type TextPiece = { text: string; bytesRead: number; isDamaged: boolean };
type BytePiece = { bytes: Buffer; bytesRead: number };

const byteOrderMark = /^\ufeff/;
const newline = 0x0a;
const carriageReturn = 0x0d;

/** @throws FileFault when it is UTF-16 and damaged */
export async function* linesOfText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<TextPiece> {
  let isFirst = true;
  for await (const { bytes: piece, bytesRead } of completeLines(inUtf8(bytes))) {
    const isDamaged = !isUtf8(piece);
    const text = piece.toString("utf8", 0, isDamaged ? undecodableLine(piece) : piece.length);
    yield { text: isFirst ? text.replace(byteOrderMark, "") : text, bytesRead, isDamaged };
    if (isDamaged) return;
    isFirst = false;
  }
}

/** The file in UTF-8, whatever mark it came with. Not yet checked to be UTF-8. */
async function* inUtf8(source: AsyncIterable<Uint8Array>): AsyncGenerator<BytePiece> {
  let decoder: TextDecoder | undefined;
  let bytesRead = 0;
  for await (const chunk of withMark(source)) {
    if (bytesRead === 0) decoder = decoderFor(chunk);
    bytesRead += chunk.length;
    yield { bytes: decoder ? decoded(decoder, chunk) : chunk, bytesRead };
  }
  if (decoder) yield { bytes: decoded(decoder), bytesRead };
}

/** None for UTF-8, whose bytes need no decoding. */
function decoderFor(head: Buffer): TextDecoder | undefined {
  const encoding = encodingOf(head);
  return encoding === "utf-8" || !encoding ? undefined : new TextDecoder(encoding, { fatal: true });
}

function decoded(decoder: TextDecoder, bytes?: Buffer): Buffer {
  try {
    return Buffer.from(bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode());
  } catch {
    throw new FileFault([ingestError("utf16_damaged", {})]);
  }
}

/** The same bytes, the first piece long enough to have a byte order mark. */
async function* withMark(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of source) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    head = head && Buffer.concat([head, bytes]);
    if (head && head.length < 2) continue;
    yield head ?? bytes;
    head = undefined;
  }
  if (head && head.length > 0) yield head;
}

/** Cuts the bytes anew, at the ends of lines. No multi-byte character of UTF-8 contains the bytes of a line break. */
async function* completeLines(pieces: AsyncIterable<BytePiece>): AsyncGenerator<BytePiece> {
  let rest: Buffer = Buffer.alloc(0);
  let bytesRead = 0;
  for await (const piece of pieces) {
    bytesRead = piece.bytesRead;
    const bytes = rest.length > 0 ? Buffer.concat([rest, piece.bytes]) : piece.bytes;
    const end = endOfLastLine(bytes);
    if (end > 0) yield { bytes: bytes.subarray(0, end), bytesRead };
    rest = bytes.subarray(end);
    // A character has at most three bytes for each UTF-16 unit that its record's length counts.
    if (rest.length > 3 * maxRecordLength) break;
  }
  if (rest.length > 0) yield { bytes: rest, bytesRead };
}

/**
 * A carriage return ends a line only where what follows is known and no newline; 0 when there is no end of a line at
 * all.
 */
function endOfLastLine(bytes: Buffer): number {
  const end = bytes.lastIndexOf(newline) + 1;
  return end > 0 ? end : bytes.lastIndexOf(carriageReturn, -2) + 1;
}

/** Where the first line begins that is not UTF-8. */
function undecodableLine(bytes: Buffer): number {
  for (let start = 0; ; ) {
    const end = bytes.indexOf(newline, start) + 1;
    if (end === 0 || !isUtf8(bytes.subarray(start, end))) return start;
    start = end;
  }
}
