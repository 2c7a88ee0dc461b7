import {
  Column,
  Name,
  Param,
  Placeholder,
  SQL,
  StringChunk,
  Subquery,
  Table,
  View,
  type SQLWrapper,
} from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";

/** `lists`: where among the values each list stands. */
type Text = { sql: string; params: unknown[]; lists: Map<unknown, number> };
type Parts = { queryChunks: readonly unknown[]; shouldInlineParams: boolean };

const isWrapper = (part: unknown): part is SQLWrapper =>
  typeof part === "object" && part !== null && typeof (part as Partial<SQLWrapper>).getSQL === "function";

/** The names of tables and columns as statements write them. */
const names = new WeakMap<object, string>();

/**
 * The ORM's dialect, which writes a statement into one text as it goes. The ORM's own way makes a text and a list for
 * each of its parts, and adds them up at each level; for the Dashboard's counts, of five thousand parts, that took
 * longer than to draw the page. What is rare is still written by the ORM.
 *
 * A list that stands several times in a statement travels once: the ids that a search found may be ten thousand.
 */
export class QuickDialect extends PgDialect {
  override sqlToQuery(statement: SQL, invokeSource?: "indexes"): ReturnType<PgDialect["sqlToQuery"]> {
    if (invokeSource) return super.sqlToQuery(statement, invokeSource);
    const text: Text = { sql: "", params: [], lists: new Map() };
    return this.#write(statement, text, false) ? { sql: text.sql, params: text.params } : super.sqlToQuery(statement);
  }

  /** @returns false for what only the ORM can write */
  #write(part: unknown, text: Text, inline: boolean): boolean {
    if (part instanceof StringChunk) text.sql += part.value.length === 1 ? part.value[0] : part.value.join("");
    else if (part instanceof SQL) return this.#writeAll(part, text, inline);
    else if (part instanceof Param) return this.#writeParam(part, text, inline);
    else if (part instanceof Column || part instanceof Table) text.sql += this.#nameOf(part);
    else if (part instanceof Name) text.sql += this.escapeName(part.value);
    else if (part === undefined) return true;
    else if (Array.isArray(part)) return this.#writeList(part, text, inline);
    else if (part instanceof Subquery) return this.#writeSubquery(part, text, inline);
    else if (part instanceof SQL.Aliased && part.fieldAlias !== undefined) text.sql += this.escapeName(part.fieldAlias);
    else if (isWrapper(part)) return this.#writeInner(part, text, inline);
    else return this.#writeValue(part, text, inline);
    return true;
  }

  #writeAll(statement: SQL, text: Text, inline: boolean): boolean {
    const { queryChunks, shouldInlineParams } = statement as unknown as Parts;
    for (const part of queryChunks) if (!this.#write(part, text, inline || shouldInlineParams)) return false;
    return true;
  }

  /** A statement within another, in parentheses. */
  #writeInner(inner: SQLWrapper, text: Text, inline: boolean): boolean {
    if (inner instanceof View || inner instanceof Placeholder) return false;
    if (inner.shouldOmitSQLParens?.()) return this.#write(inner.getSQL(), text, inline);
    text.sql += "(";
    const written = this.#write(inner.getSQL(), text, inline);
    text.sql += ")";
    return written;
  }

  #writeSubquery({ _: { isWith, sql, alias } }: Subquery, text: Text, inline: boolean): boolean {
    const written = isWith || this.#writeInner(sql, text, inline);
    text.sql += isWith ? this.escapeName(alias) : ` ${this.escapeName(alias)}`;
    return written;
  }

  #writeList(list: readonly unknown[], text: Text, inline: boolean): boolean {
    text.sql += "(";
    for (const [index, part] of list.entries()) {
      if (index > 0) text.sql += ", ";
      if (!this.#write(part, text, inline)) return false;
    }
    text.sql += ")";
    return true;
  }

  #writeParam({ value, encoder }: Param, text: Text, inline: boolean): boolean {
    if (value instanceof Placeholder) return false;
    const encoded = value === null ? null : encoder.mapToDriverValue(value);
    return encoded instanceof SQL ? this.#write(encoded, text, inline) : this.#writeValue(encoded, text, inline);
  }

  #writeValue(value: unknown, text: Text, inline: boolean): boolean {
    if (typeof value === "function") return false;
    if (!inline) text.sql += this.escapeParam(this.#placeOf(value, text));
    else if (typeof value === "string") text.sql += this.escapeString(value);
    else if (typeof value === "number" || typeof value === "boolean") text.sql += String(value);
    else return false;
    return true;
  }

  #placeOf(value: unknown, { params, lists }: Text): number {
    if (!Array.isArray(value)) return params.push(value) - 1;
    const place = lists.get(value) ?? params.push(value) - 1;
    lists.set(value, place);
    return place;
  }

  #nameOf(part: Column | Table): string {
    const known = names.get(part);
    if (known !== undefined) return known;
    const name = super.sqlToQuery(part.getSQL()).sql;
    names.set(part, name);
    return name;
  }
}
