import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { users } from "@/db/schema/users";
import { systemActor } from "@/lib/actor";
import { changeUser } from "@/lib/users/mutations";
import { listUsers } from "@/lib/users/queries";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser } from "@/tests/support/factories";
import { failure } from "@/tests/support/user-links";

useDatabase();

const changes = () => db.select().from(events).where(eq(events.name, "user.changed"));

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
    expect(after).toMatchObject({ state: "active", sessionVersion: user.sessionVersion + 1 });
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

  it("leaves one active admin when two are deactivated at once by the system, or one is demoted and one deactivated", async () => {
    for (const second of [{ active: false }, { role: "viewer" as const }]) {
      const organization = await createOrganization();
      const [one, two] = [await createUser(organization), await createUser(organization)];
      const system = systemActor(organization.id, "r");
      const outcomes = await Promise.all([
        failure(changeUser(system, one.id, { active: false })),
        failure(changeUser(system, two.id, second)),
      ]);
      expect(outcomes.sort()).toEqual(["conflict", "done"]);
      const left = await db.select().from(users).where(eq(users.organizationId, organization.id));
      expect(left.filter(({ role, state }) => role === "admin" && state === "active")).toHaveLength(1);
    }
  });

  it("never counts somebody who is only invited as an admin", async () => {
    const organization = await createOrganization();
    const admin = await createUser(organization);
    await createUser(organization, { state: "invited", passwordHash: null });
    expect(await failure(changeUser(systemActor(organization.id, "r"), admin.id, { active: false }))).toBe("conflict");
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
