import { and, asc, eq, getTableColumns, inArray, isNull, or, sql, type SQL } from "drizzle-orm";
import { alias, PgDialect, QueryBuilder } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { payouts, payoutStatus } from "@/db/schema/payouts";
import { QuickDialect } from "@/db/driver/statement-text";

const [ours, orms] = [new QuickDialect(), new PgDialect()];
const select = new QueryBuilder();
const other = alias(payouts, "other");
const some = select.select({ id: payouts.id }).from(payouts).where(isNull(payouts.archivedAt));
const named = select.select({ day: sql<string>`date_trunc('day', ${payouts.createdAt})`.as("day") }).from(payouts);
const inner = named.as("inner_days");
const before = select.$with("earlier").as(named);

/** Each as whoever writes statements would write it. */
const statements: Record<string, SQL> = {
  "values, names and texts": sql`select ${1}, ${"two"}, ${null}, ${new Date(0)}, ${3n} from ${payouts} where ${payouts.id} = ${"x"}`,
  "conditions of the ORM": sql`${and(eq(payouts.status, "pending"), or(isNull(payouts.archivedAt), inArray(payouts.id, ["a", "b"])))}`,
  "values that a column encodes": sql`${eq(payouts.amountMinor, 5n)} and ${eq(payouts.createdAt, new Date(5))}`,
  nothing: sql`a${undefined}b`,
  "a list": sql`in ${["a", "b", 3]}`,
  "an empty list": sql`in ${[]}`,
  "identifiers and joined parts": sql`${sql.identifier('odd"name')} ${sql.join([sql`a`, sql`${1}`], sql` union `)}`,
  "values written into the text": sql`${eq(payouts.recipientName, "O'Hara")} ${sql`${1} ${true} ${"it's"} ${null}`.inlineParams()}`,
  "a value of JSON": sql`${{ some: "object" }}::jsonb`,
  "an alias": sql`${other} ${other.id} ${eq(other.status, "failed_to_send")}`,
  "a statement within another": sql`${inArray(payouts.id, some)} and exists ${some}`,
  "a subquery with a name": select.select().from(inner).orderBy(asc(inner.day)).getSQL(),
  "a statement before it": select.with(before).select().from(before).getSQL(),
  "all columns": select.select(getTableColumns(payouts)).from(payouts).limit(3).for("update").getSQL(),
  "a placeholder": sql`${eq(payouts.id, sql.placeholder("id"))} ${sql.placeholder("more")}`,
  "a type": sql`${"pending"}::${payoutStatus}`,
};

test.each(Object.keys(statements))("a statement with %s has the text and the values that the ORM gives it", (name) => {
  const written = (dialect: PgDialect) => {
    const { sql: text, params } = dialect.sqlToQuery(statements[name]!);
    return { text, params };
  };
  expect(written(ours)).toEqual(written(orms));
});

test("a list that stands several times in a statement travels once, another one with the same values apart", () => {
  const [ids, same] = [
    ["a", "b"],
    ["a", "b"],
  ];
  const has = (list: string[]) => sql`id = any(${sql.param(list)})`;
  const { sql: text, params } = ours.sqlToQuery(sql`${has(ids)} and ${"x"} and ${has(ids)} or ${has(same)}`);
  expect({ text, params }).toEqual({
    text: "id = any($1) and $2 and id = any($1) or id = any($3)",
    params: [ids, "x", same],
  });
});
