import { sql } from "drizzle-orm";
import { db, transaction, type Executor } from "@/db/client";

/** Columns of a table that name a row of another one by its key; the last one alone is not the organization's. */
export type Reference = { child: string; columns: string[]; parent: string; keys: string[] };
type KeyColumn = { table: string; name: string; type: string };

let keyColumns: KeyColumn[] = [];
let references: Reference[] = [];

export const run = (executor: Executor, statement: string) => executor.execute(sql.raw(statement));

/** Runs a statement of which the database checks nothing. */
export const unchecked = (tx: Executor, statement: string) =>
  run(tx, `set local session_replication_role = replica; ${statement}; set local session_replication_role = origin`);

/**
 * Makes rows possible that are nothing but a key and references: drops every other rule and trigger of the tables. Their
 * indexes stay.
 * @returns every reference that the database checks
 */
export async function relaxTables(): Promise<Reference[]> {
  await db.execute(sql`
    do $$ declare one record; begin
      for one in select conrelid::regclass as name, conname as part from pg_constraint
        where contype = 'c' and connamespace = 'public'::regnamespace and conrelid <> 0 loop
        execute format('alter table %s drop constraint %I', one.name, one.part);
      end loop;
      for one in select tgrelid::regclass as name, tgname as part from pg_trigger join pg_proc on pg_proc.oid = tgfoid
        where not tgisinternal and pronamespace = 'public'::regnamespace loop
        execute format('drop trigger %I on %s', one.part, one.name);
      end loop;
      for one in select attrelid::regclass as name, attname as part from pg_attribute join pg_class on pg_class.oid = attrelid
        where relkind = 'r' and relnamespace = 'public'::regnamespace and attnum > 0 and attnotnull and not attisdropped
          and not exists (select from pg_index where indrelid = attrelid and indisprimary and attnum = any(indkey)) loop
        execute format('alter table %s alter %I drop not null, alter %I drop default', one.name, one.part, one.part);
      end loop;
    end $$`);
  keyColumns = await db.execute<KeyColumn>(sql`
    select relname as "table", attname as name, format_type(atttypid, null) as type
    from pg_index join pg_attribute on attrelid = indrelid and attnum = any(indkey) join pg_class on pg_class.oid = indrelid
    where indisprimary and relnamespace = 'public'::regnamespace`);
  references = await db.execute<Reference>(sql`
    select child, to_json(columns) as columns, parent, to_json(keys) as keys from integrity.reference order by child, reference.columns`);
  return references;
}

/** Tables, all unless some are named, as they were when they were made: the server knows nothing of them. */
export const emptyTables = (tables = [...new Set(keyColumns.map(({ table }) => table))]): Promise<unknown> => {
  return transaction((tx) => unchecked(tx, `truncate ${tables.join(", ")}`));
};

export const rowId = (number: number): string => `00000000-0000-7000-8000-${number.toString(16).padStart(12, "0")}`;
const idOf = (number: string) => `('00000000-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;

/** Rows `from` to `to` of a table, of the organization that is row 1 of its table. */
export type BareRows = {
  table: string;
  from: number;
  to: number;
  organization?: number;
  /** They refer to the rows of its parent from this number on. */
  by?: Reference;
  target?: number;
};

/** SQL that writes them. */
export function bareRows({ table, from, to, organization = 1, by, target = 1 }: BareRows): string {
  const values = new Map(
    keyColumns.filter((column) => column.table === table).map(({ name, type }) => [name, keyValue(table, name, type)]),
  );
  if (values.has("organization_id") || by) values.set("organization_id", `'${rowId(organization)}'`);
  if (by) values.set(by.columns.at(-1)!, idOf(`n - ${from} + ${target}`));
  return `insert into ${table} (${[...values.keys()].join(", ")}) select ${[...values.values()].join(", ")} from generate_series(${from}, ${to}) as n`;
}

function keyValue(table: string, column: string, type: string): string {
  // A part of the key that refers to another table: its first row is always there.
  if (references.some(({ child, columns }) => child === table && columns.at(-1) === column)) return `'${rowId(1)}'`;
  if (type === "uuid") return idOf("n");
  return type === "text" ? "n::text" : "n";
}
