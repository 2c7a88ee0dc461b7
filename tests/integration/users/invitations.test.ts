import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { userLinks } from "@/db/schema/user_links";
import { users } from "@/db/schema/users";
import { systemActor } from "@/lib/actor";
import { emailFacts } from "@/lib/emails/facts";
import { renderEmail } from "@/lib/emails/queries";
import { writeLetter } from "@/lib/emails/render";
import { whyNotToSend } from "@/lib/emails/standing";
import { tokenHash } from "@/lib/token";
import { inviteAgain, inviteUser, revokeInvitation } from "@/lib/users/invitations";
import { joinByLink } from "@/lib/users/joining";
import { openLink } from "@/lib/users/links";
import { changeUser } from "@/lib/users/mutations";
import { listUsers } from "@/lib/users/queries";
import { asText } from "@/tests/support/as-text";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser, type User } from "@/tests/support/factories";
import { deliverAll, mailServer } from "@/tests/support/outbox";
import { actorByPassword } from "@/tests/support/sessions";
import { failure, tokenIn } from "@/tests/support/user-links";

useDatabase();

const person = { name: "Grace Hopper", email: "Grace@Example.com", role: "viewer" } as const;
const password = "seven otters on a raft";
const invite = async (admin: User) => (await inviteUser(admin.actor, person)).userId;
const tokenOf = (userId: string) => tokenIn("user_invited", userId);
const userNow = async (id: string) => (await db.select().from(users).where(eq(users.id, id)))[0]!;
const named = (name: string) => db.select().from(events).where(eq(events.name, name));

describe("an invitation", () => {
  it("leads somebody in with a password that they alone know, and events tell who invited and who joined", async () => {
    const organization = await createOrganization();
    const admin = await createUser(organization);
    const userId = await invite(admin);
    expect(await userNow(userId)).toMatchObject({ state: "invited", passwordHash: null, email: "grace@example.com" });
    const token = await tokenOf(userId);
    expect(await openLink(token, "invitation")).toMatchObject({
      userId,
      organizationName: organization.name,
      invitedBy: admin.name,
    });
    await joinByLink(token, password, "r");
    expect(await actorByPassword("grace@example.com", password)).toMatchObject({ userId, role: "viewer" });
    expect(await named("user.invited")).toMatchObject([{ actorUserId: admin.id, userId, data: { role: "viewer" } }]);
    expect(await named("user.joined")).toMatchObject([{ actorUserId: userId, userId }]);
  });

  it("is used once, also by two at once, and opening it changes nothing", async () => {
    const admin = await createUser(await createOrganization());
    const token = await tokenOf(await invite(admin));
    const before = await db.select().from(userLinks);
    await openLink(token, "invitation");
    expect(await db.select().from(userLinks)).toEqual(before);
    const outcomes = await Promise.all([1, 2].map((n) => failure(joinByLink(token, `${password} ${n}`, "r"))));
    expect(outcomes.sort()).toEqual(["done", "not_found"]);
    expect(await failure(joinByLink(token, password, "r"))).toBe("not_found");
    expect(await named("user.joined")).toHaveLength(1);
  });

  it("ends after exactly 72 hours", async () => {
    const admin = await createUser(await createOrganization());
    const token = await tokenOf(await invite(admin));
    const [link] = await db.select().from(userLinks);
    expect(link!.endsAt.getTime() - link!.createdAt.getTime()).toBe(72 * 3_600_000);
    const ends = (interval: string) =>
      db.update(userLinks).set({ createdAt: sql`now() - interval '80 h'`, endsAt: sql`now() + ${interval}::interval` });
    await ends("0 s");
    expect(await openLink(token, "invitation")).toBeNull();
    expect(await failure(joinByLink(token, password, "r"))).toBe("not_found");
    await ends("20 s");
    expect(await failure(joinByLink(token, password, "r"))).toBe("done");
  });

  it("that is sent again ends the older link, which a queued email no longer sends", async () => {
    const admin = await createUser(await createOrganization());
    const userId = await invite(admin);
    const older = await tokenOf(userId);
    const [email] = await db.select().from(emails);
    await Promise.all([1, 2].map(() => inviteAgain(admin.actor, userId)));
    expect(await db.select().from(userLinks)).toHaveLength(1);
    expect(await openLink(older, "invitation")).toBeNull();
    expect(await whyNotToSend((await emailFacts(admin.organizationId, email!.id))!)).toMatch(/replaced/);
    expect(await failure(joinByLink(await tokenOf(userId), password, "r"))).toBe("done");
    expect(await failure(inviteAgain(admin.actor, userId))).toBe("conflict");
  });

  it("that is revoked leads nobody in, and can be sent again; an admin cannot let in who never joined", async () => {
    const admin = await createUser(await createOrganization());
    const userId = await invite(admin);
    const token = await tokenOf(userId);
    await revokeInvitation(admin.actor, userId);
    expect(await failure(joinByLink(token, password, "r"))).toBe("not_found");
    expect(await failure(changeUser(admin.actor, userId, { active: true }))).toBe("conflict");
    expect(await failure(revokeInvitation(admin.actor, userId))).toBe("conflict");
    await inviteAgain(admin.actor, userId);
    expect(await listUsers(admin.actor)).toMatchObject([{ id: admin.id }, { id: userId, state: "invited" }]);
  });

  it("loses against a revocation at the same time, or wins: nobody is both", async () => {
    const admin = await createUser(await createOrganization());
    const userId = await invite(admin);
    const token = await tokenOf(userId);
    const [joined, revoked] = await Promise.all([
      failure(joinByLink(token, password, "r")),
      failure(revokeInvitation(admin.actor, userId)),
    ]);
    expect([joined, revoked].filter((outcome) => outcome === "done")).toHaveLength(1);
    expect((await userNow(userId)).state).toBe(joined === "done" ? "active" : "deactivated");
  });

  it("keeps no token in the database, only its hash", async () => {
    const admin = await createUser(await createOrganization());
    const token = await tokenOf(await invite(admin));
    const everything = asText(
      await Promise.all([userLinks, users, events, emails].map((table) => db.select().from(table))),
    );
    expect(everything).not.toContain(token);
    expect(everything).toContain(tokenHash(token));
  });

  it("is for its purpose alone, and wants a good password", async () => {
    const admin = await createUser(await createOrganization());
    const token = await tokenOf(await invite(admin));
    expect(await openLink(token, "reset")).toBeNull();
    expect(await failure(joinByLink(token, "grace hopper 2026", "r"))).toBe("invalid");
    expect(await failure(joinByLink(token, "too short", "r"))).toBe("invalid");
    expect(await openLink(token, "invitation")).not.toBeNull();
  });
});

describe("inviting", () => {
  it("is for admins of the organization alone", async () => {
    const [here, there] = [await createOrganization(), await createOrganization()];
    const [admin, viewer, stranger] = [
      await createUser(here),
      await createUser(here, { role: "viewer" }),
      await createUser(there),
    ];
    const userId = await invite(admin);
    for (const act of [inviteAgain, revokeInvitation]) {
      expect(await failure(act(viewer.actor, userId))).toBe("forbidden");
      expect(await failure(act(stranger.actor, userId))).toBe("not_found");
    }
    expect(await failure(inviteUser(viewer.actor, person))).toBe("forbidden");
  });

  it("is refused for an address of the same organization, in words that say how its user stands, not of another", async () => {
    const [here, there] = [await createOrganization(), await createOrganization()];
    await inviteUser(systemActor(here.id, "r"), person);
    const again = inviteUser(systemActor(here.id, "r"), { ...person, email: "GRACE@example.com" });
    await expect(again).rejects.toMatchObject({ code: "invalid", field: "email", message: /invited already/ });
    await inviteUser(systemActor(there.id, "r"), person);
    expect(await db.select().from(users)).toHaveLength(2);
  });
});

describe("the email of an invitation", () => {
  it("says who invites and to what, and the log hides its link", async () => {
    const admin = await createUser(await createOrganization());
    const userId = await invite(admin);
    const [email] = await db.select().from(emails);
    const facts = await emailFacts(admin.organizationId, email!.id);
    expect(await whyNotToSend(facts!)).toBeNull();
    const letter = await writeLetter(facts!);
    expect(letter).toMatchObject({ to: { address: "grace@example.com" }, subject: expect.stringMatching(/^Join /) });
    expect(letter!.text).toContain(`${admin.name} invites you`);
    expect(letter!.text).toContain(`/invitation/${await tokenOf(userId)}`);
    const shown = await renderEmail(admin.actor, email!.id);
    expect(shown.letter!.html).toContain("/invitation/(hidden)");
    expect(shown.letter!.html).not.toContain(await tokenOf(userId));
  });

  it("leaves by the mail server once, and its link leads in; a revoked one does not leave", async () => {
    const server = await mailServer();
    const admin = await createUser(await createOrganization());
    const userId = await invite(admin);
    const revoked = await inviteUser(admin.actor, { ...person, email: "revoked@example.com" });
    await revokeInvitation(admin.actor, revoked.userId);
    await deliverAll();
    expect(server.received).toMatchObject([{ to: "grace@example.com" }]);
    const whole = server.received[0]!.raw.replaceAll("=\r\n", "");
    const [, token] = /\/invitation\/([\w-]{43})/.exec(whole) ?? [];
    expect(await joinByLink(token!, password, "r")).toMatchObject({ userId });
  });
});
