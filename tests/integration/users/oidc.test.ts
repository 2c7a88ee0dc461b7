import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { sessions } from "@/db/schema/sessions";
import { userLinks } from "@/db/schema/user_links";
import { users } from "@/db/schema/users";
import { inviteUser, revokeInvitation } from "@/lib/users/invitations";
import { changeUser } from "@/lib/users/mutations";
import { unlinkOidc } from "@/lib/users/oidc";
import { listUsers } from "@/lib/users/queries";
import { standingOfSession } from "@/lib/web/session-actor";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser, type User } from "@/tests/support/factories";
import { answerOfProvider, startIdentityProvider, type Person } from "@/tests/support/identity-provider";
import { eventsNamed, leave, personSignedIn, refusal, signInBy, useProvider } from "@/tests/support/oidc-sign-in";
import { failure } from "@/tests/support/user-links";

useDatabase();

const redirect = "http://127.0.0.1:3000/sign-in/oidc/callback";
let provider: Awaited<ReturnType<typeof startIdentityProvider>>;
beforeAll(async () => {
  provider = await startIdentityProvider(redirect);
  process.env.PORTAL_URL = "http://127.0.0.1:3000";
  useProvider(provider.issuer);
});
afterAll(() => provider.stop());

/** Goes to the provider and back as this person, who is known there by `login`. */
async function throughProvider(person: Person, login = person.sub) {
  provider.people.set(login, { email_verified: true, ...person });
  const { address, cookie } = await leave();
  return [await answerOfProvider(address, login, redirect), cookie] as const;
}
const signIn = async (person: Person) => personSignedIn(...(await throughProvider(person)));
const refused = async (person: Person) => refusal(signInBy(...(await throughProvider(person))));
const userNow = async ({ id }: { id: string }) => (await db.select().from(users).where(eq(users.id, id)))[0]!;

let people = 0;
const someone = (email: string): Person => ({ sub: `sub-${people++}`, email });

async function invited(admin?: User) {
  const by = admin ?? (await createUser(await createOrganization()));
  const email = `grace-${people++}@example.com`;
  const { userId } = await inviteUser(by.actor, { name: "Grace Hopper", email, role: "viewer" });
  return { id: userId, email, admin: by };
}

describe("a sign-in by the identity provider", () => {
  it("lets an active user in by their verified email, however it is spelled, links them, and says so in session and events", async () => {
    const user = await createUser(await createOrganization());
    const person = someone(` ${user.email.toUpperCase()} `);
    expect(await signIn(person)).toEqual({ userId: user.id, mustSetUp: false });
    expect(await userNow(user)).toMatchObject({ oidcIssuer: provider.issuer, oidcSubject: person.sub });
    expect(await db.select().from(sessions).where(eq(sessions.userId, user.id))).toMatchObject([
      { byOidc: true, oidcFactor: false, device: "Chrome on macOS", address: "203.0.113.9" },
    ]);
    expect(await eventsNamed("user.oidc_linked")).toMatchObject([{ userId: user.id, actorUserId: user.id }]);
    expect(await eventsNamed("user.signed_in")).toMatchObject([{ data: { oidc: true }, address: "203.0.113.9" }]);
    await signIn(person);
    expect(await eventsNamed("user.oidc_linked")).toHaveLength(1);
  });

  it("takes up an invitation: the user is active without a password, its link is used up, and an event says who joined", async () => {
    const user = await invited();
    expect(await signIn(someone(user.email))).toEqual({ userId: user.id, mustSetUp: false });
    expect(await userNow(user)).toMatchObject({ state: "active", passwordHash: null });
    expect(await db.$count(userLinks)).toBe(0);
    expect(await eventsNamed("user.joined")).toMatchObject([{ userId: user.id, data: { oidc: true } }]);
    // Without a password they are one who has joined all the same: deactivated, they come back without an invitation.
    await changeUser(user.admin.actor, user.id, { active: false });
    await changeUser(user.admin.actor, user.id, { active: true });
    expect((await userNow(user)).state).toBe("active");
  });

  it("is refused for an email that the provider does not call verified by exactly `true`", async () => {
    const user = await createUser(await createOrganization());
    for (const email_verified of [false, "true", undefined])
      expect(await refused({ ...someone(user.email), email_verified })).toBe("unverified");
    expect((await userNow(user)).oidcSubject).toBeNull();
    expect(await db.$count(sessions)).toBe(0);
  });

  it("is refused in the same way for an unknown email, for a deactivated user, and for a revoked invitation", async () => {
    const user = await createUser(await createOrganization(), { state: "deactivated" });
    const revoked = await invited();
    await revokeInvitation(revoked.admin.actor, revoked.id);
    expect(await refused(someone("nobody@example.com"))).toBe("unknown");
    expect(await eventsNamed("user.sign_in_refused")).toEqual([]);
    expect(await refused(someone(user.email))).toBe("unknown");
    expect(await eventsNamed("user.sign_in_refused")).toMatchObject([{ userId: user.id, data: { oidc: true } }]);
    expect(await refused(someone(revoked.email))).toBe("unknown");
    for (const each of [user, revoked])
      expect(await userNow(each)).toMatchObject({ state: "deactivated", oidcSubject: null });
  });

  it("is refused for a user who was deactivated since they were linked", async () => {
    const user = await createUser(await createOrganization());
    const admin = await createUser({ ...(await createOrganization()), id: user.organizationId });
    const person = someone(user.email);
    await signIn(person);
    await changeUser(admin.actor, user.id, { active: false });
    expect(await refused(person)).toBe("unknown");
    expect(await eventsNamed("user.sign_in_refused")).toHaveLength(1);
  });

  it("leads to the linked user, whatever email the provider says since, and never to the user who has that email", async () => {
    const organization = await createOrganization();
    const [user, other, admin] = [
      await createUser(organization),
      await createUser(organization),
      await createUser(organization),
    ];
    const person = someone(user.email);
    await signIn(person);
    const moved = { ...person, email: other.email };
    expect(await signIn(moved)).toMatchObject({ userId: user.id });
    await changeUser(admin.actor, user.id, { active: false });
    expect(await refused(moved)).toBe("unknown");
    expect(await userNow(other)).toMatchObject({ oidcSubject: null });
  });

  it("is refused for another account of the provider with the email of a linked user, until an admin unlinks them", async () => {
    const organization = await createOrganization();
    const [user, admin] = [await createUser(organization), await createUser(organization)];
    const first = await signInBy(...(await throughProvider(someone(user.email))));
    const second = someone(user.email);
    expect(await refused(second)).toBe("linked");
    expect(await eventsNamed("user.sign_in_refused")).toMatchObject([{ data: { oidc: true, linked: true } }]);
    expect((await listUsers(admin.actor)).filter(({ isLinked }) => isLinked).map(({ id }) => id)).toEqual([user.id]);
    await unlinkOidc(admin.actor, user.id);
    if (!("sessionId" in first.outcome)) throw new Error("no session");
    expect(await standingOfSession(first.outcome, "r")).toBeNull();
    expect(await signIn(second)).toMatchObject({ userId: user.id });
    expect((await userNow(user)).oidcSubject).toBe(second.sub);
  });

  it("leads, of several organizations, to the one used last, as a password does", async () => {
    const [one, other] = [await createUser(await createOrganization()), await createUser(await createOrganization())];
    await db.update(users).set({ email: "both@example.com" }).where(eq(users.id, one.id));
    const lastSignInAt = new Date();
    await db.update(users).set({ email: "both@example.com", lastSignInAt }).where(eq(users.id, other.id));
    expect(await signIn(someone("both@example.com"))).toMatchObject({ userId: other.id });
  });

  it("by some windows at once makes one who was invited join once, and signs in all", async () => {
    const user = await invited();
    const person = someone(user.email);
    const windows = [];
    for (let opened = 0; opened < 6; opened++) windows.push(await throughProvider(person));
    const signedIn = await Promise.all(windows.map((back) => personSignedIn(...back)));
    expect(signedIn).toMatchObject(windows.map(() => ({ userId: user.id })));
    for (const name of ["user.joined", "user.oidc_linked"] as const) expect(await eventsNamed(name)).toHaveLength(1);
  });

  it("by two accounts of the provider at once links one of them, and refuses the other", async () => {
    const user = await createUser(await createOrganization());
    const [one, two] = [await throughProvider(someone(user.email)), await throughProvider(someone(user.email))];
    const outcomes = await Promise.all([refusal(signInBy(...one)), refusal(signInBy(...two))]);
    expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(1);
    expect(await eventsNamed("user.oidc_linked")).toHaveLength(1);
    expect(await db.$count(sessions)).toBe(1);
  });
});

describe("unlinking a user", () => {
  it("is for admins of the same organization, for others than oneself, and done once", async () => {
    const organization = await createOrganization();
    const linked = { oidcIssuer: provider.issuer, oidcSubject: "somebody" };
    const [user, admin] = [await createUser(organization, linked), await createUser(organization)];
    const viewer = await createUser(organization, { role: "viewer" });
    const stranger = await createUser(await createOrganization());
    expect(await failure(unlinkOidc(viewer.actor, user.id))).toBe("forbidden");
    expect(await failure(unlinkOidc(stranger.actor, user.id))).toBe("not_found");
    expect(await failure(unlinkOidc(user.actor, user.id))).toBe("conflict");
    expect((await userNow(user)).oidcSubject).toBe("somebody");
    const twice = await Promise.all([1, 2].map(() => failure(unlinkOidc(admin.actor, user.id))));
    expect(twice.sort()).toEqual(["conflict", "done"]);
    expect(await eventsNamed("user.oidc_unlinked")).toHaveLength(1);
  });
});
