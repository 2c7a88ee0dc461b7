import type { FileRecord } from "./records";

/** What is read, judged and written at once. */
export type Chunk = { records: FileRecord[]; firstLine: number; lastLine: number; bytesRead: number };

export const recordsPerChunk = 5_000;

/** The records of a file in chunks. */
export async function* chunksOf(records: AsyncIterable<FileRecord & { bytesRead: number }>): AsyncGenerator<Chunk> {
  let waiting: FileRecord[] = [];
  let bytesRead = 0;
  for await (const record of records) {
    waiting.push(record);
    bytesRead = record.bytesRead;
    if (waiting.length < recordsPerChunk) continue;
    yield chunkOf(waiting, bytesRead);
    waiting = [];
  }
  if (waiting.length > 0) yield chunkOf(waiting, bytesRead);
}

const chunkOf = (records: FileRecord[], bytesRead: number): Chunk => ({ records, firstLine: records[0]!.line, lastLine: records.at(-1)!.line, bytesRead });

/** The same items, each one asked for while the one before it is still being used. */
export async function* ahead<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
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
