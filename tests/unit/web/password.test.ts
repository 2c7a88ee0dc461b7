import { describe, expect, it } from "vitest";
import { hashPassword, verifyNoPassword, verifyPassword } from "@/lib/web/sign-in/password";
import { hashesAtOnce } from "@/lib/web/sign-in/slots";
import { hashesUnder } from "@/tests/support/hashes";

describe("a password hash", () => {
  it("matches only the password it was made from", async () => {
    const hash = await hashPassword("correct horse battery");
    expect(await verifyPassword("correct horse battery", hash)).toBe(true);
    expect(await verifyPassword("correct horse batterz", hash)).toBe(false);
    expect(await verifyPassword("", hash)).toBe(false);
  });

  it("contains its parameters, uses OWASP's cost, and has a new salt each time", async () => {
    const [one, two] = await Promise.all([hashPassword("same"), hashPassword("same")]);
    expect(one).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/);
    expect(one).not.toBe(two);
  });

  it("is verified with the cost it was made with, so that older hashes stay valid when the cost is raised", async () => {
    // Created with another implementation (Python's hashlib.scrypt).
    const older = "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGUrMQ$7GbjXnYbA2RD3ung87qgJ7Lz2-mGhY5lbJP6Exy9LMk";
    expect(await verifyPassword("older password", older)).toBe(true);
    expect(await verifyPassword("newer password", older)).toBe(false);
  });

  it("matches é typed as one character and as two", async () => {
    expect(await verifyPassword("cafe\u0301 au lait", await hashPassword("caf\u00e9 au lait"))).toBe(true);
  });

  it("matches nothing when it marks an account without a password", async () => {
    expect(await verifyPassword("", "")).toBe(false);
    expect(await verifyPassword("anything", "nobody-can-sign-in")).toBe(false);
  });
});

it("refusing an unknown user derives one key, as refusing a known one does", async () => {
  const hash = await hashPassword("known");
  expect((await hashesUnder(() => verifyPassword("wrong", hash))).all).toBe(1);
  expect((await hashesUnder(() => verifyNoPassword("wrong"))).all).toBe(1);
});

it("at most two passwords are hashed at once in a process, whoever asks, so that the other threads stay free", async () => {
  const hash = await hashPassword("known");
  const { all, most } = await hashesUnder(() =>
    Promise.all([hashPassword("one"), verifyPassword("two", hash), verifyNoPassword("three"), hashPassword("four")]),
  );
  expect({ all, most }).toEqual({ all: 4, most: hashesAtOnce });
  expect(hashesAtOnce).toBeLessThanOrEqual(2);
});
