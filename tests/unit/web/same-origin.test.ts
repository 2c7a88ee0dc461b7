import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sameOriginPath } from "@/lib/web/same-origin";

describe("the page after sign-in", () => {
  it.each([
    "/",
    "/payouts",
    "/payouts?changed=last-30d&status=failed_to_send",
    "/batches/01#errors",
    "/payouts?search=a%2Fb%20c",
  ])("is the requested path: %s", (path) => {
    expect(sameOriginPath(path)).toBe(path);
  });

  it.each([
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/..//evil.example",
    "/.//evil.example",
    "/%2e%2e//evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "payouts",
    "",
    " /payouts",
    "/" + "a".repeat(4_000),
    ["/payouts"],
    undefined,
    null,
  ])("is the Dashboard for anything that could lead out of the portal: %j", (value) => {
    expect(sameOriginPath(value)).toBe("/");
  });

  it("is always within the portal, whatever is requested", () => {
    const hostile = fc.array(
      fc.constantFrom(
        "/",
        "\\",
        ".",
        "..",
        "\t",
        "\r",
        "\n",
        "%2f",
        "%5c",
        "@",
        ":",
        "http:",
        "evil.example",
        "?",
        "#",
        "\u2028",
        " ",
      ),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          hostile.map((parts) => "/" + parts.join("")),
        ),
        (value) => {
          const target = new URL(sameOriginPath(value), "https://portal.example/sign-in");
          expect(target.origin).toBe("https://portal.example");
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("stays the same when applied to its own result", () => {
    fc.assert(
      fc.property(fc.webPath(), (path) => {
        expect(sameOriginPath(sameOriginPath(path))).toBe(sameOriginPath(path));
      }),
    );
  });
});
