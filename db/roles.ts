import { sql, type SQL, type SQLWrapper } from "drizzle-orm";
import type { Tx } from "./client";

/** Of these the application may add rows, and take none away. */
const appendOnly = ["public.events", "public.event_blocks"] as const;

/** What the application may do, and no more: it owns nothing and makes nothing. */
const grantsTo = (role: SQLWrapper): SQL[] => [
  sql`revoke all on all tables in schema public, archive, integrity, drizzle from ${role}`,
  sql`grant usage on schema public, archive, integrity, drizzle to ${role}`,
  sql`grant select on all tables in schema public, archive, integrity, drizzle to ${role}`,
  sql`grant insert, update, delete on all tables in schema public to ${role}`,
  sql`revoke update, delete on ${sql.raw(appendOnly.join(", "))} from ${role}`,
  sql`grant insert on all tables in schema archive to ${role}`,
  sql`grant usage on all sequences in schema public to ${role}`,
  sql`grant execute on function archive.move_events(uuid, tid[]), archive.erase_events(uuid, uuid) to ${role}`,
  // An erasure reaches what stands there. Events are left out: the function above takes their contents.
  sql`grant update on archive.emails, archive.ingest_errors, archive.refused_rows to ${role}`,
  sql`grant delete on archive.batch_file_chunks to ${role}`,
];

/** Gives a role all that the portal and the worker need. The owner of the tables calls it. */
export async function grantToApplication(tx: Tx, role: string): Promise<void> {
  for (const grant of grantsTo(sql.identifier(role))) await tx.execute(grant);
}

/** After a migration: each role that may record events gets what the application needs of the new schema. */
export async function grantToApplications(tx: Tx): Promise<void> {
  const found = await tx.execute<{ name: string }>(sql`
    select distinct rolname as name from pg_class, aclexplode(relacl), pg_roles
    where pg_class.oid = 'public.events'::regclass and privilege_type = 'INSERT' and grantee <> relowner and pg_roles.oid = grantee`);
  for (const { name } of found) await grantToApplication(tx, name);
}

/** Whether the role of this connection owns the tables, or is a member of who does; true while there are none. */
export async function ownsTables(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ owns: boolean | null }>(sql`
    select (select pg_has_role(relowner, 'MEMBER') from pg_class where oid = to_regclass('public.events')) as owns`);
  return row!.owns ?? true;
}

/** What the role of this connection may do that the application must not, and may not that it needs; in words. */
export async function faultsOfRole(tx: Tx): Promise<string[]> {
  const on = (table: string, what: string) => sql`has_table_privilege(${table}, ${what})`;
  const changes = sql.join(
    appendOnly.map((table) => on(table, "UPDATE, DELETE, TRUNCATE")),
    sql` or `,
  );
  const [may] = await tx.execute<Record<"super" | "own" | "record" | "change" | "changeArchive" | "make", boolean>>(sql`
    select rolsuper as super, pg_has_role(relowner, 'MEMBER') as own, ${on("public.events", "INSERT")} as record, ${changes} as change,
      ${on("archive.events", "UPDATE, DELETE, TRUNCATE")} as "changeArchive",
      has_schema_privilege('public', 'CREATE') or has_database_privilege(current_database(), 'CREATE') as make
    from pg_class, pg_roles where pg_class.oid = 'public.events'::regclass and rolname = current_user`);
  const words: [boolean, string][] = [
    [may!.super, "is a superuser"],
    [may!.own, "owns the tables"],
    [may!.change || may!.changeArchive, "may change or delete events"],
    [may!.make, "may make tables"],
    [!may!.record, "may not record events"],
  ];
  return words.flatMap(([holds, sentence]) => (holds ? [sentence] : []));
}
