import { createUser } from "@/tests/support/factories";
import { fillDashboard } from "./dashboard-world";
import { isPage, routes } from "./expectations";
import { createWorld } from "./matrix-world";
import { expect, password, ready, test } from "./portal";
import { shownWithin } from "./settings-expectations";
import { callAction, findAction } from "./server-actions";
import { claimsOfCookie } from "@/lib/web/session-cookie";
import { signIn } from "./session";

test("every page has a policy that allows only its own scripts, never violates it, and calls no other origin", async ({
  page,
  context,
}) => {
  const world = await createWorld();
  await fillDashboard(world.organization);
  await signIn(context, world.admin);
  const nonces = new Set<string>();
  const visited = Object.keys(routes).filter(isPage);
  for (const route of visited) {
    const answer = (await page.goto(routes[route]!.address(world), { waitUntil: "load" }))!;
    const policy = (await answer.headerValue("content-security-policy")) ?? "";
    expect.soft(policy, route).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic';/);
    const framed = route === shownWithin ? "'self'" : "'none'";
    expect.soft(policy.split("; "), route).toContain(`frame-ancestors ${framed}`);
    expect.soft(await answer.headerValue("x-content-type-options"), route).toBe("nosniff");
    expect.soft(await answer.headerValue("cache-control"), route).toMatch(/no-store/);
    nonces.add(/'nonce-([^']+)'/.exec(policy)?.[1] ?? "");
    // If the policy blocked the scripts, the page would not react.
    await ready(page);
  }
  expect(nonces.size, "a nonce serves one answer").toBe(visited.length);
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
