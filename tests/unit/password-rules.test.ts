import { dictionary } from "@zxcvbn-ts/language-common";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DomainError } from "@/lib/errors";
import { assertGoodPassword } from "@/lib/users/password-rules";

const refusal = (password: string, organization = "Harbor Mutual") => {
  try {
    assertGoodPassword(password, organization);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({ code: "invalid", field: "password" });
    return (error as DomainError).message;
  }
};

describe("a new password", () => {
  it.each([
    "correct horse battery staple",
    "harbor-admin-2026",
    "naïve Übergröße 7",
    "twelve letters",
    "パスワードは長いほうがよい",
  ])("is taken when it is long and nobody would try it first: %s", (password) => {
    expect(refusal(password)).toBeNull();
  });

  it("has 12 to 1,024 characters", () => {
    expect(refusal("short secret".slice(1))).toBe("Use at least 12 characters.");
    expect(refusal("short secret")).toBeNull();
    expect(refusal("ab cd ef gh ".repeat(100))).toBe("Use at most 1,024 characters.");
  });

  it.each([" ".repeat(12), "\u3000".repeat(15), "\u200b".repeat(12), ` \t\u2060${" ".repeat(12)}`])(
    "is not made of what nobody sees: %j",
    (password) => {
      expect(refusal(password)).toContain("spaces alone");
    },
  );

  it("is no short piece again and again, whatever the piece", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 3, unit: "grapheme-ascii" }), (piece) => {
        expect(refusal(piece.repeat(40).slice(0, 40 - (40 % piece.length)))).not.toBeNull();
      }),
    );
  });

  const common = dictionary["passwords-common"];

  it("is none of the most common ones, however they are written or repeated to be long enough", () => {
    expect(common.length).toBeGreaterThan(10_000);
    for (const word of common.slice(0, 10_000)) {
      const times = Math.ceil(12 / word.length);
      expect(refusal(word.repeat(Math.max(1, times))), word).not.toBeNull();
      expect(refusal(`${word.toUpperCase()} `.repeat(Math.max(2, times))), word).not.toBeNull();
    }
  });

  it.each([
    "Harbor Mutual",
    "harbor-mutual-26",
    "HARBORMUTUAL!!",
    "my harbor mutual",
    "HarborMutualHarborMutual",
    "Harbor.Mutual.2026",
  ])("is not the organization's own name with a little beside it: %s", (password) => {
    expect(refusal(password)).toContain("name of your organization");
  });

  it("may have the organization's name in it beside enough else, and a name of two letters forbids nothing", () => {
    expect(refusal("harbor mutual keeps nine geese")).toBeNull();
    expect(refusal("xyxy 8 sevens", "XY")).toBeNull();
  });
});
