import type { FileHandle } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { fromFdPromise, type Entry, type ZipFile } from "yauzl";
import { FileFault } from "@/lib/batches/reading/file-fault";
import { ingestError } from "@/lib/ingest-errors/table";

/** Parts of an archive: more than any workbook has. Each is kept in memory, and so is whatever names one. */
export const maxEntries = 10_000;

export const damaged = () => new FileFault([ingestError("workbook_damaged", {})]);

/**
 * The parts of a workbook, by their names in lower case. `sizeOf` is the unpacked size that the archive states; no part may
 * become larger, and one that states more than `maxBytes` is refused.
 */
export type Archive = {
  has: (name: string) => boolean;
  sizeOf: (name: string) => number;
  read: (name: string, maxBytes: number) => AsyncGenerator<Buffer>;
};

/**
 * The caller closes the file.
 * @throws FileFault when it is no complete zip archive
 */
export async function openArchive(file: FileHandle): Promise<Archive> {
  const zip = await orDamaged(fromFdPromise(file.fd, { autoClose: false, lazyEntries: true }));
  const entries = await orDamaged(entriesOf(zip));
  const sizeOf = (name: string) => entries.get(name.toLowerCase())?.uncompressedSize ?? 0;
  return {
    has: (name) => entries.has(name.toLowerCase()),
    sizeOf,
    read: (name, maxBytes) => inflated(zip, entries.get(name.toLowerCase()), maxBytes),
  };
}

async function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  if (zip.entryCount > maxEntries) throw damaged();
  for await (const entry of zip.eachEntry()) entries.set(entry.fileName.toLowerCase(), entry);
  return entries;
}

export const tooLarge = (maxBytes: number) =>
  new FileFault([ingestError("workbook_too_large", { limit: `${maxBytes / 1024 / 1024} MB` })]);

async function* inflated(zip: ZipFile, entry: Entry | undefined, maxBytes: number): AsyncGenerator<Buffer> {
  if (!entry) throw damaged();
  if (entry.uncompressedSize > maxBytes) throw tooLarge(maxBytes);
  const stream = await orDamaged(zip.openReadStreamPromise(entry));
  const chunks = (stream as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let sum = 0;
  try {
    for (let next = await orDamaged(chunks.next()); !next.done; next = await orDamaged(chunks.next())) {
      sum = crc32(next.value, sum);
      yield next.value;
    }
    // A flipped bit can make other letters and still unpack; the library leaves this to its caller.
    if (sum !== entry.crc32) throw damaged();
  } finally {
    stream.destroy();
  }
}

/** The library has no error class for a file that is cut off or altered, so every failure counts as one. */
async function orDamaged<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch {
    throw damaged();
  }
}
