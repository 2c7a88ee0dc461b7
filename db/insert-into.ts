import { getTableColumns, getTableName, sql, type SQL } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";

type Row<Table extends PgTable> = Table["$inferInsert"];
type Demanded<Table extends PgTable> = {
  [Property in keyof Row<Table> as undefined extends Row<Table>[Property] ? never : Property]: SQL;
};

/** SQL for the columns of new rows, by property: those that the table demands, and any of the others. */
export type InsertValues<Table extends PgTable> = Demanded<Table> & { [Property in keyof Row<Table>]?: SQL };

/**
 * `insert into … select … from …`, to stand alone or as a part of a statement: one new row for each row of `from`.
 * @param values read the columns of `from`; a column that is not given gets its default
 */
export function insertInto<Table extends PgTable>(table: Table, values: InsertValues<Table>, from: SQL): SQL {
  const columns = getTableColumns(table);
  const given = Object.entries(values as Record<string, SQL | undefined>).flatMap(([property, value]) =>
    value === undefined ? [] : [{ name: sql.identifier(columns[property]!.name), value }],
  );
  const names = sql.join(
    given.map(({ name }) => name),
    sql`, `,
  );
  const selected = sql.join(
    given.map(({ value }) => value),
    sql`, `,
  );
  return sql`insert into ${sql.identifier(getTableName(table))} (${names}) select ${selected} from ${from}`;
}

/**
 * Rows given as one parameter, for the `from` of a statement that writes many: far quicker than a parameter for each
 * value. Its columns carry the names of the properties.
 * @param properties of `table`; the rows may leave them out, and then they are null
 */
export function rowsOf<Table extends PgTable>(
  table: Table,
  rows: readonly object[],
  properties: readonly (keyof Row<Table> & string)[],
): SQL {
  const columns = getTableColumns(table);
  const typed = properties.map((name) => sql`${sql.identifier(name)} ${sql.raw(columns[name]!.getSQLType())}`);
  return sql`json_to_recordset(${JSON.stringify(rows)}::text::json) as given (${sql.join(typed, sql`, `)})`;
}
