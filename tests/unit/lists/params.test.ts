import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { escapeLike, parseParams, toQuery } from "@/lib/lists/params";
import { foldDateFields } from "@/lib/lists/place";
import { parsePayoutFilter, windowFields } from "@/lib/payouts/list/filter";
import { paramsOf } from "@/tests/support/address";

const schema = z.strictObject({ color: z.enum(["red", "blue"]).optional(), size: z.array(z.string()).optional() });
const read = (params: Parameters<typeof parseParams>[1]) => parseParams(schema, params, ["size"]);

describe("parameters", () => {
  it("that a form left empty say nothing", () => {
    expect(read({ color: "", size: ["", " "] })).toEqual({ ok: true, value: {} });
    expect(read({ color: undefined, size: ["L", ""] })).toEqual({ ok: true, value: { size: ["L"] } });
  });

  it("are each named when several are wrong", () => {
    expect(read({ color: "green", weight: "1", length: "2" })).toMatchObject({ ok: false });
    const parsed = read({ color: "green", weight: "1", length: "2" });
    if (!parsed.ok) expect(parsed.problems.map(({ param }) => param).sort()).toEqual(["color", "length", "weight"]);
  });

  it("of a closed list are told what they may be", () => {
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
  it("is empty for an empty value, and holds only the keys it was told, in their order", () => {
    expect(toQuery({}, ["a"])).toBe("");
    expect(toQuery({ b: "2", a: "1", c: "3" }, ["a", "b"])).toBe("?a=1&b=2");
  });

  it("carries any text unharmed", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.array(fc.string({ unit: "grapheme" }), { minLength: 2 }),
        (one, many) => {
          expect(paramsOf(`/list${toQuery({ one, many }, ["one", "many"])}`)).toEqual({ one, many });
        },
      ),
    );
  });
});

it("a LIKE pattern of escaped text has no wildcard left", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("%", "_", "\\", "a") }), (text) => {
      const unescaped = escapeLike(text).replace(/\\(.)/g, (_, literal: string) => (literal === "a" ? "!" : literal));
      expect(unescaped).toBe(text);
      expect(escapeLike(text).replace(/\\./g, "")).not.toMatch(/[%_\\]/);
    }),
  );
});

describe("a form's two date fields", () => {
  it("become one window, and one left empty leaves that side open", () => {
    expect(foldDateFields({ changed_from: "2026-11-01", changed_to: "2026-11-30", q: "ada" }, windowFields)).toEqual({
      changed: "2026-11-01..2026-11-30",
      q: "ada",
    });
    expect(foldDateFields({ expires_from: "", expires_to: "2026-11-30" }, windowFields)).toEqual({
      expires: "..2026-11-30",
    });
  });

  it("both left empty leave a window that was chosen by name, and without them there is nothing to fold", () => {
    expect(foldDateFields({ changed: "last-30d", changed_from: "", changed_to: "" }, windowFields)).toEqual({
      changed: "last-30d",
    });
    expect(foldDateFields({ changed: "last-30d" }, windowFields)).toBeNull();
  });

  it("that are no dates, or given twice, are refused by the window's name", () => {
    for (const params of [
      { created_from: "banana" },
      { created_from: ["2026-11-01", "2026-11-02"] },
      { created_from: "2026-11-02", created_to: "2026-11-01" },
    ]) {
      expect(parsePayoutFilter(foldDateFields(params, windowFields)!)).toMatchObject({
        ok: false,
        problems: [{ param: "created" }],
      });
    }
  });
});
