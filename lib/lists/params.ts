import type { z } from "zod";

/** What Next hands a page, or what a form sends. */
export type SearchParams = Record<string, string | string[] | undefined>;

export type ParamProblem = { param: string; message: string };
export type Parsed<T> = { ok: true; value: T } | { ok: false; problems: ParamProblem[] };

/** A filter is flat text, so that the address can be it: parameter name → text, or texts where several may stand. */
export type FlatValue = Record<string, string | readonly string[] | undefined>;

/**
 * Reads the parameters of an address by a strict schema. A parameter that is unknown, malformed or given twice is a
 * problem that names it; it is never dropped, because a dropped filter is a longer list. Empty ones (a form's untouched
 * fields) are absent.
 */
export function parseParams<S extends z.ZodType>(
  schema: S,
  params: SearchParams,
  lists: readonly string[],
): Parsed<z.infer<S>> {
  const given = new Map<string, string | string[]>();
  for (const [param, raw] of Object.entries(params)) {
    const texts = (Array.isArray(raw) ? raw : [raw]).filter(
      (text): text is string => text !== undefined && text.trim() !== "",
    );
    if (texts.length > 0) given.set(param, lists.includes(param) || texts.length > 1 ? texts : texts[0]!);
  }
  const result = schema.safeParse(Object.fromEntries(given));
  if (result.success) return { ok: true, value: result.data };
  return {
    ok: false,
    problems: result.error.issues.flatMap((issue) =>
      toProblems(issue, (param) => !lists.includes(param) && Array.isArray(given.get(param))),
    ),
  };
}

function toProblems(issue: z.core.$ZodIssue, isDoubled: (param: string) => boolean): ParamProblem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((param) => ({ param, message: "is not something this list can be filtered by" }));
  }
  const param = String(issue.path[0] ?? "");
  if (isDoubled(param)) return [{ param, message: "may be given only once" }];
  if (issue.code === "invalid_value")
    return [{ param, message: `must be one of: ${issue.values.slice(0, 12).join(", ")}` }];
  return [{ param, message: issue.message }];
}

/** The one spelling of a value as a query string, with its "?" or empty. Parameters come in the order of `keys`. */
export function toQuery(value: FlatValue, keys: readonly string[]): string {
  const params = new URLSearchParams();
  for (const key of keys) {
    const field = value[key];
    for (const text of typeof field === "string" ? [field] : (field ?? [])) params.append(key, text);
  }
  const query = params.toString();
  return query === "" ? "" : `?${query}`;
}

/** Text for a LIKE pattern in which % and _ match themselves. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, "\\$&");
