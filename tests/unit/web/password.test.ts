import { describe, expect, it } from "vitest";
import { hashPassword, verifyNoPassword, verifyPassword } from "@/lib/web/password";
import { hashesAtOnce } from "@/lib/web/slots";
import { hashesUnder } from "@/tests/support/hashes";

describe("a password hash", () => {
  it("fits the password it was made from and no other", async () => {
    const hash = await hashPassword("correct horse battery");
    expect(await verifyPassword("correct horse battery", hash)).toBe(true);
    expect(await verifyPassword("correct horse batterz", hash)).toBe(false);
    expect(await verifyPassword("", hash)).toBe(false);
  });

  it("says how it was made, at OWASP's cost, and is salted anew each time", async () => {
    const [one, two] = await Promise.all([hashPassword("same"), hashPassword("same")]);
    expect(one).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/);
    expect(one).not.toBe(two);
  });

  it("is verified by the cost it was made with, so that a raised cost leaves older ones usable", async () => {
    // Made with another implementation (Python's hashlib.scrypt).
    const older = "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGUrMQ$7GbjXnYbA2RD3ung87qgJ7Lz2-mGhY5lbJP6Exy9LMk";
    expect(await verifyPassword("older password", older)).toBe(true);
    expect(await verifyPassword("newer password", older)).toBe(false);
  });

  it("takes é typed as one character and as two for the same password", async () => {
    expect(await verifyPassword("cafe\u0301 au lait", await hashPassword("caf\u00e9 au lait"))).toBe(true);
  });

  it("fits nothing when it is the mark of an account without a password", async () => {
    expect(await verifyPassword("", "")).toBe(false);
    expect(await verifyPassword("anything", "nobody-can-sign-in")).toBe(false);
  });
});

it("refusing a user who does not exist derives one key, as refusing one who does", async () => {
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
