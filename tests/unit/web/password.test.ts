import { createHook } from "node:async_hooks";
import { describe, expect, it } from "vitest";
import { hashPassword, verifyNoPassword, verifyPassword } from "@/lib/web/password";

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
  expect(await derivations(() => verifyPassword("wrong", hash))).toBe(1);
  expect(await derivations(() => verifyNoPassword("wrong"))).toBe(1);
});

/** The number of scrypt keys that Node derives while `work` runs. */
async function derivations(work: () => Promise<boolean>): Promise<number> {
  let count = 0;
  const hook = createHook({ init: (_id, type) => void (count += type === "SCRYPTREQUEST" ? 1 : 0) }).enable();
  await work();
  hook.disable();
  return count;
}
