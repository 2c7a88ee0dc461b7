import { ingestError, type IngestError } from "./ingest-errors";

/** Files that people upload in place of text, known by how they begin. */
const signatures = [
  { code: "file_is_excel", bytes: [0x50, 0x4b, 0x03, 0x04] },
  { code: "file_is_old_excel", bytes: [0xd0, 0xcf, 0x11, 0xe0] },
  { code: "file_is_gzip", bytes: [0x1f, 0x8b] },
  { code: "file_is_pdf", bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
] as const;

const textForms = [
  { code: "file_is_html", pattern: /^\s*<(!doctype|!--|html|head|meta|table|\?xml)/i },
  { code: "file_is_json", pattern: /^\s*[[{]\s*["{[]/ },
] as const;

const bytesLookedAt = 1_000;
const newline = 0x0a;

const begins = (bytes: Uint8Array, start: readonly number[]) => start.every((byte, index) => bytes[index] === byte);

/** The text of a file in UTF-8, or in UTF-16 with its mark; anything else is a fault, because other encodings can only be guessed. */
export function decodeText(bytes: Uint8Array): { text: string } | { fault: IngestError } {
  const signature = signatures.find((candidate) => begins(bytes, candidate.bytes));
  if (signature) return { fault: ingestError(signature.code, {}) };
  const decoded = begins(bytes, [0xff, 0xfe]) || begins(bytes, [0xfe, 0xff]) ? decodeUtf16(bytes) : decodeUtf8(bytes);
  if ("fault" in decoded) return decoded;
  if (decoded.text.trim() === "") return { fault: ingestError("file_empty", {}) };
  const form = textForms.find(({ pattern }) => pattern.test(decoded.text.slice(0, bytesLookedAt)));
  return form ? { fault: ingestError(form.code, {}) } : decoded;
}

function decodeUtf16(bytes: Uint8Array): { text: string } | { fault: IngestError } {
  try {
    return { text: new TextDecoder(bytes[0] === 0xff ? "utf-16le" : "utf-16be", { fatal: true }).decode(bytes) };
  } catch {
    return { fault: ingestError("utf16_damaged", {}) };
  }
}

function decodeUtf8(bytes: Uint8Array): { text: string } | { fault: IngestError } {
  if (looksLikeUtf16(bytes)) return { fault: ingestError("utf16_without_mark", {}) };
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    return { text: decoder.decode(bytes) };
  } catch {
    return { fault: ingestError("encoding_unknown", { line: firstUndecodableLine(bytes, decoder) }) };
  }
}

/** In UTF-16, every second byte of plain English is zero. */
function looksLikeUtf16(bytes: Uint8Array): boolean {
  const start = bytes.subarray(0, bytesLookedAt);
  return start.filter((byte) => byte === 0).length > start.length * 0.3;
}

function firstUndecodableLine(bytes: Uint8Array, decoder: TextDecoder): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    // No multi-byte character of UTF-8 contains the newline byte, so lines can be tried one by one.
    const end = bytes.indexOf(newline, start);
    try {
      decoder.decode(bytes.subarray(start, end === -1 ? bytes.length : end));
    } catch {
      return line;
    }
    if (end === -1) break;
    start = end + 1;
  }
  return line;
}
