import { createUser } from "@/tests/support/factories";
import { fillDashboard } from "./dashboard-world";
import { expectSafeHeaders } from "./page-headers";
import { expect, password, ready, test } from "./portal";
import { shownWithin } from "./settings-expectations";
import { callAction, findAction } from "./server-actions";
import { claimsOfCookie } from "@/lib/web/session-cookie";
import { signIn } from "./session";

// Every other page is held to it where its accessibility is checked, so that it is loaded once.
test("a page has a policy that allows only its own scripts, with a nonce for one answer, and one of them is shown within the portal", async ({
  page,
  loginAs,
}) => {
  await loginAs("admin");
  const nonces = new Set<string>();
  for (const [address, framedBy] of [
    ["/payouts", "'none'"],
    ["/payouts", "'none'"],
    [shownWithin, "'self'"],
  ] as const) {
    nonces.add(await expectSafeHeaders((await page.goto(address))!, address, framedBy));
    // If the policy blocked the scripts, the page would not react.
    await ready(page);
  }
  expect(nonces.size).toBe(3);
});

test("the session cookie is hidden from scripts and other sites, and contains only the user's identity", async ({
  context,
  organization,
}) => {
  const user = await createUser(organization, { password });
  const answer = await callAction(context.request, findAction("signInAction"), { email: user.email, password });
  expect(answer.redirect).toBe("/");
  const ofTheForm = (await context.cookies()).find(({ name }) => name.endsWith("meridian.session"))!;
  expect(ofTheForm).toMatchObject({ name: "meridian.session", httpOnly: true, sameSite: "Lax", path: "/" });
  await context.clearCookies();
  await signIn(context, user);
  const [minted] = await context.cookies();
  const [made, given] = [minted!.value, ofTheForm.value].map((value) => claimsOfCookie(value)!);
  expect(Object.keys(made!)).toEqual(Object.keys(given!));
  expect(given!.organizationId).toBe(organization.id);
});

/** About 132 kB of it are the framework's own scripts; the pages may add 40 kB. */
const mostScriptBytes = 172_000;

for (const address of ["/", "/payouts", "/batches/new"]) {
  test(`${address} sends at most ${mostScriptBytes / 1_000} kB of scripts, compressed`, async ({
    page,
    organization,
    loginAs,
  }, info) => {
    await fillDashboard(organization);
    await loginAs("admin");
    const scripts: Promise<number>[] = [];
    page.on("requestfinished", (request) => {
      if (request.resourceType() === "script")
        scripts.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
    });
    await page.goto(address);
    await ready(page);
    const bytes = (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0);
    info.annotations.push({ type: "scripts", description: `${bytes} bytes` });
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(mostScriptBytes);
  });
}
