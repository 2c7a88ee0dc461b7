import { ingestError, type IngestError } from "@/lib/ingest-errors/table";

export type FileFormat = "csv" | "xlsx";

/** How many bytes from the start of a file it takes to see what it is; fewer only when the file has no more. */
const detectionBytes = 4_096;

/** Files that people upload in place of text, known by how they begin. */
const signatures = [
  { code: "file_is_gzip", bytes: [0x1f, 0x8b] },
  { code: "file_is_pdf", bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
] as const;

const zip = [0x50, 0x4b, 0x03, 0x04];
const emptyZip = [0x50, 0x4b, 0x05, 0x06];
/**
 * Both the workbooks of Excel before 2007 and the newer ones with a password are kept in Microsoft's compound files.
 */
const compoundFile = [0xd0, 0xcf, 0x11, 0xe0];
const encryptedEntry = Buffer.from("EncryptedPackage", "utf16le");

/** Standards of banks: a NACHA file header has the size of a record at 35; the rest is known by its first words. */
const textForms = [
  { code: "file_is_nacha", pattern: /^\s*1\d{2}(?:[^\r\n]{31}094101|[^\r\n]{91}(?:\r\n?|\n)5[^\r\n]{93}(?:[\r\n]|$))/ },
  { code: "file_is_iso20022", pattern: /^\s*<[^]{0,2000}iso:20022:tech:xsd:(?:pain|pacs|camt)\.\d/ },
  {
    code: "file_is_swift",
    pattern: /^\s*(?:\{1:[A-Z]\d{2}|:20:[^\r\n]*(?:\r\n?|\n)(?::\d{2}|[^\r\n]*(?:\r\n?|\n):\d{2})[A-Z]?:)/,
  },
  { code: "file_is_html", pattern: /^\s*<[a-z!?]/i },
  { code: "file_is_json", pattern: /^\s*(?:\{\s*["}]|\[\s*["{[\]\d-])/ },
] as const;

const begins = (bytes: Uint8Array, start: readonly number[]) => start.every((byte, index) => bytes[index] === byte);

const isZip = (firstBytes: Uint8Array): boolean => begins(firstBytes, zip) || begins(firstBytes, emptyZip);

/**
 * What a file is, by its content; the name only decides between two faults.
 * @param firstBytes `detectionBytes` of them, or all of them when the file is shorter
 */
export function detectFormat(
  firstBytes: Uint8Array,
  fileName: string,
): { format: FileFormat } | { fault: IngestError } {
  if (firstBytes.length === 0) return { fault: ingestError("file_empty", {}) };
  if (isZip(firstBytes)) return { format: "xlsx" };
  if (begins(firstBytes, compoundFile)) {
    const encrypted = Buffer.from(firstBytes).includes(encryptedEntry) || /\.xls[xmb]$/i.test(fileName);
    return { fault: ingestError(encrypted ? "file_is_encrypted" : "file_is_old_excel", {}) };
  }
  const fault = textFault(firstBytes);
  return fault ? { fault } : { format: "csv" };
}

/** The fault of a file that begins like something else than rows of text. */
function textFault(firstBytes: Uint8Array): IngestError | undefined {
  const signature = signatures.find((candidate) => begins(firstBytes, candidate.bytes));
  if (signature) return ingestError(signature.code, {});
  const encoding = encodingOf(firstBytes);
  if (encoding === undefined) return ingestError("utf16_without_mark", {});
  const text = new TextDecoder(encoding).decode(firstBytes.subarray(0, detectionBytes));
  const form = textForms.find(({ pattern }) => pattern.test(text));
  return form && ingestError(form.code, {});
}

/** The encoding of a text by its mark; without one it has to be UTF-8, because every other could only be guessed. */
export function encodingOf(firstBytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" | undefined {
  if (begins(firstBytes, [0xff, 0xfe])) return "utf-16le";
  if (begins(firstBytes, [0xfe, 0xff])) return "utf-16be";
  return looksLikeUtf16(firstBytes) ? undefined : "utf-8";
}

/** In UTF-16, every second byte of plain English is zero. */
function looksLikeUtf16(bytes: Uint8Array): boolean {
  const start = bytes.subarray(0, 1_000);
  return start.filter((byte) => byte === 0).length > start.length * 0.3;
}

/** How much of a file's start and end says whether it looks complete. */
export const headBytes = 4;
export const tailBytes = 22;

const zipDirectoryEnd = [0x50, 0x4b, 0x05, 0x06];
const lineBreaks = [0x0a, 0x0d];

/**
 * Whether a file ends as a complete one does: text with a line break, in the encoding that its mark names, and a workbook
 * with the end of its directory. One that does not may still be complete, or be cut off in the middle of a row.
 * @param head its first `headBytes`, `tail` its last `tailBytes`; less where it has no more
 */
export function looksComplete(head: Buffer, tail: Buffer, size: number): boolean {
  if (isZip(head)) return begins(tail, zipDirectoryEnd);
  const encoding = encodingOf(head);
  if (encoding === "utf-8" || encoding === undefined) return lineBreaks.includes(tail.at(-1) ?? 0);
  if (size % 2 === 1) return false;
  const last = tail.length - 2;
  return lineBreaks.includes(encoding === "utf-16le" ? tail.readUInt16LE(last) : tail.readUInt16BE(last));
}
