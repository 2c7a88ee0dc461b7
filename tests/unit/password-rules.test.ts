import { dictionary } from "@zxcvbn-ts/language-common";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DomainError } from "@/lib/errors";
import { assertGoodPassword, type PasswordOwner } from "@/lib/users/password-rules";
import { demoSignIns } from "@/scripts/demo-data/seed";

const owner = {
  organizationName: "Harbor Mutual",
  name: "Dana Whitfield",
  email: "dana.w@accounts.example",
  hasSecondFactor: false,
};
const refusal = (password: string, change: Partial<PasswordOwner> = {}) => {
  try {
    assertGoodPassword(password, { ...owner, ...change });
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
    "fifteen letters",
    "パスワードは長いほうがよいですね",
  ])("is taken when it is long and nobody would try it first: %s", (password) => {
    expect(refusal(password)).toBeNull();
  });

  it("has 15 to 1,024 characters, or 8 to 1,024 beside a second factor, as people count them", () => {
    expect(refusal("fourteen words")).toBe("Use at least 15 characters.");
    expect(refusal("fifteen letters")).toBeNull();
    expect(refusal("🦆🦉🐢🐙🦀🐌🐜🐝🐞🦋🦗🕷🦂🐛")).toBe("Use at least 15 characters.");
    expect(refusal("🦆🦉🐢🐙🦀🐌🐜🐝🐞🦋🦗🕷🦂🐛🐡")).toBeNull();
    expect(refusal("7 geese", { hasSecondFactor: true })).toBe("Use at least 8 characters.");
    expect(refusal("7 geese!", { hasSecondFactor: true })).toBeNull();
    expect(refusal("ab cd ef gh ".repeat(100))).toBe("Use at most 1,024 characters.");
  });

  it.each([" ".repeat(15), "\u3000".repeat(15), "\u200b".repeat(15), ` \t\u2060${" ".repeat(12)}`])(
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
      const times = Math.ceil(15 / word.length);
      expect(refusal(word.repeat(Math.max(1, times))), word).not.toBeNull();
      expect(refusal(`${word.toUpperCase()} `.repeat(Math.max(2, times))), word).not.toBeNull();
    }
  });

  it.each([
    "Harbor Mutual 1 2",
    "harbor-mutual-26",
    "HARBORMUTUAL!!!",
    "my harbor mutual",
    "HarborMutualHarborMutual",
    "Harbor.Mutual.2026",
    "Dana Whitfield 1",
    "whitfield-2026!!",
    "dana.w@accounts.example",
    "meridian meridian",
    "Meridian-2026!!",
  ])("is not a word about its owner with a little beside it: %s", (password) => {
    expect(refusal(password)).toContain("are tried first");
  });

  it("may have such a word in it beside enough else, and a name of two letters forbids nothing", () => {
    expect(refusal("harbor mutual keeps nine geese")).toBeNull();
    expect(refusal("xyxy 8 sevens 999", { organizationName: "XY" })).toBeNull();
  });

  it("is none that the demo has, or the demo could not be signed in to", () => {
    for (const { email, organization, password } of demoSignIns)
      expect(refusal(password, { email, organizationName: organization }), password).toBeNull();
  });
});
