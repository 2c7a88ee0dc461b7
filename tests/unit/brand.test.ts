import fc from "fast-check";
import { expect, test } from "vitest";
import { inkOn } from "@/lib/brand";
import { currencies } from "@/lib/money";
import { currencyInWords } from "@/lib/plain-words";

/** Contrast by the formula of WCAG 2.2, written anew. */
function contrast(one: string, other: string): number {
  const luminance = (color: string) => {
    const [r = 0, g = 0, b = 0] = [color.slice(1, 3), color.slice(3, 5), color.slice(5, 7)].map((hex) => {
      const share = Number.parseInt(hex, 16) / 255;
      return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    });
    return r * 0.2126 + g * 0.7152 + b * 0.0722;
  };
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

test("on any colour of an organization the ink is the one of black and white that stands out more, and can be read", () => {
  const hex = fc.integer({ min: 0, max: 0xffffff }).map((number) => `#${number.toString(16).padStart(6, "0")}`);
  fc.assert(
    fc.property(hex, (ground) => {
      const [ink, other] = inkOn(ground) === "#000000" ? (["#000000", "#ffffff"] as const) : (["#ffffff", "#000000"] as const);
      expect(contrast(ground, ink)).toBeGreaterThanOrEqual(contrast(ground, other));
      expect(contrast(ground, ink)).toBeGreaterThanOrEqual(4.5);
    }),
    { numRuns: 2_000 },
  );
});

test("every currency has a name in words, without a number", () => {
  expect(currencyInWords("USD")).toBe("US dollars");
  for (const currency of currencies) expect(currencyInWords(currency), currency).toMatch(/^\p{L}/u);
});
