import { randomFillSync } from "node:crypto";

const bytesEach = 16;
/** Rising within one call: 12 bits of the counter behind the time, the other 14 behind the version. */
const counterBits = 26;

/**
 * Ids (UUID version 7) in rising order, for writing thousands of rows: many times quicker than one at a time.
 * @param count at most 33 million
 */
export function newIds(count: number, at: number = Date.now()): string[] {
  const bytes = randomFillSync(Buffer.allocUnsafe(count * bytesEach));
  // Begins in the lower half, so that it cannot run over.
  const first = count === 0 ? 0 : bytes.readUInt32BE(12) >>> (32 - counterBits + 1);
  for (let index = 0; index < count; index++) {
    const start = index * bytesEach;
    const counter = first + index;
    bytes.writeUIntBE(at, start, 6);
    bytes.writeUInt16BE(0x7000 | (counter >>> 14), start + 6);
    bytes.writeUInt16BE(0x8000 | (counter & 0x3fff), start + 8);
  }
  const hex = bytes.toString("hex");
  return Array.from({ length: count }, (_, index) => dashed(hex, index * 2 * bytesEach));
}

const dashed = (hex: string, at: number): string =>
  `${hex.slice(at, at + 8)}-${hex.slice(at + 8, at + 12)}-${hex.slice(at + 12, at + 16)}-${hex.slice(at + 16, at + 20)}-${hex.slice(at + 20, at + 32)}`;
