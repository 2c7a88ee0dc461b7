import { asc, getTableColumns, gt } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { db } from "@/db/client";
import { organizations } from "@/db/schema/organizations";

// What the worker does for every organization goes from one to the next: a statement that writes or locks names one, and
// one that reads several is a plain SELECT of one table. Both run where organizations lie on several servers.

const pageSize = 100;
const { id, timeZone, reminderDays } = getTableColumns(organizations);

type Organization = Pick<typeof organizations.$inferSelect, "id" | "timeZone" | "reminderDays">;

/** All organizations, some at a time. */
export async function* organizationPages(): AsyncGenerator<Organization[]> {
  for (let page = await after(null); page.length > 0; page = await after(page.at(-1)!.id)) yield page;
}

const after = (last: string | null): Promise<Organization[]> =>
  db
    .select({ id, timeZone, reminderDays })
    .from(organizations)
    .where(last === null ? undefined : gt(id, last))
    .orderBy(asc(id))
    .limit(pageSize);

/** All organizations by name, for commands that say something about each. */
export const organizationsByName = () =>
  db
    .select({ id: organizations.id, name: organizations.name, slug: organizations.slug })
    .from(organizations)
    .orderBy(asc(organizations.name));

/** The organizations that have rows in a table whose key begins with the organization: one row of each is read. */
export async function* organizationsWith(table: PgTable & { organizationId: PgColumn }): AsyncGenerator<string> {
  for (let last: string | null = null; ; ) {
    const [row] = await db
      .select({ organizationId: table.organizationId })
      .from(table as PgTable)
      .where(last === null ? undefined : gt(table.organizationId, last))
      .orderBy(asc(table.organizationId))
      .limit(1);
    if (!row) return;
    yield (last = String(row.organizationId));
  }
}

/** Rows by their organization. */
export function byOrganization<Row extends { organizationId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const known = found.get(row.organizationId);
    if (known) known.push(row);
    else found.set(row.organizationId, [row]);
  }
  return found;
}
