import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { extraColumns } from "@/db/schema/extra_columns";
import { newIds } from "@/lib/new-ids";
import { databaseNow } from "@/lib/time";
import { extraName, type ExtraColumn } from "./columns";

/** Of one organization. Files whose columns are named anew each time stop bringing new ones here. */
const mostColumns = 200;
const longestLabel = 60;

/**
 * Enters the columns of a file that its organization does not have yet. Two files at once enter a column once.
 * @returns the keys of those that its payouts keep; the others are more than an organization has
 */
export async function enterColumns(
  tx: Tx,
  organizationId: string,
  columns: readonly ExtraColumn[],
): Promise<Set<string>> {
  if (columns.length === 0) return new Set();
  const keys = columns.map(({ key }) => key);
  const known = await knownOf(tx, organizationId, keys);
  const missing = columns.filter(({ key }) => !known.has(key));
  if (missing.length === 0) return known;
  // Held until the transaction ends: the next file counts what this one has entered.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`extra_columns ${organizationId}`}, 0))`);
  const entered = await tx
    .select({ label: extraColumns.label, position: extraColumns.position })
    .from(extraColumns)
    .where(eq(extraColumns.organizationId, organizationId));
  const count = entered.length;
  const last = Math.max(0, ...entered.map(({ position }) => position));
  const labels = new Set(entered.map(({ label }) => label.toLowerCase()));
  const now = await databaseNow(tx);
  const ids = newIds(missing.length);
  const rows = missing.slice(0, Math.max(0, mostColumns - count)).map(({ key, name }, index) => {
    const written = extraName(name);
    const label = freeLabel(written, labels);
    labels.add(label.toLowerCase());
    return { organizationId, id: ids[index]!, key, name: written, label, position: last + 1 + index, createdAt: now };
  });
  if (rows.length > 0) await tx.insert(extraColumns).values(rows).onConflictDoNothing();
  return knownOf(tx, organizationId, keys);
}

/** The name of a column, or its beginning; with a number where another column is called so. */
function freeLabel(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const mark = number === 1 ? "" : ` ${number}`;
    const label =
      [...name]
        .slice(0, longestLabel - mark.length)
        .join("")
        .trimEnd() + mark;
    if (!taken.has(label.toLowerCase())) return label;
  }
}

async function knownOf(tx: Tx, organizationId: string, keys: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .select({ key: extraColumns.key })
    .from(extraColumns)
    .where(and(eq(extraColumns.organizationId, organizationId), inArray(extraColumns.key, [...keys])));
  return new Set(rows.map(({ key }) => key));
}
