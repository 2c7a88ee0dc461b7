import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { env, EnvironmentError, environmentSchema } from "@/lib/env";

const names = Object.keys(environmentSchema.shape);
const enough = {
  DATABASE_URL: "postgres://meridian:secret@127.0.0.1:5432/meridian",
  AUTH_SECRET: "auth-secret-of-the-tests-only-00000",
  LINK_KEY: "link-key-of-the-tests-only-000000000",
  DETAILS_KEYS: `one:${Buffer.from("the-key-of-the-tests-only-000000").toString("base64")}`,
};

beforeEach(() => {
  for (const name of names) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(enough)) vi.stubEnv(name, value);
});
afterEach(() => vi.unstubAllEnvs());

describe("the environment", () => {
  it("requires only the database and the three secrets", () => {
    expect(env()).toEqual({
      ...enough,
      DATABASE_POOL_SIZE: 10,
      PORT: 3000,
      HOST: "127.0.0.1",
      PORTAL_URL: "http://127.0.0.1:3000",
      TRUSTED_PROXIES: 0,
      AUTH_OIDC_NAME: "single sign-on",
      SANDBOX_DELAY_MS: 5_000,
      INGEST_CHUNK_ROWS: 5_000,
      IMPORT_SETTLE_MS: 10_000,
      IMPORT_OPEN_END_MS: 60_000,
      MAIL_FROM: "Meridian <payouts@meridian.example>",
    });
  });

  it("treats an empty value as unset", () => {
    vi.stubEnv("SMTP_URL", "");
    vi.stubEnv("PORT", " ");
    expect(env()).toMatchObject({ PORT: 3000 });
    expect(env().SMTP_URL).toBeUndefined();
  });

  it("requires one more connection when a folder is watched", () => {
    vi.stubEnv("IMPORT_DIR", "/srv/import");
    expect(env()).toMatchObject({ IMPORT_DIR: "/srv/import" });
    vi.stubEnv("DATABASE_POOL_SIZE", "3");
    expect(env).toThrow("DATABASE_POOL_SIZE must be 4 or more when IMPORT_DIR is set. See .env.example.");
  });

  it("never waits less for a file that looks cut off than for one that looks whole", () => {
    vi.stubEnv("IMPORT_SETTLE_MS", "70000");
    expect(env).toThrow("IMPORT_OPEN_END_MS must be IMPORT_SETTLE_MS or more. See .env.example.");
    vi.stubEnv("IMPORT_OPEN_END_MS", "70000");
    expect(env()).toMatchObject({ IMPORT_SETTLE_MS: 70_000 });
  });

  it("takes an identity provider whole or not at all, and never in the clear across a network", () => {
    const needs =
      "sign-in by an identity provider needs AUTH_OIDC_ISSUER, AUTH_OIDC_CLIENT_ID, AUTH_OIDC_CLIENT_SECRET, or none of them. See .env.example.";
    vi.stubEnv("AUTH_OIDC_TRUST_MFA", "1");
    expect(env).toThrow(`AUTH_OIDC_ISSUER is missing; ${needs}`);
    vi.stubEnv("AUTH_OIDC_CLIENT_ID", "meridian");
    vi.stubEnv("AUTH_OIDC_CLIENT_SECRET", "secret");
    expect(env).toThrow(`AUTH_OIDC_ISSUER is missing; ${needs}`);
    vi.stubEnv("AUTH_OIDC_ISSUER", "https://id.example.com/tenant");
    expect(env()).toMatchObject({ AUTH_OIDC_ISSUER: "https://id.example.com/tenant" });
    vi.stubEnv("AUTH_OIDC_CLIENT_SECRET", " ");
    expect(env).toThrow(`AUTH_OIDC_CLIENT_SECRET is missing; ${needs}`);
    vi.stubEnv("AUTH_OIDC_CLIENT_SECRET", "secret");
    for (const here of ["http://127.0.0.1:4000", "http://[::1]:80"]) {
      vi.stubEnv("AUTH_OIDC_ISSUER", here);
      expect(env().AUTH_OIDC_ISSUER).toBe(here);
    }
    for (const elsewhere of [
      "http://id.example.com",
      "http://127.0.0.1.example.com",
      "ftp://127.0.0.1",
      "https://id.example/?a",
      "id",
    ]) {
      vi.stubEnv("AUTH_OIDC_ISSUER", elsewhere);
      expect(env, elsewhere).toThrow("AUTH_OIDC_ISSUER must be");
    }
  });

  it("names every missing variable, one sentence each", () => {
    vi.stubEnv("AUTH_SECRET", undefined);
    vi.stubEnv("LINK_KEY", "");
    vi.stubEnv("DETAILS_KEYS", undefined);
    expect(env).toThrow(
      new EnvironmentError(
        "AUTH_SECRET is missing. See .env.example.\nLINK_KEY is missing. See .env.example.\nDETAILS_KEYS is missing. See .env.example.",
      ),
    );
  });

  it.each([
    ["DATABASE_URL", "mysql://root:hunter2@127.0.0.1/x"],
    ["DATABASE_POOL_SIZE", "0"],
    ["DATABASE_POOL_SIZE", "2"],
    ["PORT", "http"],
    ["PORT", "70000"],
    ["HOST", "not a host"],
    ["PORTAL_URL", "https://pay.example.com/portal"],
    ["PORTAL_URL", "ftp://pay.example.com"],
    ["TRUSTED_PROXIES", "-1"],
    ["TRUSTED_PROXIES", "yes"],
    ["AUTH_SECRET", "hunter2-too-short"],
    ["LINK_KEY", "hunter2-too-short"],
    ["DETAILS_KEYS", "hunter2"],
    ["DETAILS_KEYS", `${Buffer.alloc(32).toString("base64")}`],
    ["DETAILS_KEYS", `one:${Buffer.alloc(31).toString("base64")}`],
    ["SANDBOX_DELAY_MS", "-1"],
    ["SMTP_URL", "mail.example.com"],
    ["MAIL_FROM", "Meridian\r\nBcc: everybody@example.com"],
    ["IMPORT_DIR", "import/here"],
  ])("refuses a malformed %s by name, without repeating the value", (name, value) => {
    vi.stubEnv(name, value);
    expect(env).toThrow(EnvironmentError);
    expect(env).toThrow(new RegExp(`^${name} must `));
    expect(env).not.toThrow(value);
  });

  const key = (byte: string) => `one:${Buffer.from(byte.repeat(32)).toString("base64")}`;
  const random = () => randomBytes(36).toString("base64url");

  it.each([
    ["AUTH_SECRET", "a".repeat(40)],
    ["AUTH_SECRET", "abcabcabcabcabcabcabcabcabcabcabcabc"],
    ["AUTH_SECRET", "change-me-to-something-random-please"],
    ["AUTH_SECRET", "your-own-secret-goes-into-this-line!"],
    ["AUTH_SECRET", "$(openssl rand -base64 48) or the like"],
    ["LINK_KEY", "0".repeat(64)],
    ["LINK_KEY", "01234567890123456789012345678901"],
    ["LINK_KEY", "REPLACE_ME_REPLACE_ME_REPLACE_ME_REPLACE"],
    ["DETAILS_KEYS", key("k")],
    ["DETAILS_KEYS", key("\0")],
    ["DETAILS_KEYS", `${enough.DETAILS_KEYS},${key("k").replace("one", "two")}`],
  ])("refuses %s when it is a placeholder or of a few characters again and again: %s", (name, value) => {
    vi.stubEnv(name, value);
    expect(env).toThrow(new RegExp(`^${name} must .*at random`));
    expect(env).not.toThrow(value);
  });

  it("refuses secrets that are equal to one another, each by its name", () => {
    vi.stubEnv("LINK_KEY", enough.AUTH_SECRET);
    expect(env).toThrow("LINK_KEY must be another secret than AUTH_SECRET. See .env.example.");
    vi.stubEnv("LINK_KEY", enough.LINK_KEY);
    vi.stubEnv("DETAILS_KEYS", `${enough.DETAILS_KEYS},${enough.DETAILS_KEYS.replace("one", "two")}`);
    expect(env).toThrow("DETAILS_KEYS must not have the same key twice. See .env.example.");
    const shared = enough.DETAILS_KEYS.slice(4);
    vi.stubEnv("DETAILS_KEYS", enough.DETAILS_KEYS);
    vi.stubEnv("AUTH_SECRET", shared);
    expect(env).toThrow("DETAILS_KEYS must be another secret than AUTH_SECRET. See .env.example.");
  });

  it("takes every secret that the commands of .env.example make", () => {
    for (let n = 0; n < 200; n++) {
      vi.stubEnv("AUTH_SECRET", n % 2 ? random() : randomBytes(16).toString("hex"));
      vi.stubEnv("LINK_KEY", random());
      vi.stubEnv("DETAILS_KEYS", `k1:${randomBytes(32).toString("base64")},k2:${randomBytes(32).toString("base64")}`);
      expect(env).not.toThrow();
    }
  });

  it("needs a database of one's own in production, where the embedded one with the demo is never used", () => {
    vi.stubEnv("NODE_ENV", "production");
    expect(env).not.toThrow();
    vi.stubEnv("DATABASE_URL", undefined);
    expect(env).toThrow(/^DATABASE_URL is missing\. With NODE_ENV=production /);
    vi.stubEnv("AUTH_SECRET", undefined);
    expect(env).toThrow(/^DATABASE_URL is missing.*\nAUTH_SECRET is missing/);
  });

  it("trusts one proxy where the portal's address is https, and as many as it is told", () => {
    vi.stubEnv("PORTAL_URL", "https://pay.example.com");
    expect(env().TRUSTED_PROXIES).toBe(1);
    vi.stubEnv("TRUSTED_PROXIES", "0");
    expect(env().TRUSTED_PROXIES).toBe(0);
    vi.stubEnv("TRUSTED_PROXIES", "3");
    expect(env().TRUSTED_PROXIES).toBe(3);
  });

  it("reduces the portal's address to its origin", () => {
    vi.stubEnv("PORTAL_URL", "https://Pay.Example.com/");
    expect(env().PORTAL_URL).toBe("https://pay.example.com");
  });

  it("has every variable described in .env.example", () => {
    const described = readFileSync(".env.example", "utf8")
      .match(/^#? ?[A-Z_]+(?==)/gm)
      ?.map((line) => line.replace(/^#? ?/, ""));
    expect(described?.toSorted()).toEqual(names.toSorted());
  });
});
