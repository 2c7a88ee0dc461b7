import fc from "fast-check";
import { expect, it } from "vitest";
import { FirstLines } from "@/lib/batches/rules/first-lines";
import { newIds } from "@/lib/new-ids";

it("returns the first line of each text, like a map of the texts", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 2 }), { maxLength: 300 }), (texts) => {
      const [lines, known] = [new FirstLines(), new Map<string, number>()];
      texts.forEach((text, index) => {
        expect(lines.earlier(text, index + 2)).toBe(known.get(text));
        if (!known.has(text)) known.set(text, index + 2);
      });
    }),
  );
});

it("keeps every text while it grows to a hundred thousand", () => {
  const lines = new FirstLines();
  const numbers = Array.from({ length: 100_000 }, (_, index) => index + 1);
  expect(numbers.filter((line) => lines.earlier(`R${line}`, line) !== undefined)).toEqual([]);
  expect(numbers.filter((line) => lines.earlier(`R${line}`, 7) !== line)).toEqual([]);
});

it("creates version 7 ids that rise within one call, contain the time and are all different", () => {
  const at = Date.UTC(2026, 10, 23);
  const ids = newIds(50_000, at);
  expect(new Set(ids).size).toBe(50_000);
  expect(ids.toSorted()).toEqual(ids);
  expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(
    true,
  );
  expect(Number.parseInt(ids[0]!.replaceAll("-", "").slice(0, 12), 16)).toBe(at);
  expect(newIds(0)).toEqual([]);
});
