import { describe, expect, it } from "vitest";
import { chunksOf, recordsPerChunk, type Chunk } from "@/lib/batches/reading/open-file";

async function* records(count: number, text: string) {
  await Promise.resolve();
  for (let line = 2; line < count + 2; line++)
    yield { line, lastLine: line, cells: ["Ada", text], bytesRead: 100 * line };
}

async function chunks(count: number, text: string): Promise<Chunk[]> {
  const all: Chunk[] = [];
  for await (const chunk of chunksOf(records(count, text))) all.push(chunk);
  return all;
}

describe("the chunks of a file", () => {
  it("have each record once, in the order of the file, and say how far they reach", async () => {
    const all = await chunks(2 * recordsPerChunk + 1, "");
    expect(
      all.map(({ records, firstLine, lastLine, bytesRead }) => [records.length, firstLine, lastLine, bytesRead]),
    ).toEqual([
      [recordsPerChunk, 2, recordsPerChunk + 1, 100 * (recordsPerChunk + 1)],
      [recordsPerChunk, recordsPerChunk + 2, 2 * recordsPerChunk + 1, 100 * (2 * recordsPerChunk + 1)],
      [1, 2 * recordsPerChunk + 2, 2 * recordsPerChunk + 2, 100 * (2 * recordsPerChunk + 2)],
    ]);
    expect(all.flatMap((chunk) => chunk.records.map(({ line }) => line))).toEqual(
      Array.from({ length: 2 * recordsPerChunk + 1 }, (_, index) => index + 2),
    );
  });

  it("have fewer records where rows are long, so that none holds more text than memory should", async () => {
    const all = await chunks(25, "a".repeat(1_000_000));
    expect(all.map(({ records }) => records.length)).toEqual([9, 9, 7]);
  });
});
