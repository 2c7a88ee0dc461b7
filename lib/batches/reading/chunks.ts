import { env } from "@/lib/env";
import type { FileRecord, RecordChunk } from "./records";

/** What is read, judged and written at once. */
export type Chunk = { records: FileRecord[]; firstLine: number; lastLine: number; bytesRead: number };

/** Rows of a file that are read, judged and written at once. */
export const recordsPerChunk = (): number => env().INGEST_CHUNK_ROWS;
/** Characters; only files of very long rows have so many in fewer records. */
const textPerChunk = 8 * 1024 * 1024;

/** The records of a file in chunks. */
export async function* chunksOf(pieces: AsyncIterable<RecordChunk>): AsyncGenerator<Chunk> {
  let waiting: FileRecord[] = [];
  let read = 0;
  let length = 0;
  const most = recordsPerChunk();
  for await (const { records, bytesRead } of pieces) {
    read = bytesRead;
    for (const record of records) {
      waiting.push(record);
      for (const cell of record.cells) length += cell.length;
      if (waiting.length < most && length < textPerChunk) continue;
      yield chunkOf(waiting, read);
      waiting = [];
      length = 0;
    }
  }
  if (waiting.length > 0) yield chunkOf(waiting, read);
}

const chunkOf = (records: FileRecord[], bytesRead: number): Chunk => ({
  records,
  firstLine: records[0]!.line,
  lastLine: records.at(-1)!.line,
  bytesRead,
});

/** The same items, each one asked for while the one before it is still being used. */
export async function* prefetch<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  const ask = () => {
    const asked = items.next();
    // Told to whoever waits for it below; until then nobody does.
    asked.catch(() => undefined);
    return asked;
  };
  let next = ask();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = ask();
      yield value;
    }
  } finally {
    await next.catch(() => undefined);
    await items.return(undefined);
  }
}
