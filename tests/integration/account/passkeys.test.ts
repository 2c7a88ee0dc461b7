import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { organizations } from "@/db/schema/organizations";
import { passkeyChallenges } from "@/db/schema/passkey_challenges";
import { passkeys } from "@/db/schema/passkeys";
import { users } from "@/db/schema/users";
import { addPasskey, beginPasskey, ownPasskeys, removePasskey, renamePasskey } from "@/lib/account/passkeys";
import type { SignedInUser } from "@/lib/actor";
import { resetSecondFactor } from "@/lib/users/mutations";
import { standingOfSession } from "@/lib/web/session-actor";
import { signInWith } from "@/lib/web/sign-in/credentials";
import { beginPasskeySignIn, signInWithPasskey } from "@/lib/web/sign-in/passkeys/sign-in";
import { passkeysOffered } from "@/lib/web/sign-in/passkeys/proof";
import { signInWithCode } from "@/lib/web/sign-in/second-step";
import { softAuthenticator } from "@/tests/support/authenticator";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser, type Organization } from "@/tests/support/factories";
import { holding, untilWaiting } from "@/tests/support/lock-waiters";
import { actorOfSession, beginSession } from "@/tests/support/sessions";

useDatabase();

const password = "correct horse battery";
const origin = "https://pay.example.com";
const asking = { peer: "203.0.113.9", device: undefined };
beforeEach(() => void vi.stubEnv("PORTAL_URL", origin));

/** For as long as it takes to hash a password twice on a busy machine. */

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: { code?: string; field?: string }) => [error.code, error.field].filter(Boolean).join(" "),
  );
const named = async (name: string) => (await db.select().from(events)).filter((event) => event.name === name);

async function signedIn(organization: Organization, overrides: Parameters<typeof createUser>[1] = { password }) {
  const user = await createUser(organization, overrides);
  return { user, actor: (await actorOfSession(await beginSession(user), "r"))! };
}

type Device = ReturnType<typeof softAuthenticator>;

async function added(actor: SignedInUser, device = softAuthenticator(origin), name = "Laptop") {
  const { options, cookie } = await beginPasskey(actor, password);
  const codes = await addPasskey(actor, { name, answer: JSON.parse(device.create(options)) as unknown }, cookie);
  return { device, codes };
}

async function signInBy(device: Device, lies: Parameters<Device["get"]>[1] = {}) {
  const { options, cookie } = await beginPasskeySignIn(asking.peer);
  return answered(device.get(options, lies), cookie);
}
const answered = (answer: string, cookie: string | undefined) =>
  signInWithPasskey(JSON.parse(answer) as unknown, cookie, asking, "r");

describe("a passkey", () => {
  it("signs in alone, and the event says so", async () => {
    const { user, actor } = await signedIn(await createOrganization());
    const { device } = await added(actor);
    const done = await signInBy(device);
    expect(done).toMatchObject({ address: user.email, session: { organizationId: user.organizationId } });
    expect(await actorOfSession(done!.session, "r")).toMatchObject({ userId: user.id });
    expect((await named("user.signed_in"))[0]!.data).toMatchObject({ proof: "passkey" });
    expect((await ownPasskeys(actor))[0]!.lastUsedAt).not.toBeNull();
  });

  it("is refused when the answer is for another page, its owner was not verified, or its counter is not higher", async () => {
    const { actor } = await signedIn(await createOrganization());
    const { device } = await added(actor);
    await signInBy(device, { counter: 7 });
    for (const lies of [
      { origin: "https://pay.example.com.evil.example", counter: 8 },
      { verified: false, counter: 8 },
      { counter: 7 },
      { counter: 0 },
      { challenge: "A".repeat(43), counter: 8 },
    ])
      expect(await signInBy(device, lies), JSON.stringify(lies)).toBeNull();
    expect(await named("user.sign_in_refused")).toHaveLength(1);
    expect(await signInBy(device, { counter: 8 })).not.toBeNull();
  });

  it("is refused, and nothing breaks, whatever the answer looks like", async () => {
    const { actor } = await signedIn(await createOrganization());
    const { device } = await added(actor);
    const right = JSON.parse(device.get((await beginPasskeySignIn(asking.peer)).options)) as { response: object };
    const odd = [undefined, null, 5, "", "%", "AAAA", "A".repeat(50_000), {}, []];
    const parts = ["clientDataJSON", "authenticatorData", "signature", "userHandle"];
    for (const [part, value] of parts.flatMap((name) => odd.map((item) => [name, item] as const))) {
      const answer = { ...right, response: { ...right.response, [part]: value } };
      const { cookie } = await beginPasskeySignIn(asking.peer);
      expect(await signInWithPasskey(answer, cookie, asking, "r"), `${part}: ${String(value).slice(0, 9)}`).toBeNull();
      expect(await failure(addPasskey(actor, { name: "x", answer }, cookie))).toBe("invalid");
    }
  });

  it("does not sign in somebody who was deactivated, nor with a key that is not known here or was removed", async () => {
    const { user, actor } = await signedIn(await createOrganization());
    const { device } = await added(actor);
    const other = softAuthenticator(origin);
    other.create((await beginPasskey(actor, password)).options);
    expect(await signInBy(other)).toBeNull();
    await db.update(users).set({ state: "deactivated" }).where(eq(users.id, user.id));
    expect(await signInBy(device)).toBeNull();
    await db.update(users).set({ state: "active" }).where(eq(users.id, user.id));
    expect(await signInBy(device)).not.toBeNull();
    await removePasskey(actor, { id: (await ownPasskeys(actor))[0]!.id, password });
    expect(await signInBy(device)).toBeNull();
  });
});

describe("a challenge", () => {
  it("is answered once, in the browser that asked, within five minutes, and for what it was asked", async () => {
    const { actor } = await signedIn(await createOrganization());
    const { device } = await added(actor);
    const begun = await beginPasskeySignIn(asking.peer);
    // Of one that does not count its uses, so that nothing else refuses it twice.
    const answer = device.get(begun.options, { counter: 0 });
    expect(await answered(answer, undefined)).toBeNull();
    expect(await answered(answer, (await beginPasskeySignIn(asking.peer)).cookie)).toBeNull();
    const many = await Promise.all([1, 2, 3].map(() => answered(answer, begun.cookie)));
    expect(many.filter(Boolean)).toHaveLength(1);
    const late = await beginPasskeySignIn(asking.peer);
    await db.update(passkeyChallenges).set({ expiresAt: sql`${passkeyChallenges.expiresAt} - interval '5 minutes'` });
    expect(await answered(device.get(late.options, { counter: 0 }), late.cookie)).toBeNull();
    const adding = await beginPasskey(actor, password);
    const asked = { ...adding.options, rpId: adding.options.rp.id } as never;
    expect(await answered(device.get(asked, { counter: 0 }), adding.cookie)).toBeNull();
  });

  it("is removed after it has expired", async () => {
    for (let n = 0; n < 3; n++) await beginPasskeySignIn(asking.peer);
    await db.update(passkeyChallenges).set({ expiresAt: sql`now() - interval '1 second'` });
    await beginPasskeySignIn(asking.peer);
    expect(await db.$count(passkeyChallenges)).toBe(1);
  });
});

describe("adding a passkey", () => {
  it("needs the password, and an authenticator that verified its owner", async () => {
    const { actor } = await signedIn(await createOrganization());
    expect(await failure(beginPasskey(actor, "wrong"))).toBe("invalid password");
    const { options, cookie } = await beginPasskey(actor, password);
    const answer = JSON.parse(softAuthenticator(origin).create(options, { verified: false })) as unknown;
    expect(await failure(addPasskey(actor, { name: "Laptop", answer }, cookie))).toBe("invalid");
    expect(await ownPasskeys(actor)).toEqual([]);
  });

  it("takes no answer of somebody else's browser, and none twice", async () => {
    const organization = await createOrganization();
    const [{ actor }, { actor: other }] = [await signedIn(organization), await signedIn(organization)];
    const { options, cookie } = await beginPasskey(actor, password);
    const made = { name: "Laptop", answer: JSON.parse(softAuthenticator(origin).create(options)) as unknown };
    expect(await failure(addPasskey(other, made, cookie))).toBe("invalid");
    const outcomes = await Promise.all([1, 2].map(() => failure(addPasskey(actor, made, cookie))));
    expect(outcomes.sort()).toEqual(["done", "invalid"]);
    expect(await named("user.passkey_added")).toHaveLength(1);
  });

  it("makes it a second factor: the password alone signs in no more, and recovery codes are there", async () => {
    const { user, actor } = await signedIn(await createOrganization());
    const { codes } = await added(actor);
    expect(codes).toHaveLength(10);
    expect((await added(actor, softAuthenticator(origin), "Phone")).codes).toEqual([]);
    const proved = await signInWith({ address: user.email, ...asking }, password, "r");
    expect(proved).not.toHaveProperty("sessionId");
    expect(await signInWithCode(proved as never, codes[0]!, asking, "r")).not.toBeNull();
  });

  it("is offered only where the portal's address is a name, and nobody can listen", () => {
    for (const [address, offered] of [
      ["https://pay.example.com", true],
      ["http://pay.example.com", false],
      ["https://192.0.2.7", false],
      ["https://[2001:db8::1]", false],
      ["http://127.0.0.1:3000", false],
    ] as const) {
      vi.stubEnv("PORTAL_URL", address);
      expect(passkeysOffered(), address).toBe(offered);
    }
  });
});

describe("an own passkey", () => {
  it("gets another name, once, and nobody else's does", async () => {
    const organization = await createOrganization();
    const [{ actor }, { actor: other }] = [await signedIn(organization), await signedIn(organization)];
    await added(actor);
    const { id } = (await ownPasskeys(actor))[0]!;
    expect(await failure(renamePasskey(other, { id, name: "Mine" }))).toBe("not_found");
    expect(await failure(removePasskey(other, { id, password }))).toBe("not_found");
    for (let n = 0; n < 2; n++) await renamePasskey(actor, { id, name: "Desk" });
    expect((await named("user.passkey_renamed")).map(({ data }) => data)).toEqual([{ from: "Laptop", to: "Desk" }]);
    expect(await failure(removePasskey(actor, { id, password: "wrong" }))).toBe("invalid password");
    expect(await removePasskey(actor, { id, password })).toBe("Desk");
    expect(await failure(removePasskey(actor, { id, password }))).toBe("not_found");
    expect(await named("user.passkey_removed")).toHaveLength(1);
  });

  it("that is the last second factor stays where the organization wants one, also of two removed at once", async () => {
    const organization = await createOrganization();
    const { user, actor } = await signedIn(organization);
    await db.update(organizations).set({ secondFactorRequired: true }).where(eq(organizations.id, organization.id));
    const mustSetUp = async () => (await standingOfSession(actor, "r"))!.mustSetUp;
    expect(await mustSetUp()).toBe(true);
    await added(actor);
    await added(actor, softAuthenticator(origin), "Phone");
    expect(await mustSetUp()).toBe(false);
    const ids = (await ownPasskeys(actor)).map(({ id }) => id);
    const { removals } = await holding(async (tx) => {
      await tx.select().from(passkeys).for("update");
      const both = ids.map((id) => failure(removePasskey(actor, { id, password })));
      await untilWaiting(2);
      return { removals: both };
    });
    expect((await Promise.all(removals)).sort()).toEqual(["conflict", "done"]);
    expect(await ownPasskeys(actor)).toHaveLength(1);
    await resetSecondFactor((await createUser(organization)).actor, user.id);
    expect(await db.$count(passkeys)).toBe(0);
  });

  it("that is the last second factor goes only with a password that is long enough to stand alone", async () => {
    const { actor } = await signedIn(await createOrganization(), { password: "9 geese!" });
    const { options, cookie } = await beginPasskey(actor, "9 geese!");
    const answer = JSON.parse(softAuthenticator(origin).create(options)) as unknown;
    await addPasskey(actor, { name: "Laptop", answer }, cookie);
    const [own] = await ownPasskeys(actor);
    expect(await failure(removePasskey(actor, { id: own!.id, password: "9 geese!" }))).toBe("invalid password");
    expect(await ownPasskeys(actor)).toHaveLength(1);
  });
});
