import { and, gte, lt, type AnyColumn, type SQL } from "drizzle-orm";
import type { At } from "@/lib/moment";
import { windowBounds, type Bounds, type TimeWindow } from "./time-window";

type Condition<V, F> = (value: V, at: At, filter: F) => SQL | undefined;

/** A filter in SQL: for each of its keys the condition that the key's value sets. A key without one does not compile. */
export type Conditions<F> = { [K in keyof F]-?: Condition<NonNullable<F[K]>, F> };

/**
 * What all that a filter gives has in common.
 * @throws Error when a key that is given sets no condition: its list would be longer than what was asked for
 */
export function matchingAll<F extends object>(conditions: Conditions<NoInfer<F>>, filter: F, at: At): SQL | undefined {
  const keys = (Object.keys(filter) as (keyof F & string)[]).filter((key) => filter[key] !== undefined);
  return and(
    ...keys.map((key) => {
      const condition = conditions[key]?.(filter[key]!, at, filter);
      if (condition === undefined) throw new Error(`the filter's ${key} sets no condition`);
      return condition;
    }),
  );
}

/** `from` included, `to` not. */
export const inBounds = (column: AnyColumn, { from, to }: Bounds): SQL | undefined =>
  and(from ? gte(column, from) : undefined, to ? lt(column, to) : undefined);

export const inWindow = (column: AnyColumn, window: TimeWindow, at: At): SQL | undefined =>
  inBounds(column, windowBounds(window, at));
