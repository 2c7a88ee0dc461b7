import { sql, type SQL } from "drizzle-orm";
import { copyOut } from "@/db/client";
import type { Actor } from "@/lib/actor";
import { byteOrderMark, csvRow, type CsvCell } from "@/lib/csv-text";
import { toOffsetISO } from "@/lib/time";
import { copiedLines, copiedValues, readCount, readInstant, readJson, readMinor, readText } from "./copied";
import { spooled } from "./spool";

/** A column of a file: its header, and its cell in a row. `timeZone`: the organization's. */
export type FileColumn<Row> = readonly [header: string, cell: (row: Row, timeZone: string) => CsvCell];

/** A time in a file: ISO 8601, whose offset names the zone; an empty cell for none. */
export const stampCell = (instant: Date | null, timeZone: string): string | null =>
  instant && toOffsetISO(instant, timeZone);

/** Hands rows on, some at a time. `signal` says that nobody reads the file any more. */
type Read<Row> = (take: (rows: readonly Row[]) => Promise<void>, signal: AbortSignal) => Promise<void>;

/**
 * Rows as the bytes of a CSV file in UTF-8, with times in ISO 8601 with the organization's offset. The database is read
 * at its own pace, not at the reader's, and no more once nobody reads.
 * @param named the columns, or reads them
 */
export function csvFile<Row>(
  named: readonly FileColumn<Row>[] | (() => Promise<readonly FileColumn<Row>[]>),
  timeZone: string,
  read: Read<Row>,
): ReadableStream<Uint8Array> {
  return spooled(async (write, signal) => {
    const columns = typeof named === "function" ? await named() : named;
    const rowOf = (row: Row) => csvRow(columns.map(([, cell]) => cell(row, timeZone)));
    await write(Buffer.from(byteOrderMark + csvRow(columns.map(([header]) => header))));
    await read((rows) => write(Buffer.from(rows.map(rowOf).join(""))), signal);
  });
}

const readers = { string: readText, date: readInstant, bigint: readMinor, number: readCount, json: readJson } as const;
export type Readable = keyof typeof readers;

/** What a file needs of each row: where the statement finds it, and as what it is read. */
export type Selected<Row> = { [Name in keyof Row]: { from: SQL; as: Readable } };

/** No export may hold its snapshot longer than this. */
const snapshotMs = 15 * 60_000;

/**
 * Reads rows of one snapshot in bounded memory. The snapshot ends with the reading, so `take` must not wait for a
 * person. `signal` ends it, in the database too.
 * @param query the statement, around the list of what it selects
 */
export function copiedRows<Row>(
  actor: Actor,
  selected: Selected<Row>,
  query: (list: SQL) => SQL | Promise<SQL>,
): Read<Row> {
  const columns = Object.entries<{ from: SQL; as: Readable }>(selected);
  const readRow = copiedValues<Row>(columns.map(([name, { as }]) => [name as keyof Row, readers[as] as never]));
  const list = sql.join(
    columns.map(([, { from }]) => from),
    sql`, `,
  );
  return async (take, signal) => {
    const linesOf = copiedLines();
    await copyOut(
      await query(list),
      async (bytes) => {
        const lines = linesOf(bytes);
        if (lines.length > 0) await take(lines.map(readRow));
      },
      { reader: actor, deadlineMs: snapshotMs, signal },
    );
  };
}
