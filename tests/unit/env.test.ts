import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { env, EnvironmentError, environmentSchema } from "@/lib/env";

const names = Object.keys(environmentSchema.shape);
const enough = {
  DATABASE_URL: "postgres://meridian:secret@127.0.0.1:5432/meridian",
  AUTH_SECRET: "a".repeat(32),
  LINK_KEY: "l".repeat(32),
  DETAILS_KEYS: `one:${Buffer.alloc(32).toString("base64")}`,
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
