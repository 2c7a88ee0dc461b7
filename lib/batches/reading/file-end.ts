import { begins, encodingOf, isZip } from "./format";

/** How much of a file's start and end tells whether it looks whole. */
export const headBytes = 4;
export const tailBytes = 22;

const zipDirectoryEnd = [0x50, 0x4b, 0x05, 0x06];
const lineBreaks = [0x0a, 0x0d];

/**
 * Whether a file ends as a whole one does: text with a line break, in whatever encoding its mark names, and a workbook
 * with the end of its directory. What does not may be whole all the same, or cut off in the middle of a row.
 * @param head its first `headBytes`, `tail` its last `tailBytes`; less where it has no more
 */
export function endsWhole(head: Buffer, tail: Buffer, size: number): boolean {
  if (isZip(head)) return begins(tail, zipDirectoryEnd);
  const encoding = encodingOf(head);
  if (encoding === "utf-8" || encoding === undefined) return lineBreaks.includes(tail.at(-1) ?? 0);
  if (size % 2 === 1) return false;
  const last = tail.length - 2;
  return lineBreaks.includes(encoding === "utf-16le" ? tail.readUInt16LE(last) : tail.readUInt16BE(last));
}
