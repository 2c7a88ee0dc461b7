import { eq, sql } from "drizzle-orm";
import { Secret } from "otpauth";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { attemptCounts } from "@/db/schema/attempt_counts";
import { events } from "@/db/schema/events";
import { organizations } from "@/db/schema/organizations";
import { recoveryCodes } from "@/db/schema/recovery_codes";
import { secondFactors } from "@/db/schema/second_factors";
import { sessions } from "@/db/schema/sessions";
import { beginSetUp, cancelSetUp, confirmSetUp, renewOwnRecoveryCodes, turnOff } from "@/lib/account/second-factor";
import { ownSecondFactor } from "@/lib/account/queries";
import type { UserActor } from "@/lib/actor";
import { TooManyRequests } from "@/lib/errors";
import { resetSecondFactor } from "@/lib/users/mutations";
import { standingOfSession } from "@/lib/web/session-actor";
import { signInWith } from "@/lib/web/sign-in/credentials";
import { deviceWords } from "@/lib/web/sign-in/device";
import type { FirstProof } from "@/lib/web/sign-in/new-session";
import { provedBySecondStep, secondStepValue, signInWithCode } from "@/lib/web/sign-in/second-step";
import { stepOfCode } from "@/lib/web/sign-in/totp";
import { appCode } from "@/tests/support/app-code";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser, type Organization, type User } from "@/tests/support/factories";
import { actorOfSession, beginSession } from "@/tests/support/sessions";

useDatabase();

const password = "correct horse battery";
const asking = { peer: "203.0.113.9", device: undefined };

async function setUp(organization: Organization, overrides: Parameters<typeof createUser>[1] = { password }) {
  const user = await createUser(organization, overrides);
  const actor = (await actorOfSession(await beginSession(user), "r"))!;
  await beginSetUp(actor);
  const factor = await ownSecondFactor(actor);
  if (factor.state !== "setting-up") throw new Error("nothing is being set up");
  return { user, actor, secret: factor.secret };
}

/** A second factor that was turned on long ago, so that the code of the present step is still unused. */
async function turnedOn(organization: Organization, overrides?: Parameters<typeof createUser>[1]) {
  const begun = await setUp(organization, overrides);
  const codes = await confirmSetUp(begun.actor, appCode(begun.secret));
  await db.update(secondFactors).set({ lastStep: 0 }).where(eq(secondFactors.userId, begun.user.id));
  return { ...begun, codes };
}

async function afterPassword(user: User): Promise<FirstProof> {
  const outcome = await signInWith({ address: user.email, ...asking }, password, "r");
  if (!outcome || "sessionId" in outcome) throw new Error("no code is asked for");
  return outcome;
}
const withCode = (proved: FirstProof, code: string) => signInWithCode(proved, code, asking, "r");
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: { code?: string; field?: string }) => [error.code, error.field].filter(Boolean).join(" "),
  );
const names = async () => (await db.select().from(events)).map(({ name }) => name);
const stateOf = async (actor: UserActor) => (await ownSecondFactor(actor)).state;

describe("a code", () => {
  it("is that of RFC 6238 for SHA-1, and is taken one step early or late", () => {
    const secret = Secret.fromUTF8("12345678901234567890").base32;
    // RFC 6238, appendix B, the last six of eight digits.
    for (const [seconds, code] of [
      [59, "287082"],
      [1_111_111_109, "081804"],
      [1_234_567_890, "005924"],
      [20_000_000_000, "353130"],
    ] as const) {
      const step = Math.floor(seconds / 30);
      for (const off of [-30, 0, 30]) expect(stepOfCode(secret, code, new Date((step * 30 + off) * 1_000))).toBe(step);
      for (const off of [-60, 60]) expect(stepOfCode(secret, code, new Date((step * 30 + off) * 1_000))).toBeNull();
    }
  });
});

describe("setting up", () => {
  it("counts only after one right code, keeps the secret sealed and of recovery codes only hashes", async () => {
    const { user, actor, secret } = await setUp(await createOrganization());
    expect(await failure(confirmSetUp(actor, appCode(secret, 40)))).toBe("invalid code");
    expect(await signInWith({ address: user.email, ...asking }, password, "r")).toHaveProperty("sessionId");
    const codes = await confirmSetUp(actor, appCode(secret));
    expect(new Set(codes).size).toBe(10);
    expect(await signInWith({ address: user.email, ...asking }, password, "r")).not.toHaveProperty("sessionId");
    const stored = JSON.stringify([await db.select().from(secondFactors), await db.select().from(recoveryCodes)]);
    expect(stored).not.toContain(secret);
    for (const code of codes) expect(stored).not.toContain(code.replaceAll("-", ""));
    expect(await names()).toContain("user.second_factor_on");
  });

  it("keeps one secret when it is begun twice, is confirmed once, and can be left", async () => {
    const { actor, secret } = await setUp(await createOrganization());
    await beginSetUp(actor);
    expect(await ownSecondFactor(actor)).toMatchObject({ secret });
    const outcomes = await Promise.all([1, 2].map(() => failure(confirmSetUp(actor, appCode(secret)))));
    expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(1);
    await cancelSetUp(actor);
    expect(await stateOf(actor)).toBe("on");
    const other = await setUp(await createOrganization());
    await cancelSetUp(other.actor);
    expect(await stateOf(other.actor)).toBe("off");
  });
});

describe("signing in", () => {
  it("needs the code after the password: the password alone begins no session", async () => {
    const { user, secret } = await turnedOn(await createOrganization());
    await db.delete(sessions);
    const proved = await afterPassword(user);
    expect(await withCode(proved, "000000")).toBeNull();
    expect(await db.select().from(sessions)).toEqual([]);
    const done = (await withCode(proved, appCode(secret)))!;
    expect(await actorOfSession(done.session, "r")).toMatchObject({ userId: user.id });
    const [event] = await db.select().from(events).where(eq(events.name, "user.signed_in"));
    expect(event).toMatchObject({ data: { proof: "app" }, address: asking.peer, device: deviceWords(null) });
  });

  it("refuses a code that was used, and one of an earlier step; of many at once one is let in", async () => {
    const { user, secret } = await turnedOn(await createOrganization());
    const proved = await afterPassword(user);
    const code = appCode(secret);
    const many = await Promise.all(Array.from({ length: 6 }, () => withCode(proved, code)));
    expect(many.filter(Boolean)).toHaveLength(1);
    expect(await withCode(proved, code)).toBeNull();
    expect(await withCode(proved, appCode(secret, -1))).toBeNull();
    expect(await withCode(proved, appCode(secret, 1))).not.toBeNull();
  });

  it("takes each recovery code once, however it is typed, and none of somebody else", async () => {
    const organization = await createOrganization();
    const { user, actor, codes } = await turnedOn(organization);
    const other = await turnedOn(organization);
    const proved = await afterPassword(user);
    expect(await withCode(proved, other.codes[0]!)).toBeNull();
    const typed = ` ${codes[0]!.toUpperCase().replaceAll("-", " ")} `;
    const many = await Promise.all(Array.from({ length: 4 }, () => withCode(proved, typed)));
    expect(many.filter(Boolean)).toHaveLength(1);
    expect(await withCode(proved, codes[1]!)).not.toBeNull();
    expect(await ownSecondFactor(actor)).toMatchObject({ codesLeft: 8 });
  });

  it("limits wrong codes, also when the password is given anew in between", async () => {
    const { user, secret } = await turnedOn(await createOrganization());
    for (let n = 0; n < 10; n++) await withCode(await afterPassword(user), "000000");
    const refused = await withCode(await afterPassword(user), appCode(secret)).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TooManyRequests);
    expect((await names()).filter((name) => name === "user.sign_in_limited")).toHaveLength(1);
    const ago = sql`${attemptCounts.lastAt} - interval '6 seconds'`;
    await db.update(attemptCounts).set({ lastAt: ago });
    expect(await withCode(await afterPassword(user), appCode(secret))).not.toBeNull();
  });

  it("lets no code follow a password that was changed since, nor a state that is old or was made up", async () => {
    const organization = await createOrganization();
    const { user, secret } = await turnedOn(organization);
    const proved = await afterPassword(user);
    expect(await withCode({ ...proved, sessionVersion: proved.sessionVersion + 1 }, appCode(secret))).toBeNull();
    const value = secondStepValue(proved);
    expect(provedBySecondStep(value)).toEqual(proved);
    expect(provedBySecondStep(value, Date.now() + 10 * 60_000 + 1)).toBeNull();
    expect(provedBySecondStep(value.replace(proved.userId, organization.id))).toBeNull();
    expect(provedBySecondStep(undefined)).toBeNull();
  });
});

describe("with a second factor", () => {
  it("recovery codes are made anew for who has a code, and the old ones are worth nothing", async () => {
    const { user, actor, secret, codes } = await turnedOn(await createOrganization());
    expect(await failure(renewOwnRecoveryCodes(actor, "000000"))).toBe("invalid code");
    const renewed = await renewOwnRecoveryCodes(actor, appCode(secret));
    const proved = await afterPassword(user);
    expect(await withCode(proved, codes[0]!)).toBeNull();
    expect(await withCode(proved, renewed[0]!)).not.toBeNull();
  });

  it("it is turned off only with password and code, and only by a password that is long enough to stand alone", async () => {
    const { user, actor, secret } = await turnedOn(await createOrganization());
    expect(await failure(turnOff(actor, { password: "wrong", code: appCode(secret) }))).toBe("invalid password");
    expect(await failure(turnOff(actor, { password, code: "000000" }))).toBe("invalid code");
    expect(await stateOf(actor)).toBe("on");
    await turnOff(actor, { password, code: appCode(secret) });
    expect(await signInWith({ address: user.email, ...asking }, password, "r")).toHaveProperty("sessionId");
    expect(await names()).toContain("user.second_factor_off");
    const short = await turnedOn(await createOrganization(), { password: "9 geese!" });
    expect(await failure(turnOff(short.actor, { password: "9 geese!", code: appCode(short.secret) }))).toBe(
      "invalid password",
    );
  });

  it("an admin resets that of another person, never their own nor of another organization, and ends their sessions", async () => {
    const [organization, elsewhere] = [await createOrganization(), await createOrganization()];
    const { user, actor } = await turnedOn(organization);
    const admin = await createUser(organization);
    const viewer = await createUser(organization, { role: "viewer" });
    const stranger = await createUser(elsewhere);
    expect(await failure(resetSecondFactor(viewer.actor, user.id))).toBe("forbidden");
    expect(await failure(resetSecondFactor(stranger.actor, user.id))).toBe("not_found");
    expect(await failure(resetSecondFactor(actor, user.id))).toBe("conflict");
    const outcomes = await Promise.all([1, 2].map(() => failure(resetSecondFactor(admin.actor, user.id))));
    expect(outcomes.sort()).toEqual(["conflict", "done"]);
    expect(await actorOfSession(actor, "r")).toBeNull();
    expect(await signInWith({ address: user.email, ...asking }, password, "r")).toHaveProperty("sessionId");
    expect((await names()).filter((name) => name === "user.second_factor_reset")).toHaveLength(1);
  });
});

describe("an organization that wants a second factor", () => {
  it("lets somebody without one do nothing but set it up, from the next request on, and nobody turn it off", async () => {
    const organization = await createOrganization();
    const { actor, secret } = await setUp(organization);
    const mustSetUp = async () => (await standingOfSession(actor, "r"))!.mustSetUp;
    expect(await mustSetUp()).toBe(false);
    await db.update(organizations).set({ secondFactorRequired: true }).where(eq(organizations.id, organization.id));
    expect(await mustSetUp()).toBe(true);
    await confirmSetUp(actor, appCode(secret));
    expect(await mustSetUp()).toBe(false);
    expect(await failure(turnOff(actor, { password, code: appCode(secret, 1) }))).toBe("conflict");
  });
});
