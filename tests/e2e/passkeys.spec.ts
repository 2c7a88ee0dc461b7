import type { Browser, BrowserContext, Page } from "@playwright/test";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { answers } from "@/scripts/run/address";
import { startChild, WEB_SERVER } from "@/scripts/run/child";
import { createUser, type User } from "@/tests/support/factories";
import { freePort } from "@/tests/support/free-port";
import { inEveryLook } from "./every-look";
import { expect, password, ready, test as base } from "./portal";
import { watch } from "./watch";

/** A window with an authenticator, of a portal whose address is a name: WebAuthn takes no number for one. */
type Window = { page: Page; context: BrowserContext; verifiesOwner(verifies: boolean): Promise<void> };

const test = base.extend<{ window: Window }, { named: string }>({
  named: [
    async ({}, use) => {
      const PORT = String(await freePort());
      const PORTAL_URL = `http://meridian.localhost:${PORT}`;
      const web = startChild([WEB_SERVER], { PORT, PORTAL_URL });
      expect(await answers(`http://127.0.0.1:${PORT}`, web.ended)).toBe(true);
      await use(PORTAL_URL);
      await web.stop();
    },
    { scope: "worker" },
  ],
  window: async ({ browser, named }, use) => {
    const { faults, ...window } = await openWindow(browser, named);
    await use(window);
    await window.context.close();
    expect(faults()).toEqual([]);
  },
});

async function openWindow(browser: Browser, baseURL: string) {
  const context = await browser.newContext({ baseURL });
  const faults = watch(context, baseURL);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const verifiesOwner = async (isUserVerified: boolean) => {
    await cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
  };
  return { page, context, verifiesOwner, faults };
}

const section = (page: Page) => page.getByRole("region", { name: "Passkeys", exact: true });
const own = (page: Page) => section(page).locator("ul.divide-y > li");
const byPasskey = (page: Page) => page.getByRole("button", { name: "Sign in with a passkey" });
const onDashboard = (page: Page) => expect(page.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();

async function givePassword(page: Page, user: User) {
  await page.goto("/sign-in");
  await page.getByLabel("Email address").fill(user.email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function addPasskey(page: Page, name: string) {
  await section(page).getByText("Add a passkey").click();
  await section(page).getByLabel("Name").last().fill(name);
  await section(page).getByLabel("Password").last().fill(password);
  await section(page).getByRole("button", { name: "Add passkey" }).click();
  await expect(section(page)).toContainText(`The passkey ${name} signs you in from now on.`);
}

async function change(page: Page, name: string) {
  await own(page).filter({ hasText: name }).locator("summary").click();
}

async function signOut(page: Page) {
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
}

test("a passkey is added with the password, signs in without it, also in the place of a code, and is gone once removed", async ({
  window: { page },
  organization,
}) => {
  const user = await createUser(organization, { role: "viewer", password });
  await givePassword(page, user);
  await onDashboard(page);
  await page.goto("/account");
  await ready(page);
  await addPasskey(page, "Work laptop");
  await expect(page.getByRole("region", { name: "Recovery codes" }).getByRole("listitem")).toHaveCount(10);
  await expect(own(page)).toContainText("Work laptop");

  await signOut(page);
  await page.goto("/sign-in?next=%2Faccount");
  await byPasskey(page).click();
  await expect(page).toHaveURL("/account");
  await expect(own(page)).not.toContainText("never used");
  await signOut(page);
  await givePassword(page, user);
  await expect(page.getByRole("heading", { name: "Type your code" })).toBeVisible();
  await byPasskey(page).click();
  await onDashboard(page);

  await page.goto("/account");
  await ready(page);
  await change(page, "Work laptop");
  await own(page).getByLabel("Name").fill("Desk");
  await own(page).getByRole("button", { name: "Save name" }).click();
  await expect(own(page).locator("p").first()).toHaveText("Desk");
  await change(page, "Desk");
  await own(page).getByLabel("Password").fill(password);
  await own(page).getByRole("button", { name: "Remove passkey" }).click();
  await expect(own(page)).toHaveCount(0);
  await signOut(page);
  await byPasskey(page).click();
  await expect(page.getByRole("main").getByRole("alert")).toHaveText(
    "This passkey does not sign you in here. Use another way.",
  );
});

test("a passkey does not sign in who is not proved to be its owner, and the page says what to do", async ({
  window: { page, verifiesOwner },
  organization,
}) => {
  const user = await createUser(organization, { role: "viewer", password });
  await givePassword(page, user);
  await onDashboard(page);
  await page.goto("/account");
  await ready(page);
  await addPasskey(page, "Phone");
  await signOut(page);
  await verifiesOwner(false);
  await byPasskey(page).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("Nothing was done");
  await verifiesOwner(true);
  await byPasskey(page).click();
  await onDashboard(page);
});

test("where a second factor is required, a passkey is one, and the last one stays", async ({
  window: { page },
  organization,
}) => {
  await db.update(organizations).set({ secondFactorRequired: true }).where(eq(organizations.id, organization.id));
  await givePassword(page, await createUser(organization, { role: "viewer", password }));
  await expect(page).toHaveURL("/second-factor");
  await ready(page);
  await addPasskey(page, "Key ring");
  await page.getByRole("link", { name: "Continue to the portal" }).click();
  await onDashboard(page);
  await page.goto("/account");
  await ready(page);
  await change(page, "Key ring");
  await own(page).getByLabel("Password").fill(password);
  await own(page).getByRole("button", { name: "Remove passkey" }).click();
  await expect(own(page).getByRole("alert")).toContainText("this is your last one");
  await inEveryLook(page, "the account page with a passkey", async () => {});
});

test("a portal whose address is a number offers no passkeys", async ({ page, loginAs }) => {
  await page.goto("/sign-in");
  await expect(page.getByRole("button", { name: "Sign in" })).toHaveCount(1);
  await loginAs("viewer");
  await page.goto("/account");
  await expect(page.getByRole("heading", { level: 1, name: "Your account" })).toBeVisible();
  await expect(section(page)).toHaveCount(0);
});
