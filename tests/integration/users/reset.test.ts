import { and, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { events } from "@/db/schema/events";
import { secondFactors } from "@/db/schema/second_factors";
import { userLinks } from "@/db/schema/user_links";
import { type users } from "@/db/schema/users";
import { systemActor } from "@/lib/actor";
import { changeOwnPassword } from "@/lib/account/mutations";
import { inviteUser } from "@/lib/users/invitations";
import { openLink } from "@/lib/users/links";
import { changeUser } from "@/lib/users/mutations";
import { resetByLink, sendResetLinks } from "@/lib/users/reset";
import { admitAsking, askingLimit, askingPeerLimit } from "@/lib/web/sign-in/asking-anew";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser, type User } from "@/tests/support/factories";
import { actorByPassword, actorOfSession, beginSession, sessionByPassword } from "@/tests/support/sessions";
import { failure, tokenIn } from "@/tests/support/user-links";

useDatabase();

const before = "the password of before";
const after = "seven otters on a raft";
const forgetful = async (values: Partial<typeof users.$inferInsert> = {}) =>
  createUser(await createOrganization(), { email: "forgot@example.com", password: before, ...values });
async function linkFor(user: User): Promise<string> {
  await sendResetLinks(user.email, "r");
  return tokenIn("password_reset", user.id);
}
const sent = (kind: typeof emails.$inferSelect.kind) => db.select().from(emails).where(eq(emails.kind, kind));

describe("a forgotten password", () => {
  it("is replaced by the link of an email: every session ends, an email says so, and an event records it", async () => {
    const user = await forgetful();
    const session = await beginSession(user);
    const token = await linkFor(user);
    expect(await actorOfSession(session, "r")).not.toBeNull();
    await resetByLink(token, after, "r");
    expect(await actorOfSession(session, "r")).toBeNull();
    expect(await actorByPassword(user.email, before)).toBeNull();
    expect(await actorByPassword(user.email, after)).toMatchObject({ userId: user.id });
    expect(await sent("password_changed")).toMatchObject([{ userId: user.id, toEmail: user.email }]);
    const told = await db.select().from(events).where(eq(events.userId, user.id));
    expect(told.map(({ name }) => name)).toEqual(expect.arrayContaining(["user.reset_asked", "user.password_reset"]));
  });

  it("keeps the second factor, which the next sign-in asks for", async () => {
    const user = await forgetful();
    const { organizationId, id: userId } = user;
    const now = new Date();
    await db
      .insert(secondFactors)
      .values({ organizationId, userId, sealedSecret: "x".repeat(40), createdAt: now, confirmedAt: now, lastStep: 0 });
    await resetByLink(await linkFor(user), "8 letter", "r");
    expect(await db.select().from(secondFactors)).toHaveLength(1);
    expect(await sessionByPassword(user.email, "8 letter")).toBeNull();
  });

  it("is replaced once, also by two at once; opening the link changes nothing", async () => {
    const user = await forgetful();
    const token = await linkFor(user);
    await openLink(token, "reset");
    expect(await actorByPassword(user.email, before)).not.toBeNull();
    const outcomes = await Promise.all([1, 2].map((n) => failure(resetByLink(token, `${after} ${n}`, "r"))));
    expect(outcomes.sort()).toEqual(["done", "not_found"]);
    expect(await sent("password_changed")).toHaveLength(1);
  });

  it("has a link for exactly one hour, and a newer one ends the older, also of two asked for at once", async () => {
    const user = await forgetful();
    const older = await linkFor(user);
    await Promise.all([sendResetLinks(user.email, "r"), sendResetLinks(user.email, "r")]);
    const [link, ...more] = await db.select().from(userLinks);
    expect(more).toEqual([]);
    expect(link!.endsAt.getTime() - link!.createdAt.getTime()).toBe(3_600_000);
    expect(await failure(resetByLink(older, after, "r"))).toBe("not_found");
    const [latest] = await db
      .select()
      .from(emails)
      .where(and(eq(emails.aboutId, link!.id), eq(emails.userId, user.id)));
    expect(latest).toMatchObject({ kind: "password_reset" });
    await db.update(userLinks).set({ createdAt: sql`now() - interval '2 h'`, endsAt: sql`now()` });
    expect(await failure(resetByLink(await tokenIn("password_reset", user.id), after, "r"))).toBe("not_found");
  });

  it("sends nothing to strangers and to deactivated people, and the invitation to whoever is invited", async () => {
    const former = await forgetful({ state: "deactivated" });
    await sendResetLinks(former.email, "r");
    await sendResetLinks("nobody@example.com", "r");
    expect(await db.select().from(emails)).toEqual([]);
    const invited = { name: "Grace Hopper", email: "grace@example.com", role: "viewer" } as const;
    const { userId } = await inviteUser(systemActor(former.organizationId, "r"), invited);
    const first = await tokenIn("user_invited", userId);
    await sendResetLinks("grace@example.com", "r");
    expect(await sent("password_reset")).toEqual([]);
    expect(await openLink(await tokenIn("user_invited", userId), "invitation")).toMatchObject({ userId });
    expect(await openLink(first, "invitation")).toBeNull();
  });

  it("cannot be replaced by a link from before a deactivation, even after a reactivation", async () => {
    const user = await forgetful({ role: "viewer" });
    const token = await linkFor(user);
    const system = systemActor(user.organizationId, "r");
    await changeUser(system, user.id, { active: false });
    expect(await failure(resetByLink(token, after, "r"))).toBe("not_found");
    await changeUser(system, user.id, { active: true });
    expect(await failure(resetByLink(token, after, "r"))).toBe("not_found");
  });

  it("has one account each for every organization of the address", async () => {
    const [one, two] = [await forgetful(), await forgetful()];
    await sendResetLinks(one.email, "r");
    await resetByLink(await tokenIn("password_reset", two.id), after, "r");
    expect(await actorByPassword(one.email, after)).toMatchObject({ organizationId: two.organizationId });
    expect(await actorByPassword(one.email, before)).toMatchObject({ organizationId: one.organizationId });
  });
});

it("a new password of one's own is told by email, and ends a link that was asked for before", async () => {
  const user = await forgetful();
  const token = await linkFor(user);
  await changeOwnPassword(user.actor, { present: before, password: after });
  expect(await sent("password_changed")).toMatchObject([{ userId: user.id }]);
  expect(await failure(resetByLink(token, `${after} 2`, "r"))).toBe("not_found");
});

describe("asking for a new password", () => {
  const ask = (address: string, peer: string) => failure(admitAsking({ address, peer }));

  it("is limited for each address, whatever the network, and does not touch another address", async () => {
    for (let n = 0; n < askingLimit.atMost; n++) expect(await ask("a@example.com", `203.0.113.${n}`)).toBe("done");
    expect(await ask("a@example.com", "203.0.113.99")).toBe("rate_limited");
    expect(await ask("b@example.com", "203.0.113.99")).toBe("done");
  });

  it("is limited for each network, whatever the address", async () => {
    const outcomes: string[] = [];
    for (let n = 0; n <= askingPeerLimit.atMost; n++) outcomes.push(await ask(`${n}@example.com`, "198.51.100.7"));
    expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(askingPeerLimit.atMost);
    expect(outcomes.at(-1)).toBe("rate_limited");
  });
});
