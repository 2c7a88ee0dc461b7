import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { encodeParameter } from "./session";

/** Writes values into the text of a statement, where the ORM would write $1, $2 and so on. */
class LiteralDialect extends PgDialect {
  override escapeParam = (_index: number, value?: unknown): string => literal(encodeParameter(value));
}

const dialect = new LiteralDialect();

/**
 * The statement that sends what `query` answers in the text format of COPY. COPY takes no parameters, so they stand in
 * it as literals of no type, which the server reads as it reads parameters.
 */
export const copyStatement = (query: SQL): string => `copy (${dialect.sqlToQuery(query).sql}) to stdout`;

/** As an escape string, so that it means the same whatever `standard_conforming_strings` says. */
function literal(value: unknown): string {
  if (value === null) return "null";
  return ` E'${String(value).replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
