import { isUtf8 } from "node:buffer";
import { FileFault } from "./records";
import { bytesThatTell, encodingOf, textFault } from "./format";
import { ingestError } from "@/lib/ingest-errors/table";
import { maxRecordLength } from "@/lib/batches/file-format/limits";

/**
 * Whole lines of a file's text, only the last of them perhaps without its line break. `then` says why nothing can
 * follow: the next line is not UTF-8, or has no end in sight.
 */
export type TextPiece = { text: string; bytesRead: number; then?: "encoding_unknown" | "record_too_long" };

type BytePiece = { bytes: Buffer; bytesRead: number };

const newline = 0x0a;
const carriageReturn = 0x0d;
const byteOrderMark = Buffer.from("\ufeff");

/** @throws FileFault when the file is no text at all, or UTF-16 that is damaged */
export async function* linesOfText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<TextPiece> {
  for await (const piece of cutAtLines(inUtf8(bytes))) {
    if (isUtf8(piece.bytes)) {
      yield {
        text: piece.bytes.toString("utf8"),
        bytesRead: piece.bytesRead,
        ...(piece.endless && { then: "record_too_long" }),
      };
      if (piece.endless) return;
    } else {
      yield {
        text: piece.bytes.toString("utf8", 0, undecodableLine(piece.bytes)),
        bytesRead: piece.bytesRead,
        then: "encoding_unknown",
      };
      return;
    }
  }
}

/** The file in UTF-8 and without a byte order mark, whatever mark it came with. Not yet checked to be UTF-8. */
async function* inUtf8(source: AsyncIterable<Uint8Array>): AsyncGenerator<BytePiece> {
  let decoder: TextDecoder | undefined;
  let bytesRead = 0;
  let isFirst = true;
  for await (const chunk of withWholeHead(source)) {
    bytesRead += chunk.length;
    if (isFirst) decoder = decoderFor(chunk);
    const bytes = decoder ? decoded(decoder, chunk) : chunk;
    yield { bytes: isFirst && begins(bytes, byteOrderMark) ? bytes.subarray(byteOrderMark.length) : bytes, bytesRead };
    isFirst = false;
  }
  if (decoder) yield { bytes: decoded(decoder), bytesRead };
}

const begins = (bytes: Buffer, start: Buffer) => bytes.subarray(0, start.length).equals(start);

/** None for UTF-8, whose bytes are taken as they are. */
function decoderFor(head: Buffer): TextDecoder | undefined {
  const fault = textFault(head);
  if (fault) throw new FileFault([fault]);
  const encoding = encodingOf(head);
  return encoding === "utf-8" ? undefined : new TextDecoder(encoding, { fatal: true });
}

function decoded(decoder: TextDecoder, bytes?: Buffer): Buffer {
  try {
    return Buffer.from(bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode());
  } catch {
    throw new FileFault([ingestError("utf16_damaged", {})]);
  }
}

/** The same bytes, the first piece long enough to tell what they are. */
async function* withWholeHead(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of source) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    head = head && Buffer.concat([head, bytes]);
    if (head && head.length < bytesThatTell) continue;
    yield head ?? bytes;
    head = undefined;
  }
  if (head && head.length > 0) yield head;
}

/** Cuts the bytes anew, at the ends of lines. No multi-byte character of UTF-8 contains the bytes of a line break. */
async function* cutAtLines(pieces: AsyncIterable<BytePiece>): AsyncGenerator<BytePiece & { endless?: true }> {
  let rest: Buffer = Buffer.alloc(0);
  let bytesRead = 0;
  for await (const piece of pieces) {
    bytesRead = piece.bytesRead;
    const bytes = rest.length > 0 ? Buffer.concat([rest, piece.bytes]) : piece.bytes;
    const end = endOfLastLine(bytes);
    if (end > 0) yield { bytes: bytes.subarray(0, end), bytesRead };
    rest = bytes.subarray(end);
    // A character has at most three bytes for each UTF-16 unit that its record's length counts.
    if (rest.length > 3 * maxRecordLength) return yield { bytes: rest, bytesRead, endless: true };
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
