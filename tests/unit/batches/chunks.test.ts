import { describe, expect, it } from "vitest";
import { chunksOf, recordsPerChunk, type Chunk } from "@/lib/batches/reading/chunks";

async function* records(count: number, text: string) {
  await Promise.resolve();
  for (let line = 2; line < count + 2; line++)
    yield { records: [{ line, lastLine: line, cells: ["Ada", text] }], bytesRead: 100 * line };
}

async function chunks(count: number, text: string): Promise<Chunk[]> {
  const all: Chunk[] = [];
  for await (const chunk of chunksOf(records(count, text))) all.push(chunk);
  return all;
}

/** The default number, unless a setting changes it. */
const rowsPerChunk = recordsPerChunk();

describe("the chunks of a file", () => {
  it("contain each record once, in the order of the file, with the line and byte where they end", async () => {
    const all = await chunks(2 * rowsPerChunk + 1, "");
    expect(
      all.map(({ records, firstLine, lastLine, bytesRead }) => [records.length, firstLine, lastLine, bytesRead]),
    ).toEqual([
      [rowsPerChunk, 2, rowsPerChunk + 1, 100 * (rowsPerChunk + 1)],
      [rowsPerChunk, rowsPerChunk + 2, 2 * rowsPerChunk + 1, 100 * (2 * rowsPerChunk + 1)],
      [1, 2 * rowsPerChunk + 2, 2 * rowsPerChunk + 2, 100 * (2 * rowsPerChunk + 2)],
    ]);
    expect(all.flatMap((chunk) => chunk.records.map(({ line }) => line))).toEqual(
      Array.from({ length: 2 * rowsPerChunk + 1 }, (_, index) => index + 2),
    );
  });

  it("contain fewer records when rows are long, which limits the text in memory", async () => {
    const all = await chunks(25, "a".repeat(1_000_000));
    expect(all.map(({ records }) => records.length)).toEqual([9, 9, 7]);
  });
});
