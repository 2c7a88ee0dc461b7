import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { organizations } from "@/db/schema/organizations";
import { sessions } from "@/db/schema/sessions";
import { users } from "@/db/schema/users";
import { endSessionOf, keepUse, standingOfSession } from "@/lib/web/session-actor";
import { claimsOfCookie, sessionCookieValue, type SessionClaims } from "@/lib/web/session-cookie";
import { deviceWords } from "@/lib/web/sign-in/device";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser, type User } from "@/tests/support/factories";
import { actorOfSession, beginSession, sessionByPassword } from "@/tests/support/sessions";

useDatabase();

const dayMs = 86_400_000;
const password = "correct horse battery";
const signIn = sessionByPassword;
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
    expect(session!.endsAt).toBe(after!.lastSignInAt!.getTime() + 7 * dayMs);
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
    await createUser(organization, { password, email: "inactive@example.com", state: "deactivated" });
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
    expect(await actorOfSession(session, "r1")).toEqual({
      ...user.actor,
      ...{ sessionId: session.sessionId, requestId: "r1" },
    });
    await set(user, { role: "viewer" });
    expect(await actorOfSession(session, "r2")).toMatchObject({ role: "viewer", requestId: "r2" });
  });

  it("ends when its user is deactivated, and when the user's session version is raised", async () => {
    const organization = await createOrganization();
    const [inactive, raised] = [await createUser(organization), await createUser(organization)];
    const [one, two] = [await beginSession(inactive), await beginSession(raised)];
    await set(inactive, { state: "deactivated" });
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

  const past = (change: Partial<Record<"createdAt" | "lastUsedAt", string>>) =>
    db
      .update(sessions)
      .set(Object.fromEntries(Object.entries(change).map(([key, span]) => [key, sql`now() - ${span}::interval`])));

  it("ends after the idle limit without use, and after the absolute one however much it is used, as its organization says now", async () => {
    const organization = await createOrganization();
    const session = await beginSession(await createUser(organization));
    const counts = async () => (await actorOfSession(session, "r")) !== null;
    await past({ createdAt: "6 days 23 hours", lastUsedAt: "11 hours 59 minutes" });
    expect(await counts()).toBe(true);
    await past({ lastUsedAt: "12 hours" });
    expect(await counts()).toBe(false);
    await past({ createdAt: "7 days", lastUsedAt: "0" });
    expect(await counts()).toBe(false);
    await past({ createdAt: "20 minutes", lastUsedAt: "11 minutes" });
    expect(await counts()).toBe(true);
    const own = eq(organizations.id, organization.id);
    await db.update(organizations).set({ sessionIdleMinutes: 10 }).where(own);
    expect(await counts()).toBe(false);
    await past({ lastUsedAt: "0" });
    expect(await counts()).toBe(true);
    await db.update(organizations).set({ sessionMinutes: 15 }).where(own);
    expect(await counts()).toBe(false);
  });

  it("is over by its cookie too", async () => {
    const session = await beginSession(await createUser(await createOrganization()));
    const cookie = sessionCookieValue(session);
    expect(claimsOfCookie(cookie, session.endsAt - 1)).toEqual(session);
    expect(claimsOfCookie(cookie, session.endsAt)).toBeNull();
  });

  it("keeps its latest use at most once a minute, and never of one that has ended", async () => {
    const session = await beginSession(await createUser(await createOrganization()));
    const lastUse = async () => (await db.select().from(sessions))[0]!.lastUsedAt;
    const first = await lastUse();
    await keepUse(session, "r");
    expect(await lastUse()).toEqual(first);
    expect((await standingOfSession(session, "r"))!.isUseOld).toBe(false);
    await past({ lastUsedAt: "61 seconds" });
    expect((await standingOfSession(session, "r"))!.isUseOld).toBe(true);
    await Promise.all([keepUse(session, "r"), keepUse(session, "r")]);
    expect(Date.now() - (await lastUse()).getTime()).toBeLessThan(30_000);
    await endSessionOf(session, "r");
    await past({ lastUsedAt: "2 minutes" });
    const ended = await lastUse();
    await keepUse(session, "r");
    expect(await lastUse()).toEqual(ended);
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
    expect(claimsOfCookie(sessionCookieValue({ ...session, endsAt: session.endsAt + 1 }).slice(0, -1))).toBeNull();
  });
});

describe("a device", () => {
  const mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)";
  it.each([
    [`${mac} Chrome/130.0.0.0 Safari/537.36`, "Chrome on macOS"],
    [`${mac} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0`, "Edge on macOS"],
    [`${mac} Version/18.0 Safari/605.1.15`, "Safari on macOS"],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0", "Firefox on Windows"],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
      "Safari on iPhone",
    ],
    [
      "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36",
      "Samsung Internet on Android",
    ],
    ["Mozilla/5.0 (X11; Linux x86_64)", "A browser on Linux"],
    ["curl/8.5.0", "Unknown device"],
    [null, "Unknown device"],
  ])("that says %s is called %s", (userAgent, words) => {
    expect(deviceWords(userAgent)).toBe(words);
  });
});
