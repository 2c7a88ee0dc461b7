/**
 * Records of one kind, key by key: the values of a key, each once, and which of them each record has, from 1 on; 0 where
 * it has none. A page hands its rows to the browser in this form, because rows repeat their keys and most of what they
 * say.
 */
export type Columns<T> = { count: number; values: { readonly [K in keyof T]?: Column<T[K]> } };
type Column<V> = { each: readonly V[]; at: readonly number[] };

/** @param records of values that JSON can carry */
export function toColumns<T extends object>(records: readonly T[]): Columns<T> {
  const keys = [...new Set(records.flatMap((record) => Object.keys(record)))] as (keyof T)[];
  const values: { [K in keyof T]?: Column<T[K]> } = {};
  for (const key of keys) values[key] = toColumn(records.map((record) => record[key]));
  return { count: records.length, values };
}

function toColumn<V>(values: readonly V[]): Column<V> {
  const known = new Map<string, { value: V; place: number }>();
  const at = values.map((value) => {
    if (value === undefined) return 0;
    const text = JSON.stringify(value);
    const { place } = known.get(text) ?? { place: known.size + 1 };
    known.set(text, { value, place });
    return place;
  });
  return { each: [...known.values()].map(({ value }) => value), at };
}

/** The records again. */
export function fromColumns<T extends object>({ count, values }: Columns<T>): T[] {
  const columns = Object.entries(values) as [string, Column<unknown>][];
  return Array.from({ length: count }, (_, index) => {
    const own = columns.filter(([, { at }]) => at[index]);
    return Object.fromEntries(own.map(([key, { each, at }]) => [key, each[at[index]! - 1]])) as T;
  });
}
