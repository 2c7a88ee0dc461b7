/**
 * Records of one kind, key by key: the values of a key, each once, and which of them each record has, from 1 on; 0 where
 * it has none. A page hands its rows to the browser in this form, because rows repeat their keys and most of what they
 * say.
 */
export type Columns<T> = { count: number; values: { readonly [K in keyof T]?: Column<T[K]> } };
/** Values that are records stand key by key too. Without `at`, each record has its own value, in their order. */
type Column<V> = { each: readonly V[] | Columns<V>; at?: readonly number[] };

/** @param records of values that JSON can carry */
export function toColumns<T>(records: readonly T[]): Columns<T> {
  const keys = [...new Set(records.flatMap((record) => Object.keys(record as object)))] as (keyof T)[];
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
  const once = [...known.values()].map(({ value }) => value);
  const each = once.every(isRecord) ? toColumns(once) : once;
  return at.every((place, index) => place === index + 1) ? { each } : { each, at };
}

const isRecord = (value: unknown) =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
const isList = <V>(each: readonly V[] | Columns<V>): each is readonly V[] => Array.isArray(each);

/** The records again. */
export function fromColumns<T>({ count, values }: Columns<T>): T[] {
  const columns = (Object.entries(values) as [string, Column<unknown>][]).map(([key, { each, at }]) => ({
    key,
    each: isList(each) ? each : fromColumns(each),
    placeOf: (index: number) => (at ? at[index]! : index + 1),
  }));
  return Array.from({ length: count }, (_, index) => {
    const own = columns.filter(({ placeOf }) => placeOf(index) > 0);
    return Object.fromEntries(own.map(({ key, each, placeOf }) => [key, each[placeOf(index) - 1]])) as T;
  });
}
