import { describe, expect, it } from "vitest";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { organizations } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";
import { isSetUpOpen, setUp, setUpAddress } from "@/lib/account/set-up";
import { useDatabase } from "@/tests/support/database";
import { createOrganization } from "@/tests/support/factories";
import { holding, untilWaiting } from "@/tests/support/lock-waiters";
import { actorByPassword } from "@/tests/support/sessions";
import { failure } from "@/tests/support/user-links";

useDatabase();

const password = "seven otters on a raft";
const input = {
  organization: "Åcme Insurance & Co.",
  timeZone: "Europe/Oslo",
  name: "Ana Lee",
  email: "ana@acme.example",
  password,
};
const newToken = (now?: number) => setUpAddress(now).split("/set-up/")[1]!;

describe("the set-up of an empty installation", () => {
  it("makes the organization and its first admin, who signs in with the password that they chose", async () => {
    await setUp(newToken(), input, "r");
    expect(await db.select().from(organizations)).toMatchObject([
      { name: input.organization, slug: "acme-insurance-co", timeZone: "Europe/Oslo", supportEmail: input.email },
    ]);
    expect(await actorByPassword(input.email, password)).toMatchObject({ role: "admin", name: "Ana Lee" });
    expect(await db.select().from(events)).toContainEqual(
      expect.objectContaining({ name: "user.created", actorType: "system", data: { role: "admin" } }),
    );
  });

  it("makes one of two at once, through whatever links", async () => {
    let outcomes: Promise<string[]> | undefined;
    // Whoever looks sees no organization yet: both have come as far as they can before the other has made theirs.
    await holding(async (tx) => {
      await tx.execute(sql`lock table ${organizations} in share mode`);
      const tokens = [newToken(), newToken(Date.now() - 1_000)];
      outcomes = Promise.all(
        tokens.map((token, n) => failure(setUp(token, { ...input, organization: `Acme ${n}` }, "r"))),
      );
      await untilWaiting(2);
    });
    expect((await outcomes!).sort()).toEqual(["done", "not_found"]);
    expect(await db.$count(organizations)).toBe(1);
    expect(await db.$count(users)).toBe(1);
  });

  it("is open for exactly an hour, to links that were made here alone, and to all of them", async () => {
    const now = Date.now();
    const [one, other] = [newToken(now), newToken(now + 1)];
    expect(await isSetUpOpen(one, now + 3_599_999)).toBe(true);
    expect(await isSetUpOpen(other, now)).toBe(true);
    expect(await isSetUpOpen(one, now + 3_600_000)).toBe(false);
    expect(await isSetUpOpen(one.replace(/^\d+/, String(now + 9_000_000)), now)).toBe(false);
    expect(await isSetUpOpen("any", now)).toBe(false);
  });

  it("is closed as soon as there is an organization, however it was made", async () => {
    const token = newToken();
    await createOrganization();
    expect(await isSetUpOpen(token)).toBe(false);
    expect(await failure(setUp(token, input, "r"))).toBe("not_found");
  });

  it("wants a good password, and makes nothing without one", async () => {
    expect(await failure(setUp(newToken(), { ...input, password: "acme insurance 1" }, "r"))).toBe("invalid");
    expect(await db.$count(organizations)).toBe(0);
  });
});
