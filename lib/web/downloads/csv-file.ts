import { sql, type SQL } from "drizzle-orm";
import { copyOut } from "@/db/client";
import type { Actor } from "@/lib/actor";
import { byteOrderMark, csvRow, type CsvCell } from "@/lib/csv-text";
import { CopiedRows, sqlTypes, type Readable } from "./copied";
import { CsvBytes } from "./csv-bytes";
import { spooled } from "./spool";

/**
 * A column of a file: its header, and its cell: a value of the row by its name, or what is made of some. A time is
 * written in ISO 8601 with the organization's offset, null as an empty cell. `timeZone`: the organization's.
 */
export type FileColumn<Row> = readonly [
  header: string,
  cell: ValueName<Row> | ((row: Row, timeZone: string) => CsvCell | Date),
];

/** The names of what can be a cell as it is. */
type ValueName<Row> = { [Name in keyof Row & string]: Row[Name] extends CsvCell | Date ? Name : never }[keyof Row &
  string];

/**
 * Rows as the bytes of a CSV file in UTF-8. The rows are read at their own pace, not at the reader's of the file, and no
 * more once nobody reads it.
 * @param read hands rows on, some at a time; `signal` says that nobody reads the file any more
 */
export const csvFile = <Row>(
  columns: readonly FileColumn<Row>[],
  timeZone: string,
  read: (take: (rows: readonly Row[]) => Promise<void>, signal: AbortSignal) => Promise<void>,
): ReadableStream<Uint8Array> =>
  spooled(async (write, signal) => {
    const out = await begun(columns, timeZone, write);
    await read(async (rows) => {
      for (const row of rows) {
        for (const [, cell] of columns)
          out.cell(typeof cell === "string" ? (row[cell] as CsvCell | Date) : cell(row, timeZone));
        out.endRow();
      }
      await write(out.take());
    }, signal);
  });

async function begun(
  columns: readonly FileColumn<never>[],
  timeZone: string,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<CsvBytes> {
  await write(Buffer.from(byteOrderMark + csvRow(columns.map(([header]) => header))));
  return new CsvBytes(timeZone);
}

/** What a file needs of each row: where the statement finds it, and as what it is read. */
export type Selected<Row> = { [Name in keyof Row]: { from: SQL; as: Readable } };

/** A file of rows of the database. `query`: the statement, around the list of what it selects. */
export type CopiedFile<Row> = {
  columns: readonly FileColumn<Row>[];
  selected: Selected<Row>;
  query: (list: SQL) => SQL;
};

/** The server sends a few rows at a time. */
const pieceBytes = 128 * 1024;

/** No export may hold its snapshot longer than this. */
const snapshotMs = 15 * 60_000;

/**
 * The same of rows that one statement reads: of one snapshot, in bounded memory. The snapshot ends with the reading, so
 * it waits for no person. Nothing is made of a value that is a cell as it is: its bytes become those of the file.
 */
export const copiedCsvFile = <Row>(
  actor: Actor,
  timeZone: string,
  prepare: () => CopiedFile<Row> | Promise<CopiedFile<Row>>,
): ReadableStream<Uint8Array> =>
  spooled(async (write, signal) => {
    const { columns, selected, query } = await prepare();
    const out = await begun(columns, timeZone, write);
    const values = Object.entries(selected) as [keyof Row, { from: SQL; as: Readable }][];
    const rows = new CopiedRows<Row>(values.map(([name, { as }]) => [name, as]));
    const cells = columns.map(([, cell]) =>
      typeof cell === "string" ? values.findIndex(([name]) => name === cell) : cell,
    );
    // Each as the type that it is read as.
    const list = sql.join(
      values.map(([, { from, as }]) => sql`(${from})::${sql.raw(sqlTypes[as])}`),
      sql`, `,
    );
    const take = async (bytes: Buffer) => {
      rows.take(bytes);
      while (rows.next()) writeRow(out, rows, cells, timeZone);
      if (out.length >= pieceBytes) await write(out.take());
    };
    await copyOut(query(list), take, { reader: actor, deadlineMs: snapshotMs, signal });
    await write(out.take());
  });

/** A column's number among what was selected, or what makes its cell. */
type CopiedCell<Row> = number | ((row: Row, timeZone: string) => CsvCell | Date);

function writeRow<Row>(
  out: CsvBytes,
  rows: CopiedRows<Row>,
  cells: readonly CopiedCell<Row>[],
  timeZone: string,
): void {
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index]!;
    if (typeof cell === "number") rows.write(out, cell);
    else out.cell(cell(rows.row, timeZone));
  }
  out.endRow();
}
