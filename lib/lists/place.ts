import type { Route } from "next";
import { z } from "zod";
import {
  keysOf,
  parseParams,
  toParams,
  toQuery,
  writtenType,
  type FlatValue,
  type ParamProblem,
  type SearchParams,
} from "./params";
import { daysOf, futureWindow, pastWindow } from "./time-window";

/** The place of one row in a list's order: its sort value (epoch milliseconds, or minor units) and its id. */
const cursor = z.string().regex(/^\d{1,15}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, {
  error: "is not a place in this list; start again from the first page",
});

/** Where a page of a list begins (`after` this row) or ends (`before` it); the first page has neither. */
export type Place = { after?: string; before?: string };

export const placeSchema = z.strictObject({ after: cursor.optional(), before: cursor.optional() });

/**
 * The address of a list: which records (`filter`) and which page of them. `parse(href(f, p))` equals `f` and `p`.
 * @param pageSchema `placeSchema`, or an extension of it by what belongs to the page and not to the filter, such as
 * `sort`
 */
export function listAddress<F extends z.ZodObject, P extends typeof placeSchema>(
  path: string,
  filterSchema: F,
  pageSchema: P,
) {
  return {
    /** A parameter that is unknown or cannot be read is a problem that names it; it is never dropped. */
    parse: (params: SearchParams): ParsedList<z.infer<F>, z.infer<P>> => parseList(filterSchema, pageSchema, params),
    href: (filter: z.infer<F> & FlatValue, page?: z.infer<P> & FlatValue): Route =>
      `${path}${toQuery({ ...toParams(filterSchema, filter), ...(page && toParams(pageSchema, page)) })}` as Route,
  };
}

function parseList<F extends z.ZodObject, P extends typeof placeSchema>(
  filterSchema: F,
  pageSchema: P,
  params: SearchParams,
): ParsedList<z.infer<F>, z.infer<P>> {
  const of = (wanted: boolean) =>
    Object.fromEntries(Object.entries(params).filter(([key]) => Object.hasOwn(pageSchema.shape, key) === wanted));
  const filter = parseParams(filterSchema, of(false));
  const page = parseParams(pageSchema, of(true));
  const problems: ParamProblem[] = [filter, page].flatMap((read) => (read.ok ? [] : read.problems));
  if (page.ok && page.value.after !== undefined && page.value.before !== undefined)
    problems.push({ param: "before", message: "cannot stand beside “after”" });
  return filter.ok && page.ok && problems.length === 0
    ? { ok: true, value: { filter: filter.value, page: page.value } }
    : { ok: false, problems, readable: readableParts(filterSchema, of(false)) };
}

/**
 * What a list's address asks for; or what is wrong with it, beside what of its filter can be read, so that its form is
 * not lost for one slip.
 */
type ParsedList<F, P> =
  | { ok: true; value: { filter: F; page: P } }
  | { ok: false; problems: ParamProblem[]; readable: F };

function readableParts<S extends z.ZodObject>(schema: S, params: SearchParams): z.infer<S> {
  const read = parseParams(schema, params);
  if (read.ok) return read.value;
  const faulty = new Set(read.problems.map(({ param }) => param));
  const left = Object.entries(params).filter(([param]) => !faulty.has(param));
  return readableParts(schema, Object.fromEntries(left.length < Object.keys(params).length ? left : []));
}

/** The keys of a filter that are windows of time; a form may give each as two dates. */
const windowKeys = (schema: z.ZodObject) =>
  keysOf(schema).filter((key) =>
    [pastWindow, futureWindow].some((window) => window === writtenType(schema.shape[key]!)),
  );

/**
 * A form without scripts cannot join two date fields into one parameter, so it sends `changed_from` and `changed_to`;
 * this folds them into `changed=FROM..TO`. Null when the address has none of them, and so is already spelled the one
 * way.
 */
export function foldDateFields(params: SearchParams, filterSchema: z.ZodObject): SearchParams | null {
  const folded = { ...params };
  let found = false;
  for (const window of windowKeys(filterSchema)) {
    const [from, to] = [params[`${window}_from`], params[`${window}_to`]];
    if (from === undefined && to === undefined) continue;
    found = true;
    delete folded[`${window}_from`];
    delete folded[`${window}_to`];
    if (from || to) folded[window] = `${from ?? ""}..${to ?? ""}`;
  }
  return found ? folded : null;
}

/** The windows of days as they were typed, for a form whose address cannot be read: its two dates stay in it. */
export const typedDays = <S extends z.ZodObject>(params: SearchParams, schema: S): Partial<z.infer<S>> =>
  Object.fromEntries(
    windowKeys(schema).flatMap((key) => {
      const typed = params[key];
      return typeof typed === "string" && daysOf(typed) ? [[key, typed]] : [];
    }),
  ) as Partial<z.infer<S>>;
