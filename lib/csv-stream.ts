import { csvText } from "./csv-text";

type Cells = readonly (string | number | null)[];

/**
 * Rows as the bytes of a CSV file, written as they are read: UTF-8 with a byte order mark, because spreadsheets guess
 * wrong without one, and every text that a spreadsheet would run as a formula made harmless. Nothing more is read once
 * nobody reads the stream.
 */
export function csvStream<Row>(
  header: Cells,
  pages: AsyncGenerator<readonly Row[], void>,
  cellsOf: (row: Row) => Cells,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const write = (rows: readonly Cells[], bom: boolean) => encoder.encode(csvText(rows, { bom }));
  return new ReadableStream({
    start: (controller) => controller.enqueue(write([header], true)),
    async pull(controller) {
      const { value, done } = await pages.next();
      if (done) controller.close();
      else controller.enqueue(write(value.map(cellsOf), false));
    },
    async cancel() {
      await pages.return(undefined);
    },
  });
}
