import type { ComponentType } from "react";

/**
 * The fields of a filter's form, in their order: one for each key of the filter, which it sends under the key's own
 * `name`. A key without a field does not compile.
 */
export type FilterFields<K extends string, P> = Record<K, ComponentType<P & { name: string }>>;

export function FilterFields<P extends object>({ fields, given }: { fields: FilterFields<string, P>; given: P }) {
  return Object.entries(fields).map(([key, Field]) => <Field key={key} {...given} name={key} />);
}
