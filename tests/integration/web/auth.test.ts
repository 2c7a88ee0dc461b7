import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { sessions } from "@/db/schema/sessions";
import { users } from "@/db/schema/users";
import { actorOfSession, endSessionOf } from "@/lib/web/session-actor";
import { claimsOfCookie, sessionCookieValue, sessionMs, type SessionClaims } from "@/lib/web/session-cookie";
import { signInWith } from "@/lib/web/sign-in/credentials";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser, type User } from "@/tests/support/factories";
import { beginSession } from "@/tests/support/sessions";

useDatabase();

const password = "correct horse battery";
const signIn = (address: string, tried: string, requestId = "request") =>
  signInWith({ address, peer: "203.0.113.9", device: undefined }, tried, requestId);
const userOf = async (session: SessionClaims | null) => session && (await actorOfSession(session, "request"))?.userId;
const set = (user: User, values: Partial<typeof users.$inferInsert>) =>
  db.update(users).set(values).where(eq(users.id, user.id));

describe("a password", () => {
  it("signs its user in, ignoring the case of the address, and records the time and one event", async () => {
    const organization = await createOrganization();
    const user = await createUser(organization, { password, email: "ada@example.com" });
    const session = await signIn(" Ada@Example.COM ", password, "request-1");
    expect(await userOf(session)).toBe(user.id);
    const [after] = await db.select().from(users);
    expect(after!.lastSignInAt).toBeInstanceOf(Date);
    expect(session!.signedInAt).toBe(after!.lastSignInAt!.getTime());
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

  it("refuses a wrong password, an unknown address, an inactive user and a user without a password alike, and begins no session", async () => {
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
    for (const [name, attempt] of tries) expect(await signIn(`${name}@example.com`, attempt), name).toBeNull();
    expect(await db.select().from(sessions)).toEqual([]);
  });

  it("selects the matching account when one address belongs to two organizations", async () => {
    const [first, second] = [await createOrganization(), await createOrganization()];
    const one = await createUser(first, { email: "both@example.com", password: "password of the first" });
    const two = await createUser(second, { email: "both@example.com", password: "password of the second" });
    expect(await userOf(await signIn("both@example.com", "password of the first"))).toBe(one.id);
    expect(await userOf(await signIn("both@example.com", "password of the second"))).toBe(two.id);
  });
});

describe("a session", () => {
  it("uses the role in the database now, so a demotion takes effect at the next request", async () => {
    const user = await createUser(await createOrganization(), { role: "admin" });
    const session = await beginSession(user);
    expect(await actorOfSession(session, "r1")).toEqual({ ...user.actor, requestId: "r1" });
    await set(user, { role: "viewer" });
    expect(await actorOfSession(session, "r2")).toMatchObject({ role: "viewer", requestId: "r2" });
  });

  it("ends when its user is deactivated, and when the user's session version is raised", async () => {
    const organization = await createOrganization();
    const [inactive, raised] = [await createUser(organization), await createUser(organization)];
    const [one, two] = [await beginSession(inactive), await beginSession(raised)];
    await set(inactive, { active: false });
    await set(raised, { sessionVersion: 2 });
    expect(await actorOfSession(one, "r")).toBeNull();
    expect(await actorOfSession(two, "r")).toBeNull();
    expect(await actorOfSession(await beginSession({ ...raised, sessionVersion: 2 }), "r")).not.toBeNull();
  });

  it("ends for good when its user signs out, with one event however often it is asked; another session of theirs goes on", async () => {
    const user = await createUser(await createOrganization());
    const [here, there] = [await beginSession(user), await beginSession(user)];
    await Promise.all([endSessionOf(here, "r"), endSessionOf(here, "r"), endSessionOf(here, "r")]);
    expect(await actorOfSession(here, "r")).toBeNull();
    expect(await actorOfSession(there, "r")).not.toBeNull();
    const signOuts = await db.select().from(events).where(eq(events.name, "user.signed_out"));
    expect(signOuts).toMatchObject([{ actorUserId: user.id, userId: user.id, organizationId: user.organizationId }]);
  });

  it("ends twelve hours after sign-in, by its row and by its cookie, whatever was done in it", async () => {
    const user = await createUser(await createOrganization());
    const session = await beginSession(user);
    const cookie = sessionCookieValue(session);
    expect(claimsOfCookie(cookie, session.signedInAt + sessionMs - 1)).toEqual(session);
    expect(claimsOfCookie(cookie, session.signedInAt + sessionMs)).toBeNull();
    await db.update(sessions).set({ createdAt: sql`now() - interval '12 hours'` });
    expect(await actorOfSession(session, "r")).toBeNull();
  });

  it("is worth nothing in another organization", async () => {
    const session = await beginSession(await createUser(await createOrganization()));
    const other = await createOrganization();
    expect(await actorOfSession({ ...session, organizationId: other.id }, "r")).toBeNull();
  });

  it("cannot be claimed by a cookie in which anything was changed", async () => {
    const session = await beginSession(await createUser(await createOrganization()));
    const cookie = sessionCookieValue(session);
    expect(claimsOfCookie(cookie)).toEqual(session);
    for (let at = 0; at < cookie.length; at++) {
      const changed = `${cookie.slice(0, at)}${cookie[at] === "a" ? "b" : "a"}${cookie.slice(at + 1)}`;
      expect(claimsOfCookie(changed), `character ${at}`).toBeNull();
    }
    expect(
      claimsOfCookie(sessionCookieValue({ ...session, signedInAt: session.signedInAt + 1 }).slice(0, -1)),
    ).toBeNull();
  });
});
