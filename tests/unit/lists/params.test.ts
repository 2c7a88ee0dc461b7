import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { parseParams, toParams, toQuery, type SearchParams } from "@/lib/lists/params";
import { foldDateFields } from "@/lib/lists/place";
import { escapeLike, searchText } from "@/lib/lists/search-text";
import { parsePayoutFilter, PayoutFilter } from "@/lib/payouts/list/filter";
import { paramsOf } from "@/tests/support/address";
import { searches } from "@/tests/support/arbitrary-filters";

const schema = z.strictObject({ color: z.enum(["red", "blue"]).optional(), size: z.array(z.string()).optional() });
const read = (params: Parameters<typeof parseParams>[1]) => parseParams(schema, params);

describe("parameters", () => {
  it("left empty in a form are ignored", () => {
    expect(read({ color: "", size: ["", " "] })).toEqual({ ok: true, value: {} });
    expect(read({ color: undefined, size: ["L", ""] })).toEqual({ ok: true, value: { size: ["L"] } });
  });

  it("are all named when several are wrong", () => {
    expect(read({ color: "green", weight: "1", length: "2" })).toMatchObject({ ok: false });
    const parsed = read({ color: "green", weight: "1", length: "2" });
    if (!parsed.ok) expect(parsed.problems.map(({ param }) => param).sort()).toEqual(["color", "length", "weight"]);
  });

  it("with a fixed list of values are answered with the possible ones", () => {
    expect(read({ color: "green" })).toEqual({
      ok: false,
      problems: [{ param: "color", message: "must be one of: red, blue" }],
    });
    expect(read({ color: ["red", "blue"] })).toEqual({
      ok: false,
      problems: [{ param: "color", message: "may be given only once" }],
    });
  });
});

describe("a query string", () => {
  const letters = z.strictObject({ a: z.string().optional(), b: z.string().optional() });

  it("is empty for an empty value, and contains only the schema's keys, in their order", () => {
    expect(toQuery(toParams(letters, {}))).toBe("");
    const value = { b: "2", a: "1", c: "3" };
    expect(toQuery(toParams(letters, value))).toBe("?a=1&b=2");
  });

  it("carries any text unchanged", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.array(fc.string({ unit: "grapheme" }), { minLength: 2 }),
        (one, many) => {
          expect(paramsOf(`/list${toQuery({ one, many })}`)).toEqual({ one, many });
        },
      ),
    );
  });
});

describe("a key with several named texts", () => {
  const names = ["branch", "cost center", "a.b", "Größe", "constructor", "10", "2"];
  const own = z.strictObject({
    color: z.string().optional(),
    x: z
      .record(
        z.string().refine((name) => names.includes(name)),
        searchText,
      )
      .optional(),
  });
  const readOwn = (params: SearchParams) => parseParams(own, params);

  it("is one parameter for each name, in a fixed order, and parses back unchanged", () => {
    expect(toQuery(toParams(own, { color: "red", x: { branch: "Lyon", "a.b": "1" } }))).toBe(
      "?color=red&x.a.b=1&x.branch=Lyon",
    );
    const entries = fc.dictionary(fc.constantFrom(...names), searches, { minKeys: 1, noNullPrototype: true });
    fc.assert(
      fc.property(fc.record({ color: searches, x: entries }, { requiredKeys: [] }), (value) => {
        expect(readOwn(paramsOf(`/list${toQuery(toParams(own, value))}`))).toEqual({ ok: true, value });
      }),
    );
  });

  it.each([
    ["a name that is none of them", { "x.street": "1" }, "x.street"],
    ["no name", { "x.": "1" }, "x."],
    ["the key alone", { x: "1" }, "x"],
    ["a name that objects cannot carry", { "x.__proto__": "1" }, "x.__proto__"],
    ["a name given twice", { "x.branch": ["1", "2"] }, "x.branch"],
    ["a text that is refused", { "x.branch": "a\u0000b" }, "x.branch"],
    ["a name behind a key that holds one text", { "color.x": "red" }, "color.x"],
  ])("refuses %s with the exact parameter's name, also beside valid parameters", (_, params, param) => {
    for (const beside of [{}, { color: "red", "x.10": "1" }]) {
      const parsed = readOwn({ ...beside, ...params });
      expect(parsed).toMatchObject({ ok: false, problems: [{ param }] });
    }
  });

  it("is absent when the form left it empty", () => {
    expect(readOwn({ "x.branch": " ", "x.10": "" })).toEqual({ ok: true, value: {} });
  });
});

it("a LIKE pattern made of escaped text has no wildcard", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("%", "_", "\\", "a") }), (text) => {
      const unescaped = escapeLike(text).replace(/\\(.)/g, (_, literal: string) => (literal === "a" ? "!" : literal));
      expect(unescaped).toBe(text);
      expect(escapeLike(text).replace(/\\./g, "")).not.toMatch(/[%_\\]/);
    }),
  );
});

describe("a form's two date fields", () => {
  it("become one window, with an open side where one is left empty", () => {
    expect(foldDateFields({ changed_from: "2026-11-01", changed_to: "2026-11-30", q: "ada" }, PayoutFilter)).toEqual({
      changed: "2026-11-01..2026-11-30",
      q: "ada",
    });
    expect(foldDateFields({ expires_from: "", expires_to: "2026-11-30" }, PayoutFilter)).toEqual({
      expires: "..2026-11-30",
    });
  });

  it("keep a named window when both are left empty, and change nothing when they are absent", () => {
    expect(foldDateFields({ changed: "last-30d", changed_from: "", changed_to: "" }, PayoutFilter)).toEqual({
      changed: "last-30d",
    });
    expect(foldDateFields({ changed: "last-30d" }, PayoutFilter)).toBeNull();
  });

  it("that are malformed or repeated are refused with the window's name", () => {
    for (const params of [
      { created_from: "banana" },
      { created_from: ["2026-11-01", "2026-11-02"] },
      { created_from: "2026-11-02", created_to: "2026-11-01" },
    ]) {
      expect(parsePayoutFilter(foldDateFields(params, PayoutFilter)!)).toMatchObject({
        ok: false,
        problems: [{ param: "created" }],
      });
    }
  });
});
