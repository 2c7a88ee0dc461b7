import { sql } from "drizzle-orm";
import type { Tx } from "../client";
import { placed } from "./plan";

/**
 * Whether the database is a cluster that `npm run distribute` made.
 * @throws when that was cut short: half of the rules of the database are off
 */
export async function isDistributed(tx: Tx): Promise<boolean> {
  const [found] = await tx.execute<{ begun: boolean }>(
    sql`select to_regclass('distribution.step') is not null as begun`,
  );
  if (!found!.begun) return false;
  const [left] = await tx.execute(sql`select from distribution.step where not done limit 1`);
  if (left)
    throw new Error("The distribution of this database was cut short. Run npm run distribute, which finishes it.");
  return true;
}

/** Tables that a statement of a migration makes in the product's schema. */
export const tablesMade = (statement: string): string[] =>
  [...statement.matchAll(/^\s*CREATE TABLE (?:IF NOT EXISTS )?(?:"?public"?\.)?"?(\w+)"?\s*\(/gim)].map(
    ([, name]) => name!,
  );

/**
 * A migration as it runs on a cluster: each new table gets its place before a later statement makes a trigger or a
 * foreign key of it.
 */
export const withPlaces = (statements: readonly string[]): string[] =>
  statements.flatMap((statement) => [statement, ...tablesMade(statement).map(placed)]);
