import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { attemptCounts } from "@/db/schema/attempt_counts";
import { events } from "@/db/schema/events";
import { DomainError, TooManyRequests } from "@/lib/errors";
import { countAttempt } from "@/lib/web/sign-in/attempt-counts";
import { signInWith } from "@/lib/web/sign-in/credentials";
import { rememberedDevice } from "@/lib/web/sign-in/known-device";
import { addressLimit, admit, peerLimit } from "@/lib/web/sign-in/limits";
import { hashesAtOnce, hashesWaiting } from "@/lib/web/sign-in/slots";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser } from "@/tests/support/factories";
import { hashesUnder } from "@/tests/support/hashes";

useDatabase();

const password = "correct horse battery";
const from = (peer: string, address: string, device?: string) => ({ peer, address, device });
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error as TooManyRequests,
  );
const uses = async (count: number, asking: Parameters<typeof admit>[0]) => {
  for (let n = 0; n < count; n++) await admit(asking);
};
const later = (seconds: number) =>
  db.update(attemptCounts).set({
    lastAt: sql`${attemptCounts.lastAt} - ${seconds} * interval '1 second'`,
    expiresAt: sql`${attemptCounts.expiresAt} - ${seconds} * interval '1 second'`,
  });

describe("an address under attack", () => {
  it("is refused in the same words whether it is known here or not, without a look at the password", async () => {
    await createUser(await createOrganization(), { password, email: "known@example.com" });
    const said: string[] = [];
    for (const address of ["known@example.com", "nobody@example.com"]) {
      await uses(addressLimit.atMost, from("192.0.2.1", address));
      const refused = await refusal(signInWith(from("192.0.2.1", address), password, "r"));
      expect(refused).toBeInstanceOf(TooManyRequests);
      expect(refused!.retryAfterS).toBeLessThanOrEqual(5);
      said.push(refused!.message);
    }
    expect(said[0]).toContain("Wait 5 seconds");
    expect(said[1]).toBe(said[0]);
  });

  it("lets one try through after each pause, which grows from five seconds to a minute and never further", async () => {
    const asking = from("192.0.2.1", "a@example.com");
    await uses(addressLimit.atMost, asking);
    for (const pause of [5, 10, 20, 40, 60, 60, 60]) {
      await later(pause - 1);
      expect((await refusal(admit(asking)))?.retryAfterS).toBe(1);
      await later(1);
      await admit(asking);
    }
  });

  it("does not hold up its owner on a device that is known, who has as many tries of their own", async () => {
    await createUser(await createOrganization(), { password, email: "owner@example.com" });
    const device = rememberedDevice(undefined, "owner@example.com");
    await uses(addressLimit.atMost, from("192.0.2.1", "owner@example.com"));
    expect(await refusal(admit(from("192.0.2.2", "owner@example.com")))).not.toBeNull();
    expect(await signInWith(from("192.0.2.1", "owner@example.com", device), password, "r")).not.toBeNull();
    await uses(addressLimit.atMost, from("192.0.2.1", "owner@example.com", device));
    expect(await refusal(admit(from("192.0.2.1", "owner@example.com", device)))).not.toBeNull();
  });

  it("takes a device for known only with the addresses that signed in on it, and only as this portal signed it", async () => {
    const device = rememberedDevice(undefined, "mine@example.com");
    const both = rememberedDevice(device, "also-mine@example.com");
    await uses(addressLimit.atMost, from("192.0.2.1", "yours@example.com", device));
    for (const cookie of [undefined, device, both, `${device}x`, device.replace(/^./, "0"), ""])
      expect(await refusal(admit(from("192.0.2.1", "yours@example.com", cookie)))).not.toBeNull();
    await uses(addressLimit.atMost, from("192.0.2.1", "mine@example.com"));
    await admit(from("192.0.2.1", "mine@example.com", both));
  });

  it("starts anew after a right password, and after a quarter of an hour without any", async () => {
    await createUser(await createOrganization(), { password, email: "owner@example.com" });
    await uses(addressLimit.atMost - 1, from("192.0.2.1", "owner@example.com"));
    expect(await signInWith(from("192.0.2.1", "owner@example.com"), password, "r")).not.toBeNull();
    await uses(addressLimit.atMost, from("192.0.2.1", "owner@example.com"));
    await later(15 * 60);
    await uses(addressLimit.atMost, from("192.0.2.1", "owner@example.com"));
  });
});

describe("a network peer", () => {
  it("has to wait for the end of a quarter of an hour after a hundred failures, for whatever address", async () => {
    for (let n = 0; n < peerLimit.atMost; n++) await admit(from("192.0.2.7", `${n}@example.com`));
    const refused = await refusal(admit(from("192.0.2.7", "next@example.com")));
    expect(refused?.message).toContain("from your network");
    expect(refused?.retryAfterS).toBeGreaterThan(14 * 60);
    await admit(from("192.0.2.8", "next@example.com"));
    await later(15 * 60);
    await admit(from("192.0.2.7", "next@example.com"));
  });

  it("is an IPv6 network of 64 bits, because one person has all of it", async () => {
    const key = async (peer: string) => {
      await db.delete(attemptCounts);
      await admit(from(peer, "a@example.com"));
      return (await db.select().from(attemptCounts)).find((row) => row.key.startsWith("peer:"))!.key;
    };
    expect(await key("2001:db8::1")).toBe(await key("2001:db8:0:0:ffff::2"));
    expect(await key("2001:db8::1")).not.toBe(await key("2001:db8:0:1::1"));
    expect(await key("192.0.2.1")).not.toBe(await key("192.0.2.2"));
  });

  it("is not counted for those of its people who get their password right", async () => {
    await createUser(await createOrganization(), { password, email: "owner@example.com" });
    for (let n = 0; n < 3; n++) await signInWith(from("192.0.2.9", "owner@example.com"), password, "r");
    const [row] = (await db.select().from(attemptCounts)).filter(({ key }) => key.startsWith("peer:"));
    expect(row).toMatchObject({ attempts: 0 });
  });
});

describe("what is counted", () => {
  it("lets exactly as many through as may when many come at once", async () => {
    const tries = Array.from({ length: 40 }, () => countAttempt("k", { atMost: 7, windowMs: 60_000 }));
    const through = (await Promise.all(tries)).filter((counted) => "attempts" in counted);
    expect(through.map((counted) => counted.attempts).sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it("is removed once it has expired, a few rows with each count, so that the table stays as small as what is counted", async () => {
    const old = Array.from({ length: 50 }, (_, n) => ({
      key: `old:${n}`,
      attempts: 1,
      lastAt: new Date(0),
      expiresAt: new Date(1),
    }));
    await db.insert(attemptCounts).values(old);
    for (let n = 0; n < 3; n++) await countAttempt("k", { atMost: 7, windowMs: 60_000 });
    expect(await db.select({ key: attemptCounts.key }).from(attemptCounts)).toEqual([{ key: "k" }]);
  });

  it("names nobody: neither an address nor a peer stands in the table", async () => {
    await admit(from("192.0.2.1", "ada@example.com", rememberedDevice(undefined, "ada@example.com")));
    await admit(from("192.0.2.1", "ada@example.com"));
    const text = JSON.stringify(await db.select().from(attemptCounts));
    // Ids and hashes are of letters too, and may say "ada".
    expect(text).not.toMatch(/@|example|192\.0\.2/);
  });
});

describe("many sign-ins at once", () => {
  it("hash at most two passwords at a time, queue a bounded number, and refuse the rest with a time to come back", async () => {
    await createUser(await createOrganization(), { password, email: "owner@example.com" });
    const asked = Array.from({ length: 50 }, (_, n) => from(`192.0.2.${n}`, `${n}@example.com`));
    const { most, result } = await hashesUnder(() =>
      Promise.all(asked.map((asking) => refusal(signInWith(asking, "wrong", "r")))),
    );
    expect(most).toBe(hashesAtOnce);
    expect(hashesAtOnce).toBeLessThanOrEqual(2);
    const refused = result.filter((one) => one !== null);
    expect(refused).toHaveLength(50 - hashesAtOnce - hashesWaiting);
    expect(new Set(refused.map((one) => one instanceof DomainError && `${one.code} ${one.retryAfterS}`))).toEqual(
      new Set(["rate_limited 5"]),
    );
  });
});

describe("the audit log", () => {
  const named = async (name: string) => db.select().from(events).where(eq(events.name, name));

  it("has one event an account and minute for refused sign-ins, and one for the limit; unknown addresses have none", async () => {
    const [first, second] = [await createOrganization(), await createOrganization()];
    const user = await createUser(first, { email: "known@example.com" });
    const same = await createUser(second, { email: "known@example.com" });
    await uses(addressLimit.atMost - 2, from("192.0.2.1", "known@example.com"));
    for (let n = 0; n < 2; n++) await signInWith(from("192.0.2.1", "known@example.com"), "wrong", "r");
    await signInWith(from("192.0.2.1", "unknown@example.com"), "wrong", "r");
    const refused = await named("user.sign_in_refused");
    expect(refused.map(({ userId }) => userId).sort()).toEqual([user.id, same.id].sort());
    expect(refused[0]).toMatchObject({ actorType: "system", actorUserId: null, requestId: "r" });
    expect((await named("user.sign_in_limited")).map(({ userId }) => userId).sort()).toEqual([user.id, same.id].sort());
    await later(60);
    await signInWith(from("192.0.2.1", "known@example.com"), "wrong", "r");
    expect(await named("user.sign_in_refused")).toHaveLength(4);
    expect(await named("user.sign_in_limited")).toHaveLength(2);
  });
});
