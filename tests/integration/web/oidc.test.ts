import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { oidcSignIns } from "@/db/schema/oidc_sign_ins";
import { organizations } from "@/db/schema/organizations";
import { passkeys } from "@/db/schema/passkeys";
import { sessions } from "@/db/schema/sessions";
import { users } from "@/db/schema/users";
import { oidcProvider } from "@/lib/web/sign-in/oidc/provider";
import { provedBySecondStep, secondStepValue } from "@/lib/web/sign-in/second-step";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser } from "@/tests/support/factories";
import { startLyingProvider } from "@/tests/support/lying-provider";
import { comeBack, leave, personSignedIn, refusal, signInBy, useProvider } from "@/tests/support/oidc-sign-in";

useDatabase();

let provider: Awaited<ReturnType<typeof startLyingProvider>>;
beforeAll(async () => {
  provider = await startLyingProvider();
  useProvider(provider.issuer);
});
afterAll(() => provider.stop());
beforeEach(() => {
  provider.said.lie = {};
  delete process.env.AUTH_OIDC_TRUST_MFA;
});

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds;
/** Leaves, and comes back with the answer to that sign-in, as the provider tells it. */
async function answered(lie: typeof provider.said.lie = {}, next?: string) {
  const left = await leave(next);
  Object.assign(provider.said, { lie, nonce: left.nonce });
  return [`?code=any&state=${left.state}`, left.cookie] as const;
}
const comeBackWith = async (lie: typeof provider.said.lie) => refusal(comeBack(...(await answered(lie))));

describe("a sign-in that has left for the identity provider", () => {
  it("goes there with state, nonce and PKCE by SHA-256, and to exactly one address back", async () => {
    const { address } = await leave();
    const asked = Object.fromEntries(new URL(address).searchParams);
    expect(asked).toMatchObject({
      response_type: "code",
      client_id: "meridian",
      scope: "openid email profile",
      code_challenge_method: "S256",
      redirect_uri: "http://127.0.0.1:3000/sign-in/oidc/callback",
    });
    const random = [asked.state, asked.nonce, asked.code_challenge];
    for (const text of random) expect(text).toMatch(/^[\w-]{43}$/);
    expect(new Set(random).size).toBe(3);
    expect((await leave()).state).not.toBe(asked.state);
  });

  it("comes back once, also to two at once", async () => {
    const back = await answered();
    const outcomes = await Promise.all([refusal(comeBack(...back)), refusal(comeBack(...back))]);
    expect(outcomes.sort()).toEqual(["done", "ended"]);
    expect(await refusal(comeBack(...back))).toBe("ended");
  });

  it("is finished by no other browser, no answer to another sign-in, and no answer without a state", async () => {
    const [search, cookie] = await answered();
    const other = await leave();
    for (const [answer, by] of [
      [search, undefined],
      [search, other.cookie],
      [`?code=any&state=${other.state}`, cookie],
      ["?code=any", cookie],
      [search, `${cookie.slice(0, -2)}AA`],
    ] as const)
      expect(await refusal(comeBack(answer, by))).toBe("ended");
    // None of that spoiled it for whom it belongs to.
    expect(await refusal(comeBack(search, cookie))).toBe("done");
  });

  it("ends after ten minutes, and then leaves no row behind", async () => {
    const back = await answered();
    await db.update(oidcSignIns).set({ expiresAt: sql`${oidcSignIns.expiresAt} - interval '10 minutes'` });
    expect(await refusal(comeBack(...back))).toBe("ended");
    await leave();
    expect(await db.$count(oidcSignIns)).toBe(1);
  });

  it("leads afterwards to a path of this portal alone", async () => {
    for (const [wanted, leads] of [
      ["/payouts?group=failed", "/payouts?group=failed"],
      ["https://evil.example/", "/"],
      ["//evil.example", "/"],
      ["/\\evil.example", "/"],
      ["/..//evil.example", "/"],
      ["javascript:alert(1)", "/"],
      [`/${"x".repeat(5_000)}`, "/"],
    ] as const)
      expect((await comeBack(...(await answered({}, wanted)))).next).toBe(leads);
  });

  it("says that it was canceled, when the provider says that access was denied", async () => {
    const { state, cookie } = await leave();
    expect(await refusal(comeBack(`?error=access_denied&state=${state}`, cookie))).toBe("declined");
  });
});

describe("an ID token", () => {
  it("that is true lets its subject in", async () => expect(await comeBackWith({})).toBe("done"));

  it.each([
    ["another nonce", { claims: { nonce: "another" } }],
    ["no nonce", { claims: { nonce: undefined } }],
    ["another audience", { claims: { aud: "another" } }],
    ["several audiences, and another one that it was made for", { claims: { aud: ["meridian", "b"], azp: "b" } }],
    ["a time that is over", { claims: { iat: inSeconds(-400), exp: inSeconds(-60) } }],
    ["another issuer", { claims: { iss: "https://other.example" } }],
    ["the signature of a stranger", { signature: "stranger" }],
    ["no signature", { signature: "none" }],
    ["a signature by the secret that both sides know", { signature: "secret" }],
    ["no subject", { claims: { sub: undefined } }],
  ] as const)("with %s is refused", async (_what, lie) => expect(await comeBackWith(lie)).toBe("failed"));

  it("that ended within the last half minute counts, because clocks differ", async () => {
    expect(await comeBackWith({ claims: { iat: inSeconds(-310), exp: inSeconds(-10) } })).toBe("done");
  });

  it("names the person by an email that is verified by exactly `true`", async () => {
    const email = async (claims: object) =>
      (await comeBack(...(await answered({ claims: { ...claims } })))).identity.email;
    expect(await email({})).toBe("grace@example.com");
    for (const email_verified of [false, "true", 1, null]) expect(await email({ email_verified })).toBeNull();
    expect(await email({ email: ["grace@example.com"] })).toBeNull();
  });
});

describe("an identity provider that is down", () => {
  it("is said to be so, at the beginning and at the end, and works again once it is up", async () => {
    expect(await comeBackWith({ status: 503 })).toBe("unreachable");
    const nobody = "http://127.0.0.1:9";
    useProvider(nobody);
    expect(await refusal(leave())).toBe("unreachable");
    useProvider(provider.issuer);
    expect(await comeBackWith({})).toBe("done");
  });

  it("is asked about itself once an hour, by all together, and what it said holds while it does not answer", async () => {
    const start = Date.now() + 1e12;
    const before = provider.said.asked;
    await Promise.all([oidcProvider(start), oidcProvider(start + 1), oidcProvider(start + 3_599_999)]);
    expect(provider.said.asked).toBe(before + 1);
    provider.said.lie = { issuer: "https://other.example" };
    await oidcProvider(start + 3_600_000);
    expect(provider.said.asked).toBe(before + 2);
    delete (globalThis as { meridianOidc?: unknown }).meridianOidc;
  });

  it("whose metadata name another issuer is not believed", async () => {
    delete (globalThis as { meridianOidc?: unknown }).meridianOidc;
    provider.said.lie = { issuer: "https://other.example" };
    expect(await refusal(leave())).toBe("failed");
    provider.said.lie = {};
    expect(await refusal(leave())).toBe("done");
  });
});

describe("a second factor after the identity provider", () => {
  const email = "grace@example.com";
  const withPasskey = async () => {
    const user = await createUser(await createOrganization(), { email });
    const [id, keys] = [user.id, { credentialId: "AAAA", publicKey: "AAAA" }];
    await db.insert(passkeys).values({
      organizationId: user.organizationId,
      userId: id,
      id,
      ...keys,
      name: "k",
      counter: 0,
      createdAt: new Date(),
    });
    return user;
  };

  it("is asked for as after a password, and the user is linked when it is given, not before", async () => {
    const user = await withPasskey();
    const { outcome } = await signInBy(...(await answered()));
    expect(outcome).toMatchObject({ userId: user.id, oidc: { issuer: provider.issuer, subject: "subject" } });
    if ("sessionId" in outcome) throw new Error("a session");
    expect(provedBySecondStep(secondStepValue(outcome))).toEqual({
      ...{ organizationId: user.organizationId, userId: user.id, sessionVersion: 1 },
      oidc: { issuer: provider.issuer, subject: "subject" },
    });
    expect(await db.$count(sessions)).toBe(0);
    expect((await db.select().from(users))[0]!.oidcSubject).toBeNull();
  });

  it.each([
    ["is vouched for by a trusted provider", { trusted: true, amr: ["pwd", "mfa"], isStrong: true }],
    [
      "is vouched for by a trusted provider that says nothing about how",
      { trusted: true, amr: undefined, isStrong: true },
    ],
    [
      "is not vouched for by a trusted provider that names a password alone",
      { trusted: true, amr: ["pwd"], isStrong: false },
    ],
    ["is not vouched for by a provider that is not trusted", { trusted: false, amr: ["mfa"], isStrong: false }],
  ])("%s", async (_what, { trusted, amr, isStrong }) => {
    if (trusted) process.env.AUTH_OIDC_TRUST_MFA = "1";
    const user = await withPasskey();
    await db.update(organizations).set({ secondFactorRequired: true });
    const signedIn = await personSignedIn(...(await answered({ claims: { amr } })));
    expect(signedIn).toEqual(isStrong ? { userId: user.id, mustSetUp: false } : "code");
  });

  it("must be set up where the organization requires one, unless a trusted provider asked for it", async () => {
    const user = await createUser(await createOrganization({ secondFactorRequired: true }), { email });
    expect(await personSignedIn(...(await answered()))).toEqual({ userId: user.id, mustSetUp: true });
    process.env.AUTH_OIDC_TRUST_MFA = "1";
    expect(await personSignedIn(...(await answered()))).toEqual({ userId: user.id, mustSetUp: false });
  });
});
