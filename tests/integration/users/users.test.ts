import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { users } from "@/db/schema/users";
import { systemActor } from "@/lib/actor";
import { actorOfSession } from "@/lib/web/session-actor";
import { signInWith } from "@/lib/web/sign-in/credentials";
import { changeUser, createUser as addUser, resetPassword } from "@/lib/users/mutations";
import { listUsers } from "@/lib/users/queries";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser } from "@/tests/support/factories";
import { beginSession } from "@/tests/support/sessions";

useDatabase();

const person = {
  name: "Grace Hopper",
  email: "Grace@Example.com",
  role: "viewer",
  password: "twelve letters",
} as const;
const signIn = async (address: string, password: string) => {
  const session = await signInWith({ address, peer: "203.0.113.9", device: undefined }, password, "r");
  return session && actorOfSession(session, "r");
};
const changes = () => db.select().from(events).where(eq(events.name, "user.changed"));
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: { code?: string }) => error.code ?? String(error),
  );

describe("a new user", () => {
  it("can sign in at once, and an event records who added them", async () => {
    const admin = await createUser(await createOrganization());
    const id = await addUser(admin.actor, person);
    expect(await signIn("grace@example.com", person.password)).toMatchObject({ userId: id });
    expect(await db.select().from(events).where(eq(events.name, "user.created"))).toMatchObject([
      { actorUserId: admin.id, userId: id, data: { role: "viewer" } },
    ]);
  });

  it("is refused when the address is taken in the same organization, but not in another", async () => {
    const [here, there] = [await createOrganization(), await createOrganization()];
    await addUser(systemActor(here.id, "r"), person);
    await expect(addUser(systemActor(here.id, "r"), { ...person, email: "GRACE@example.com" })).rejects.toMatchObject({
      code: "invalid",
      field: "email",
    });
    await addUser(systemActor(there.id, "r"), person);
    expect(await db.select().from(users)).toHaveLength(2);
  });
});

describe("users", () => {
  it("are listed only for admins of their own organization", async () => {
    const [here, there] = [await createOrganization(), await createOrganization()];
    const admin = await createUser(here);
    const viewer = await createUser(here, { role: "viewer" });
    await createUser(there);
    expect((await listUsers(admin.actor)).map(({ id }) => id).sort()).toEqual([admin.id, viewer.id].sort());
    await expect(listUsers(viewer.actor)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("never show their password hash", async () => {
    const admin = await createUser(await createOrganization());
    expect(Object.keys((await listUsers(admin.actor))[0]!)).not.toContain("passwordHash");
  });
});

describe("changing a user", () => {
  it("takes effect at once and is recorded", async () => {
    const organization = await createOrganization();
    const [admin, viewer] = [await createUser(organization), await createUser(organization, { role: "viewer" })];
    await changeUser(admin.actor, viewer.id, { role: "admin" });
    expect((await listUsers(admin.actor)).find(({ id }) => id === viewer.id)).toMatchObject({ role: "admin" });
    expect(await changes()).toMatchObject([
      { actorUserId: admin.id, userId: viewer.id, data: { field: "role", to: "admin" } },
    ]);
  });

  it("ends every session for good on deactivation, even when the user is activated again", async () => {
    const organization = await createOrganization();
    const [admin, user] = [await createUser(organization), await createUser(organization)];
    await changeUser(admin.actor, user.id, { active: false });
    await changeUser(admin.actor, user.id, { active: true });
    const [after] = await db.select().from(users).where(eq(users.id, user.id));
    expect(after).toMatchObject({ active: true, sessionVersion: user.sessionVersion + 1 });
  });

  it("is refused for viewers, for oneself, and across organizations", async () => {
    const [here, there] = [await createOrganization(), await createOrganization()];
    const [admin, viewer, stranger] = [
      await createUser(here),
      await createUser(here, { role: "viewer" }),
      await createUser(there),
    ];
    expect(await failure(changeUser(viewer.actor, admin.id, { role: "viewer" }))).toBe("forbidden");
    expect(await failure(changeUser(admin.actor, admin.id, { active: false }))).toBe("conflict");
    expect(await failure(changeUser(admin.actor, stranger.id, { role: "viewer" }))).toBe("not_found");
    expect(await changes()).toEqual([]);
  });

  it("never leaves an organization without an active admin, even when done by the system", async () => {
    const organization = await createOrganization();
    const admin = await createUser(organization);
    const system = systemActor(organization.id, "r");
    expect(await failure(changeUser(system, admin.id, { role: "viewer" }))).toBe("conflict");
    expect(await failure(changeUser(system, admin.id, { active: false }))).toBe("conflict");
  });

  it("succeeds for only one of two admins who demote each other at once", async () => {
    const organization = await createOrganization();
    const [one, two] = [await createUser(organization), await createUser(organization)];
    const outcomes = await Promise.all([
      failure(changeUser(one.actor, two.id, { role: "viewer" })),
      failure(changeUser(two.actor, one.id, { role: "viewer" })),
    ]);
    expect(outcomes.sort()).toEqual(["done", "forbidden"]);
  });

  it("has one effect and one event when many admins make the same change at once", async () => {
    const organization = await createOrganization();
    const target = await createUser(organization, { role: "viewer" });
    const admins = await Promise.all(Array.from({ length: 8 }, () => createUser(organization)));
    const outcomes = await Promise.all(
      admins.map(({ actor }) => failure(changeUser(actor, target.id, { active: false }))),
    );
    expect(outcomes.sort()).toEqual([...Array<string>(7).fill("conflict"), "done"]);
    expect(await changes()).toHaveLength(1);
  });
});

describe("a password set by an admin", () => {
  it("replaces the old one, ends every session and is recorded without its text", async () => {
    const organization = await createOrganization();
    const [admin, user] = [
      await createUser(organization),
      await createUser(organization, { email: "forgot@example.com", password: "the old password" }),
    ];
    const before = await beginSession(user);
    await resetPassword(admin.actor, user.id, "the new password");
    expect(await signIn("forgot@example.com", "the old password")).toBeNull();
    expect(await signIn("forgot@example.com", "the new password")).toMatchObject({
      userId: user.id,
    });
    expect(await actorOfSession(before, "r")).toBeNull();
    expect(await changes()).toMatchObject([{ actorUserId: admin.id, userId: user.id, data: { field: "password" } }]);
  });

  it("is refused for viewers, for oneself, and across organizations", async () => {
    const [here, there] = [await createOrganization(), await createOrganization()];
    const [admin, viewer, stranger] = [
      await createUser(here),
      await createUser(here, { role: "viewer" }),
      await createUser(there),
    ];
    expect(await failure(resetPassword(viewer.actor, admin.id, "the new password"))).toBe("forbidden");
    expect(await failure(resetPassword(admin.actor, admin.id, "the new password"))).toBe("conflict");
    expect(await failure(resetPassword(admin.actor, stranger.id, "the new password"))).toBe("not_found");
    expect(await changes()).toEqual([]);
  });
});
