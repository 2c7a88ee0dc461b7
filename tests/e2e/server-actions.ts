import { expect, type APIRequestContext, type APIResponse } from "@playwright/test";
import { builtActions, type BuiltAction } from "./build";

/** What a form sends: text, a file, or several texts under one name. */
export type FormFields = Record<string, string | File | string[]>;

export type ActionAnswer = {
  status: number;
  /** What the action returned; absent after a redirect. */
  result?: { ok: boolean; code?: string; message?: string; value?: unknown };
  redirect?: string;
};

/** @param name its export, which must be unique in the build */
export function findAction(name: string): BuiltAction {
  const [action, ...others] = builtActions().filter((candidate) => candidate.name.endsWith(` ${name}`));
  if (!action || others.length > 0) throw new Error(`There is not exactly one action named ${name} in the build.`);
  return action;
}

/**
 * Calls a server action as a forger would: by its id, with a self-made form and without a page. The body is React's
 * encoding of the arguments (previous state, form).
 * @param page an address of a page that uses it; by default one that is about no record
 */
export async function callAction(
  request: APIRequestContext,
  action: BuiltAction,
  fields: FormFields,
  page = action.pages.find((address) => !address.includes("[")) ?? "/",
): Promise<ActionAnswer> {
  const origin = process.env.E2E_BASE_URL!;
  const form = new FormData();
  for (const [name, sent] of Object.entries(fields))
    for (const value of Array.isArray(sent) ? sent : [sent]) form.append(`_1_${name}`, value);
  // Last, because the server reads the parts in their order.
  form.append("0", '[null,"$K1"]');
  const response = await request.post(page, {
    headers: { "Next-Action": action.id, Origin: origin, Accept: "text/x-component" },
    multipart: form,
    maxRedirects: 0,
  });
  return read(response);
}

async function read(response: APIResponse): Promise<ActionAnswer> {
  const status = response.status();
  const redirect = response.headers()["x-action-redirect"]?.split(";")[0];
  if (redirect !== undefined) return { status, redirect };
  const text = await response.text();
  const [, result] = /^1:(\{.*\})$/m.exec(text) ?? [];
  expect(result, `the action answered ${status}: ${text.slice(0, 300)}`).toBeDefined();
  return { status, result: JSON.parse(result!) as ActionAnswer["result"] };
}
