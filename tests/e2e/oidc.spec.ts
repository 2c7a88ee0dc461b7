import type { Page } from "@playwright/test";
import { answers } from "@/scripts/run/address";
import { startChild, WEB_SERVER } from "@/scripts/run/child";
import { createUser } from "@/tests/support/factories";
import { freePort } from "@/tests/support/free-port";
import { oidcVariables, startIdentityProvider } from "@/tests/support/identity-provider";
import { inEveryLook } from "./every-look";
import { expect, ready, test as base } from "./portal";
import { watch } from "./watch";

type Portal = { origin: string; provider: Awaited<ReturnType<typeof startIdentityProvider>> };

/** A portal of its own, because the others have no identity provider. */
const test = base.extend<object, { portal: Portal }>({
  portal: [
    async ({}, use) => {
      const PORT = String(await freePort());
      const origin = `http://127.0.0.1:${PORT}`;
      const provider = await startIdentityProvider(`${origin}/sign-in/oidc/callback`);
      const web = startChild([WEB_SERVER], { PORT, PORTAL_URL: origin, ...oidcVariables(provider.issuer) });
      expect(await answers(origin, web.ended)).toBe(true);
      await use({ origin, provider });
      await web.stop();
      provider.stop();
    },
    { scope: "worker" },
  ],
});

const withOkta = (page: Page) => page.getByRole("button", { name: "Sign in with Okta" });
const unchanged = async () => undefined;
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });

/** On the provider's own pages. */
async function signInAtProvider(page: Page, login: string) {
  await page.locator("input[name=login]").fill(login);
  await page.locator("input[name=password]").fill("any");
  await page.locator("button[type=submit]").click();
  await page.getByRole("button", { name: "Continue" }).click();
}

test("somebody who is invited joins by the identity provider and reaches the page that they asked for, with and without scripts", async ({
  browser,
  organization,
  portal: { origin, provider },
}) => {
  for (const javaScriptEnabled of [true, false]) {
    const user = await createUser(organization, { state: "invited", passwordHash: null });
    provider.people.set(user.id, { sub: user.id, email: user.email, email_verified: true });
    const context = await browser.newContext({ baseURL: origin, javaScriptEnabled });
    // The provider's own pages ask for a font of somebody else.
    await context.route(
      (url) => ![origin, provider.issuer].includes(url.origin),
      (route) => route.fulfill({ body: "" }),
    );
    const faults = watch(context, origin);
    const page = await context.newPage();
    await page.goto("/account");
    await withOkta(page).click();
    await signInAtProvider(page, user.id);
    await expect(heading(page, "Your account")).toBeVisible();
    expect(new URL(page.url()).pathname).toBe("/account");
    await expect(page.getByRole("region", { name: "Sign-in with Okta" })).toBeVisible();
    await expect(page.getByText("You have no password.")).toBeVisible();
    await expect(page.getByRole("region", { name: "Where you are signed in" })).toContainText("by Okta");
    // The address of the callback is worth nothing to anybody, nor again to them.
    await page.goto("/sign-in/oidc/callback?code=any&state=any");
    await expect(heading(page, "This sign-in is over")).toBeVisible();
    // Going to the provider is what this is about.
    expect(faults().filter((fault) => !fault.startsWith("another origin: "))).toEqual([]);
    await context.close();
  }
});

test("who has no account is told what to do, on a page that anybody can read; an admin sees who signs in so, and unlinks them", async ({
  browser,
  organization,
  portal: { origin, provider },
}) => {
  const context = await browser.newContext({ baseURL: origin });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await inEveryLook(page, "the sign-in page with an identity provider", unchanged);
  await withOkta(page).click();
  await signInAtProvider(page, "nobody");
  await expect(heading(page, "Your email address is not verified")).toBeVisible();
  await page.goto("/sign-in/oidc/refused?why=unknown");
  await expect(heading(page, "There is no account for you here")).toBeVisible();
  await inEveryLook(page, "a refusal", unchanged);
  const [admin, linked] = [
    await createUser(organization),
    await createUser(organization, { oidcIssuer: provider.issuer, oidcSubject: "somebody" }),
  ];
  provider.people.set("nobody", { sub: "nobody", email: admin.email, email_verified: true });
  await page.goto("/sign-in?next=/admin/users");
  await withOkta(page).click();
  const row = page.getByRole("row").filter({ hasText: linked.email });
  await expect(row).toContainText("signs in with Okta");
  await ready(page);
  await row.getByRole("button", { name: "Unlink sign-in with Okta" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Unlink" }).click();
  await expect(row).not.toContainText("signs in with Okta");
  await context.close();
});

test("no other site begins a sign-in in somebody's browser", async ({ request, portal: { origin } }) => {
  const others: Record<string, string>[] = [
    { origin: "https://evil.example" },
    { origin, "sec-fetch-site": "cross-site" },
    {},
  ];
  for (const headers of others)
    expect((await request.post(`${origin}/sign-in/oidc`, { headers, maxRedirects: 0 })).status()).toBe(403);
  const own = await request.post(`${origin}/sign-in/oidc`, { headers: { origin }, maxRedirects: 0 });
  expect(own.status()).toBe(200);
  expect(own.headers()["set-cookie"]).toMatch(/meridian\.oidc=.*HttpOnly.*SameSite=lax/i);
});
