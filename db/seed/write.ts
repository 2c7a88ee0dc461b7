import { getTableColumns, getTableName, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Tx } from "@/db/client";

const rowsPerStatement = 5_000;

/**
 * Inserts many rows of one table quickly: they travel as one parameter, so no statement nears the limit of parameters. Rows that
 * are there already stay as they are. Every row must name every column that has a default.
 */
export async function insertAll<Table extends PgTable>(tx: Tx, table: Table, rows: Table["$inferInsert"][]): Promise<void> {
  const columns = Object.entries(getTableColumns(table)).map(([property, column]) => ({ property, name: column.name }));
  const names = sql.join(columns.map(({ name }) => sql.identifier(name)), sql`, `);
  const name = sql.identifier(getTableName(table));
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    const records = rows.slice(start, start + rowsPerStatement).map((row) => {
      const values = row as Record<string, unknown>;
      return Object.fromEntries(columns.map(({ property, name }) => [name, plain(values[property])]));
    });
    const json = JSON.stringify(records);
    await tx.execute(sql`insert into ${name} (${names}) select ${names} from json_populate_recordset(null::${name}, ${json}::text::json) on conflict do nothing`);
  }
}

const plain = (value: unknown): unknown => (typeof value === "bigint" ? value.toString() : value);
