import { sql, type SQL } from "drizzle-orm";
import { keepingPlans, type Executor } from "./client";

/**
 * A statement, and how its rows are understood. What it selects is text, whole numbers, booleans or JSON, which arrive
 * in the same way alone and together with other statements.
 * `keepsPlan`: see `keepingPlans`.
 */
export type Question<T> = { statement: SQL; keepsPlan: boolean; understand: (rows: never[]) => T };
type Answers<Q> = { [K in keyof Q]: Q[K] extends Question<infer T> ? T : never };
type Part = { part: string; row: never };

/** @throws DatabaseUnavailable as every statement does */
export async function ask<T>(executor: Executor, { statement, keepsPlan, understand }: Question<T>): Promise<T> {
  const rows = await (keepsPlan ? keepingPlans(executor) : executor).execute(statement);
  return understand([...rows] as never[]);
}

/**
 * Several questions as one: one message there and back, and one instant. Its plan is kept when all of theirs may be. For
 * few rows: as JSON each costs more than alone.
 * @param questions at least one
 */
export function together<Q extends Record<string, Question<unknown>>>(questions: Q): Question<Answers<Q>> {
  const named = Object.entries(questions);
  const parts = named.map(([part, { statement }], index) => {
    const name = sql.identifier(`part_${index}`);
    return sql`select ${part}::text as part, to_json(${name}) as row from (${statement}) as ${name}`;
  });
  return {
    statement: sql.join(parts, sql` union all `),
    keepsPlan: named.every(([, { keepsPlan }]) => keepsPlan),
    understand: (rows: Part[]) => {
      const rowsOf = (name: string) => rows.flatMap(({ part, row }) => (part === name ? [row] : []));
      return Object.fromEntries(named.map(([part, { understand }]) => [part, understand(rowsOf(part))])) as Answers<Q>;
    },
  };
}

/** The same question with another answer. */
export const answering = <T, R>(question: Question<T>, answer: (given: T) => R): Question<R> => ({
  ...question,
  understand: (rows) => answer(question.understand(rows)),
});
