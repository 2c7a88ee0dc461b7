import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { users } from "@/db/schema/users";
import { checkCredentials } from "@/lib/web/credentials";
import { actorOfSession } from "@/lib/web/session-actor";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser, type User } from "@/tests/support/factories";

useDatabase();

const password = "correct horse battery";
const claimsOf = (user: User) => ({
  organizationId: user.organizationId,
  userId: user.id,
  sessionVersion: user.sessionVersion,
});
const set = (user: User, values: Partial<typeof users.$inferInsert>) =>
  db.update(users).set(values).where(eq(users.id, user.id));

describe("a password", () => {
  it("signs its user in, ignoring the case of the address, and records the time and one event", async () => {
    const organization = await createOrganization();
    const user = await createUser(organization, { password, email: "ada@example.com" });
    expect(await checkCredentials(" Ada@Example.COM ", password, "request-1")).toEqual(claimsOf(user));
    const [after] = await db.select().from(users);
    expect(after!.lastSignInAt).toBeInstanceOf(Date);
    const recorded = await db.select().from(events);
    expect(recorded).toMatchObject([
      {
        name: "user.signed_in",
        organizationId: organization.id,
        actorUserId: user.id,
        userId: user.id,
        requestId: "request-1",
        occurredAt: after!.lastSignInAt,
      },
    ]);
  });

  it("gets one same refusal for a wrong password and for unknown, inactive or passwordless users, with no record", async () => {
    const organization = await createOrganization();
    await createUser(organization, { password, email: "known@example.com" });
    await createUser(organization, { password, email: "inactive@example.com", active: false });
    await createUser(organization, { email: "without@example.com" });
    const tries = [
      ["known", "wrong"],
      ["unknown", password],
      ["inactive", password],
      ["without", password],
    ] as const;
    for (const [name, attempt] of tries)
      expect(await checkCredentials(`${name}@example.com`, attempt, "request"), name).toBeNull();
    expect(await db.select().from(events)).toEqual([]);
  });

  it("selects the matching account when one address belongs to two organizations", async () => {
    const [first, second] = [await createOrganization(), await createOrganization()];
    const one = await createUser(first, { email: "both@example.com", password: "password of the first" });
    const two = await createUser(second, { email: "both@example.com", password: "password of the second" });
    expect(await checkCredentials("both@example.com", "password of the first", "request")).toEqual(claimsOf(one));
    expect(await checkCredentials("both@example.com", "password of the second", "request")).toEqual(claimsOf(two));
  });

  it("is not checked after ten failures, and an unknown address gets the same message", async () => {
    const organization = await createOrganization();
    await createUser(organization, { password, email: "flooded@example.com" });
    const refusals: unknown[] = [];
    for (const address of ["flooded@example.com", "nobody-here@example.com"]) {
      const tries = Array.from({ length: 10 }, () => checkCredentials(address, "wrong", "request"));
      expect(await Promise.all(tries)).toEqual(Array(10).fill(null));
      refusals.push(await checkCredentials(address, password, "request").catch((error: unknown) => error));
    }
    expect(refusals[0]).toMatchObject({ code: "rate_limited" });
    expect(refusals[1]).toEqual(refusals[0]);
  });
});

describe("a session", () => {
  it("uses the role in the database now, so a demotion takes effect at the next request", async () => {
    const user = await createUser(await createOrganization(), { role: "admin" });
    expect(await actorOfSession(claimsOf(user), "r1")).toEqual({ ...user.actor, requestId: "r1" });
    await set(user, { role: "viewer" });
    expect(await actorOfSession(claimsOf(user), "r2")).toMatchObject({ role: "viewer", requestId: "r2" });
  });

  it("ends when its user is deactivated, and when the user's session version is raised", async () => {
    const organization = await createOrganization();
    const [inactive, raised] = [await createUser(organization), await createUser(organization)];
    await set(inactive, { active: false });
    await set(raised, { sessionVersion: 2 });
    expect(await actorOfSession(claimsOf(inactive), "r")).toBeNull();
    expect(await actorOfSession(claimsOf(raised), "r")).toBeNull();
    expect(await actorOfSession({ ...claimsOf(raised), sessionVersion: 2 }, "r")).not.toBeNull();
  });

  it("is not valid in another organization", async () => {
    const user = await createUser(await createOrganization());
    const other = await createOrganization();
    expect(await actorOfSession({ ...claimsOf(user), organizationId: other.id }, "r")).toBeNull();
  });
});
