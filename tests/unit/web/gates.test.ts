import { afterEach, describe, expect, it, vi } from "vitest";
import { logFault } from "@/lib/fault";
import { formValues } from "@/lib/web/form-values";
import { contentSecurityPolicy, securityHeaders } from "@/lib/web/security-headers";

afterEach(() => vi.restoreAllMocks());

describe("a form", () => {
  it("is read with repeated names as arrays and without the fields React adds", () => {
    const form = new FormData();
    for (const [name, value] of [
      ["$ACTION_REF_1", ""],
      ["$ACTION_1:0", "{}"],
      ["email", "ada@example.com"],
      ["id", "1"],
      ["id", "2"],
    ] as const)
      form.append(name, value);
    expect(formValues(form)).toEqual({ email: "ada@example.com", id: ["1", "2"] });
  });

  it("cannot change the prototype of the object it is read into", () => {
    const form = new FormData();
    form.append("__proto__", "polluted");
    const values = formValues(form);
    expect(Object.getPrototypeOf(values)).toBeNull();
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

it("a fault is logged with name, code and place, but without its message or its cause's", () => {
  const written: string[] = [];
  vi.spyOn(console, "error").mockImplementation((line: string) => void written.push(line));
  const cause = Object.assign(new Error("duplicate key (email)=(ada@example.com)"), { code: "23505" });
  logFault("action", "request-1", new TypeError("params: ada@example.com\nada@example.com, secret", { cause }));
  logFault("action", "request-2", "ada@example.com");
  expect(written.join()).not.toContain("ada@example.com");
  expect(written.join()).not.toContain("secret");
  expect(JSON.parse(written[0]!)).toMatchObject({ requestId: "request-1", name: "TypeError", code: "23505" });
  expect((JSON.parse(written[0]!) as { frames: string[] }).frames[0]).toContain("gates.test.ts");
});

describe("the security headers", () => {
  it("allow only scripts with this view's nonce, and eval only in development", () => {
    const production = contentSecurityPolicy({ path: "/", nonce: "abc", https: true, development: false });
    const scripts = production.split("; ").find((directive) => directive.startsWith("script-src "));
    expect(scripts).toBe("script-src 'self' 'nonce-abc' 'strict-dynamic'");
    expect(production).toContain("frame-ancestors 'none'");
    expect(production).not.toMatch(/unsafe-eval|style-src [^;]*unsafe-inline/);
    expect(contentSecurityPolicy({ path: "/", nonce: "abc", https: false, development: true })).toContain(
      "'unsafe-eval'",
    );
  });

  it("ask for https for ever only where https is", () => {
    expect(Object.fromEntries(securityHeaders({ https: true, path: "/" }))["Strict-Transport-Security"]).toMatch(
      /max-age=\d{8}/,
    );
    expect(
      Object.fromEntries(securityHeaders({ https: false, path: "/" }))["Strict-Transport-Security"],
    ).toBeUndefined();
  });
});
