import { z } from "zod";

/** What Next hands a page, or what a form sends. */
export type SearchParams = Record<string, string | string[] | undefined>;

/** The parameters of a query string, with or without its "?", as a page gets them. */
export function searchParamsIn(query: string): SearchParams {
  const params = new URLSearchParams(query);
  return Object.fromEntries([...new Set(params.keys())].map((key) => [key, params.getAll(key)]));
}

export type ParamProblem = { param: string; message: string };
export type Parsed<T> = { ok: true; value: T } | { ok: false; problems: ParamProblem[] };

/**
 * What an address can carry under one key of a schema. The schema alone says how it is written: a text as one
 * parameter, an array as the same parameter several times, a record as one parameter an entry, `key.name=text`.
 */
type FieldValue = string | readonly string[] | Readonly<Record<string, string>>;
export type FlatValue = Record<string, FieldValue | undefined>;

/** The type of a field as it is written, without `optional`, `default` and what it is transformed to. */
export function writtenType(field: z.core.$ZodType): z.core.$ZodType {
  if (field instanceof z.ZodOptional || field instanceof z.ZodDefault) return writtenType(field.unwrap());
  return field instanceof z.ZodPipe ? writtenType(field.in) : field;
}

const isRepeated = (schema: z.ZodObject, key: string) => writtenType(schema.shape[key]!) instanceof z.ZodArray;
const isRecord = (schema: z.ZodObject, key: string) => writtenType(schema.shape[key]!) instanceof z.ZodRecord;

/** The keys of a schema in its order, which is their order in an address. */
export const keysOf = <S extends z.ZodObject>(schema: S) => Object.keys(schema.shape) as (keyof z.infer<S> & string)[];

/**
 * Reads the parameters of an address by a schema. A parameter that is unknown, malformed or given twice is a problem
 * that names it; it is never dropped, because a dropped filter is a longer list. Empty ones (a form's untouched fields)
 * are absent.
 */
export function parseParams<S extends z.ZodObject>(schema: S, params: SearchParams): Parsed<z.infer<S>> {
  const value = new Map<string, unknown>();
  const records = new Map<string, [name: string, text: unknown][]>();
  const unknown: string[] = [];
  const doubled = new Set<string>();
  for (const [param, raw] of Object.entries(params)) {
    const texts = [raw].flat().filter((text) => text !== undefined && text.trim() !== "");
    if (texts.length === 0) continue;
    const field = fieldOf(schema, param);
    if (field === undefined) unknown.push(param);
    else if (isRepeated(schema, field.key)) value.set(field.key, texts);
    else {
      if (texts.length > 1) doubled.add(param);
      const given = texts.length > 1 ? texts : texts[0];
      if (field.name === undefined) value.set(field.key, given);
      else records.set(field.key, [...(records.get(field.key) ?? []), [field.name, given]]);
    }
  }
  for (const [key, entries] of records) value.set(key, Object.fromEntries(entries));
  const result = schema.safeParse(Object.fromEntries(value));
  if (result.success && unknown.length === 0) return { ok: true, value: result.data };
  const problems = (result.error?.issues ?? []).flatMap((issue) => toProblems(issue, schema, doubled));
  return { ok: false, problems: [...problems, ...unknown.map(notUnderstood)] };
}

/** Which key of the schema a parameter belongs to, and under which name where the key holds a record. */
function fieldOf(schema: z.ZodObject, param: string): { key: string; name?: string } | undefined {
  if (Object.hasOwn(schema.shape, param)) return isRecord(schema, param) ? undefined : { key: param };
  const dot = param.indexOf(".");
  const [key, name] = [param.slice(0, dot), param.slice(dot + 1)];
  // No record can carry a key of that name: it would be dropped.
  if (dot === -1 || name === "__proto__" || !Object.hasOwn(schema.shape, key)) return undefined;
  return isRecord(schema, key) ? { key, name } : undefined;
}

/** What is said of a parameter that a list does not know. */
export const notUnderstood = (param: string): ParamProblem => ({
  param,
  message: "is not something this list can be filtered by",
});

function toProblems(issue: z.core.$ZodIssue, schema: z.ZodObject, doubled: ReadonlySet<string>): ParamProblem[] {
  const [key = "", name] = issue.path.map(String);
  if (issue.code === "unrecognized_keys") return issue.keys.map((one) => notUnderstood([...issue.path, one].join(".")));
  const param = name !== undefined && isRecord(schema, key) ? `${key}.${name}` : key;
  if (issue.code === "invalid_key") return [notUnderstood(param)];
  if (doubled.has(param)) return [{ param, message: "may be given only once" }];
  if (issue.code === "invalid_value")
    return [{ param, message: `must be one of: ${issue.values.slice(0, 12).join(", ")}` }];
  return [{ param, message: issue.message }];
}

/** A value as the parameters of its address, in the schema's order; `parseParams` reads the value back. */
export function toParams<S extends z.ZodObject>(schema: S, value: z.infer<S> & FlatValue): SearchParams {
  const given = keysOf(schema).filter((key) => value[key] !== undefined);
  return Object.fromEntries(given.flatMap((key) => paramsOfField(key, value[key])));
}

function paramsOfField(key: string, field: FieldValue | undefined): [string, string | string[]][] {
  if (field === undefined) return [];
  if (typeof field === "string") return [[key, field]];
  if (isTexts(field)) return [[key, [...field]]];
  const entries = Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([name, text]) => [`${key}.${name}`, text]);
}

const isTexts = (field: FieldValue): field is readonly string[] => Array.isArray(field);

/** What an address writes as it is. */
const plain = /^[\w.-]*$/;

/** Parameters as a query string, in their order, with its "?" or empty. */
export function toQuery(params: SearchParams): string {
  const pairs = Object.entries(params).flatMap(([param, raw]) => [raw ?? []].flat().map((text) => [param, text]));
  if (pairs.length === 0) return "";
  // A page has hundreds of links, and most of them need nothing to be encoded.
  const isPlain = pairs.every((pair) => pair.every((text) => plain.test(text!)));
  return `?${isPlain ? pairs.map((pair) => pair.join("=")).join("&") : new URLSearchParams(pairs)}`;
}
