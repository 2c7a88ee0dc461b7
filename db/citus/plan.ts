import { sql } from "drizzle-orm";
import type { Tx } from "../client";
import { referenceTables } from "../distribution";

// Every other table lies with this one: the rows of an organization are on one server.
const first = "payouts";

/** The statement that distributes a table by its organization. It knows no table of its own as long as `with` is none. */
const distributed = (table: string, beside: string, more = "") =>
  `select create_distributed_table('public.${table}', 'organization_id', colocate_with => '${beside}'${more})`;

const isReference = (table: string) => (referenceTables as readonly string[]).includes(table);

/** The statement that gives a new table its place in a database that is distributed already. */
export const placed = (table: string): string =>
  isReference(table) ? `select create_reference_table('public.${table}')` : distributed(table, `public.${first}`);

/** A table that the product has made, and whether its rows belong to an organization. */
type ProductTable = { name: string; tenant: boolean };

/** The tables of the product, by name; a part of a partitioned table goes with the whole. */
export const productTables = async (tx: Tx): Promise<ProductTable[]> => [
  ...(await tx.execute<ProductTable>(sql`
    select relname as name, exists (
      select from pg_catalog.pg_attribute where attrelid = c.oid and attname = 'organization_id' and not attisdropped) as tenant
    from pg_catalog.pg_class as c
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and ${isOurs("pg_class", "c.oid")}
    order by relname`)),
];

const isOurs = (catalog: string, oid: string) =>
  sql.raw(
    `not exists (select from pg_catalog.pg_depend where classid = 'pg_catalog.${catalog}'::regclass and objid = ${oid} and deptype = 'e')`,
  );

/**
 * The statements that turn a database of the newest schema into a cluster, in their order: what stands in the way is
 * taken off, each table gets its place, the functions go to every server, and what was taken off is put back. A check
 * of references that looks at all rows of a statement cannot run on a server that has some of them, so that the
 * server's own foreign keys take its place (docs/developing/decisions/021-citus.md).
 * @param shards into how many pieces the organizations are spread; by default as many as the cluster is set to
 * @throws when a table has no organization and is not listed as a reference table
 */
export async function distributionPlan(tx: Tx, shards?: number): Promise<string[]> {
  // Names are written in full.
  await tx.execute(sql`set local search_path = pg_catalog`);
  const tables = await productTables(tx);
  const unknown = tables.filter(({ name, tenant }) => tenant === isReference(name)).map(({ name }) => name);
  if (unknown.length > 0)
    throw new Error(
      `A table has an organization_id or stands in db/distribution.ts, and not both: ${unknown.join(", ")}.`,
    );
  const keys = await foreignKeys(tx);
  const triggers = await ownTriggers(tx);
  const others = tables.filter(({ name, tenant }) => tenant && name !== first);
  return [
    ...keys.filter(({ held }) => held).map(({ off }) => off),
    ...triggers.map(({ off }) => off),
    distributed(first, "none", shards ? `, shard_count => ${shards}` : ""),
    ...others.map(({ name }) => placed(name)),
    ...referenceTables.map(placed),
    ...(await functionPlaces(tx)),
    ...referencesLeftToServer,
    ...keys.map(({ on }) => on),
    ...triggers.flatMap(({ on }) => on),
  ];
}

/** What `npm run migrate` and later migrations call to take foreign keys over does nothing from here on. */
const referencesLeftToServer = [
  "hold_references()",
  "check_inserts(named text)",
  "check_updates(one integrity.reference)",
  "guard_parent(named text)",
].map((signature) => `create or replace function integrity.${signature} returns void language plpgsql as 'begin end'`);

/** Every reference between tables; `held` tells that it is a foreign key now. */
async function foreignKeys(tx: Tx): Promise<{ held: boolean; off: string; on: string }[]> {
  const added = sql.raw("'alter table public.%I add constraint %I '");
  return [
    ...(await tx.execute<{ held: boolean; off: string; on: string }>(sql`
      select true as held, format('alter table public.%I drop constraint %I', relname, conname) as off,
        format(${added} || '%s', relname, conname, pg_get_constraintdef(k.oid)) as on
      from pg_constraint as k join pg_class as child on child.oid = conrelid
      where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0
      union all
      select false, '', format(${added} || 'FOREIGN KEY (%s) REFERENCES public.%I(%s)', child,
        left(concat_ws('_', child, array_to_string(columns, '_'), parent, array_to_string(keys, '_'), 'fk'), 63),
        integrity.listed('', columns), parent, integrity.listed('', keys))
      from integrity.reference order by 1, 3`)),
  ];
}

/**
 * Triggers of the product's tables, and how each is put back. Not put back are the checks of references, and what a
 * reference table does to others: it would run on every copy.
 */
async function ownTriggers(tx: Tx): Promise<{ off: string; on: string[] }[]> {
  const rows = await tx.execute<{ off: string; on: string[] }>(sql`
    select format('drop trigger %I on public.%I', tgname, relname) as off,
      case when proname not like 'refuse%' and (p.pronamespace = 'integrity'::regnamespace or relname = any (${`{${referenceTables.join()}}`}::text[])) then '[]'::json
      when tgenabled = 'O' then json_build_array(pg_get_triggerdef(t.oid))
      else json_build_array(pg_get_triggerdef(t.oid), format('alter table public.%I %s trigger %I', relname,
        case tgenabled when 'A' then 'enable always' when 'R' then 'enable replica' else 'disable' end, tgname)) end as on
    from pg_trigger as t join pg_class as c on c.oid = tgrelid join pg_proc as p on p.oid = tgfoid
    where not tgisinternal and tgparentid = 0 and relnamespace = 'public'::regnamespace and ${isOurs("pg_class", "c.oid")}
    order by relname, tgname`);
  return [...rows];
}

/** Functions that others call by name only: the cluster cannot know that a server needs them. */
async function functionPlaces(tx: Tx): Promise<string[]> {
  const rows = await tx.execute<{ place: string }>(sql`
    select format('select create_distributed_function(%L)', p.oid::regprocedure) as place from pg_proc as p
    where pronamespace = 'public'::regnamespace and prokind = 'f' and prorettype <> 'trigger'::regtype and ${isOurs("pg_proc", "p.oid")}
    order by 1`);
  return rows.map(({ place }) => place);
}
