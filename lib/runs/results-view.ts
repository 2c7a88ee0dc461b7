import type { Route } from "next";
import { z } from "zod";
import { runResult } from "@/db/schema/run_payouts";
import { parseParams, toParams, toQuery, type Parsed, type SearchParams } from "@/lib/lists/params";

export type RunResult = (typeof runResult.enumValues)[number];
export const runResultValues = runResult.enumValues;

const position = z
  .string()
  .regex(/^\d{1,6}$/, { error: "is not a place in this list; start again from the first page" });

/** What the page of a run shows of its payouts; `after` and `before` are positions. */
const schema = z.strictObject({
  result: z.enum(runResult.enumValues).optional(),
  after: position.optional(),
  before: position.optional(),
});

export type ResultsView = { result?: RunResult; after?: number; before?: number };

/** Reads the address of a run's page; a parameter it does not know or cannot read is a problem. */
export function parseResultsView(params: SearchParams): Parsed<ResultsView> {
  const read = parseParams(schema, params);
  if (!read.ok) return read;
  const { result, after, before } = read.value;
  const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
  return { ok: true, value: { result, after: number(after), before: number(before) } };
}

/** The page of a run, at the beginning of its results or at a place, of all results or of one kind. */
export const runHref = (id: string, { result, after, before }: ResultsView = {}): Route =>
  `/runs/${id}${toQuery(toParams(schema, { result, after: after?.toString(), before: before?.toString() }))}` as Route;
