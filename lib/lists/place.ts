import { z } from "zod";
import { parseParams, type ParamProblem, type SearchParams } from "./params";

/** The place of one row in a list's order: its sort value (epoch milliseconds, or minor units) and its id. */
const cursor = z.string().regex(/^\d{1,15}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, {
  error: "is not a place in this list; start again from the first page",
});

/** Where a page of a list begins (`after` this row) or ends (`before` it); the first page has neither. */
export type Place = { after?: string; before?: string };

export const placeKeys = ["after", "before"] as const;
export const placeSchema = z.strictObject({ after: cursor.optional(), before: cursor.optional() });

/**
 * Reads the whole address of a list: which records (`filter`) and which page of them. A parameter that is neither is a
 * problem that names it.
 * @param pageSchema `placeSchema`, or an extension of it by what belongs to the page and not to the filter, such as
 * `sort`
 */
export function parseListAddress<F extends z.ZodType, P extends typeof placeSchema>(
  filterSchema: F,
  pageSchema: P,
  params: SearchParams,
  lists: readonly string[] = [],
) {
  const of = (wanted: boolean) =>
    Object.fromEntries(Object.entries(params).filter(([key]) => key in pageSchema.shape === wanted));
  const filter = parseParams(filterSchema, of(false), lists);
  const page = parseParams(pageSchema, of(true), []);
  const problems: ParamProblem[] = [filter, page].flatMap((read) => (read.ok ? [] : read.problems));
  if (page.ok && page.value.after !== undefined && page.value.before !== undefined)
    problems.push({ param: "before", message: "cannot stand beside “after”" });
  const view: ParsedList<z.infer<F>, z.infer<P>> = filter.ok && page.ok && problems.length === 0
    ? { ok: true, value: { filter: filter.value, page: page.value } }
    : { ok: false, problems, readable: readableParts(filterSchema, of(false), lists) };
  return view;
}

/**
 * What a list's address asks for; or what is wrong with it, beside what of its filter can be read, so that its form is
 * not lost for one slip.
 */
export type ParsedList<F, P> =
  | { ok: true; value: { filter: F; page: P } }
  | { ok: false; problems: ParamProblem[]; readable: F };

function readableParts<S extends z.ZodType>(schema: S, params: SearchParams, lists: readonly string[]): z.infer<S> {
  const read = parseParams(schema, params, lists);
  if (read.ok) return read.value;
  const faulty = new Set(read.problems.map(({ param }) => param));
  const left = Object.entries(params).filter(([param]) => !faulty.has(param));
  return readableParts(schema, Object.fromEntries(left.length < Object.keys(params).length ? left : []), lists);
}

/**
 * A form without scripts cannot join two date fields into one parameter, so it sends `changed_from` and `changed_to`;
 * this folds them into `changed=FROM..TO`. Null when the address has none of them, and so is already spelled the one
 * way.
 * @param windows the parameters that a form may give as dates
 */
export function foldDateFields(params: SearchParams, windows: readonly string[]): SearchParams | null {
  const folded = { ...params };
  let found = false;
  for (const window of windows) {
    const [from, to] = [params[`${window}_from`], params[`${window}_to`]];
    if (from === undefined && to === undefined) continue;
    found = true;
    delete folded[`${window}_from`];
    delete folded[`${window}_to`];
    if (from || to) folded[window] = `${from ?? ""}..${to ?? ""}`;
  }
  return found ? folded : null;
}
