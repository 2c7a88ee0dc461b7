import fc from "fast-check";
import { expect, test } from "vitest";
import { brandColorNote, contrast, edgeOnWhite, inkOn, linkOn, paper } from "@/lib/brand";

const color = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);

test("the contrast of two colors is the WCAG value", () => {
  expect(contrast("#000000", "#ffffff")).toBe(21);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.478, 3);
  expect(contrast("#ffffff", "#1d4ed8")).toBeCloseTo(6.7, 1);
});

test("the text color is white on dark colors and black on light ones", () => {
  expect(["#1d4ed8", "#7f1d1d", "#000000"].map(inkOn)).toEqual(["#ffffff", "#ffffff", "#ffffff"]);
  expect(["#facc15", "#ffffff", "#22c55e"].map(inkOn)).toEqual(["#000000", "#000000", "#000000"]);
});

test("on every color the text can be read, and the other text color has no better contrast", () => {
  fc.assert(
    fc.property(color, (brand) => {
      const ink = inkOn(brand);
      const other = ink === "#000000" ? "#ffffff" : "#000000";
      expect(contrast(brand, ink)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(brand, ink)).toBeGreaterThanOrEqual(contrast(brand, other));
    }),
  );
});

test("a surface of any color has an edge that is visible on white", () => {
  fc.assert(
    fc.property(color, (brand) => {
      expect(contrast(edgeOnWhite(brand), "#ffffff")).toBeGreaterThanOrEqual(3);
    }),
  );
});

test("links in any color can be read on their ground, are the color itself where it can be, and the note says where not", () => {
  fc.assert(
    fc.property(color, (brand) => {
      for (const ground of Object.values(paper)) {
        const link = linkOn(brand, ground);
        expect(contrast(link, ground)).toBeGreaterThanOrEqual(4.5);
        if (contrast(brand, ground) >= 4.5) expect(link).toBe(brand);
      }
      const changed = [paper.light, paper.dark].some((ground) => linkOn(brand, ground) !== brand);
      expect(brandColorNote(brand) !== null).toBe(changed);
    }),
  );
});
