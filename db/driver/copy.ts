import type { Readable } from "node:stream";
import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { encodeParameter } from "./session";

/** Takes a piece of what a COPY sends. No more is asked of the server until it settles. */
export type Take = (bytes: Buffer) => Promise<void>;

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

/** Hands on what the server sends, piece by piece, until its end. */
export async function drain(copy: Readable, take: Take): Promise<void> {
  for await (const bytes of copy) await take(bytes as Buffer);
  // The driver pauses its socket when the pieces are not taken quickly, and resumes it when asked for more. Nobody asks
  // after the last piece, and the socket would stay deaf for what follows.
  copy._read(0);
}
