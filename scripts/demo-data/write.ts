import { getTableColumns, getTableName, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Tx } from "@/db/client";

const rowsPerStatement = 5_000;

/**
 * Inserts many rows of one table quickly: they travel as one parameter, so no statement nears the limit of parameters.
 * Rows that are there already stay as they are. A column with a default is named by every row, or by none.
 */
export async function insertAll<Table extends PgTable>(
  tx: Tx,
  table: Table,
  rows: Table["$inferInsert"][],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.entries(getTableColumns(table)).filter(
    ([property, column]) => property in first || !column.hasDefault,
  );
  const name = sql.identifier(getTableName(table));
  const names = sql.join(
    columns.map(([, column]) => sql.identifier(column.name)),
    sql`, `,
  );
  const properties = sql.join(
    columns.map(([property]) => sql.identifier(property)),
    sql`, `,
  );
  const typed = sql.join(
    columns.map(([property, column]) => sql`${sql.identifier(property)} ${sql.raw(column.getSQLType())}`),
    sql`, `,
  );
  const large = columns.filter(([, column]) => column.dataType === "bigint").map(([property]) => property);
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    const json = JSON.stringify(rows.slice(start, start + rowsPerStatement).map((row) => withText(row, large)));
    await tx.execute(
      sql`insert into ${name} (${names}) select ${properties} from json_to_recordset(${json}::text::json) as given (${typed}) on conflict do nothing`,
    );
  }
}

/** JSON has no bigint, and its numbers would round one. */
function withText(row: object, large: readonly string[]): object {
  return large.length === 0
    ? row
    : { ...row, ...Object.fromEntries(large.map((property) => [property, String(row[property as keyof typeof row])])) };
}
