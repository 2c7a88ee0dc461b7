import type { Page } from "@playwright/test";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { organizations } from "@/db/schema/organizations";
import { appCode } from "@/tests/support/app-code";
import { createUser, type User } from "@/tests/support/factories";
import { inEveryLook } from "./every-look";
import { expect, password, ready, test } from "./portal";
import { signIn } from "./session";

const onSignIn = (page: Page) => expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
const section = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const told = (page: Page, words: string) => expect(page.getByRole("status").filter({ hasText: words })).toBeVisible();

async function givePassword(page: Page, user: User) {
  await page.getByLabel("Email address").fill(user.email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function giveCode(page: Page, code: string) {
  await page.getByLabel("Code").fill(code);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Sets a second factor up on the page that shows it, with the code of the present step. */
async function setUp(page: Page): Promise<{ secret: string; codes: string[] }> {
  await page.getByRole("button", { name: "Set up" }).click();
  await expect(page.getByRole("img", { name: "QR code for your authenticator app" })).toBeVisible();
  const secret = await page.locator("li code").first().innerText();
  await page.getByLabel("Code of the app").fill(appCode(secret));
  await page.getByRole("button", { name: "Turn on" }).click();
  const codes = page.getByRole("region", { name: "Recovery codes" }).getByRole("listitem");
  await expect(codes).toHaveCount(10);
  return { secret, codes: await codes.allInnerTexts() };
}

test("a session that is ended, and all others together, are refused from the next request on in every tab", async ({
  page,
  browser,
  baseURL,
  loginAs,
}) => {
  const user = await loginAs("viewer");
  const others = await Promise.all([1, 2].map(() => browser.newContext({ baseURL: baseURL! })));
  for (const other of others) await signIn(other, user);
  const tabs = await Promise.all(others.flatMap((other) => [other.newPage(), other.newPage()]));
  for (const tab of tabs) await tab.goto("/payouts");
  await page.goto("/");
  await page
    .getByRole("complementary")
    .getByRole("link", { name: /Viewer/ })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: "Your account" })).toBeVisible();
  await ready(page);
  const list = section(page, "Where you are signed in");
  await expect(list.getByRole("listitem")).toHaveCount(3);
  await list.getByRole("button", { name: "End the session of Chrome on Linux" }).first().click();
  await expect(list.getByRole("listitem")).toHaveCount(2);
  await list.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(list.getByRole("listitem")).toHaveCount(1);
  for (const tab of tabs) {
    await tab.reload();
    await onSignIn(tab);
  }
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Your account" })).toBeVisible();
  for (const other of others) await other.close();
});

test("name, theme and time zone hold at once, and the theme without any script", async ({
  page,
  browser,
  baseURL,
  loginAs,
}) => {
  const user = await loginAs("viewer");
  await page.goto("/account");
  await ready(page);
  await page.getByRole("textbox", { name: "Name" }).fill("Ada Byron");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByRole("complementary").getByText("Ada Byron · Viewer")).toBeVisible();
  await page.getByLabel("Theme").selectOption("Dark");
  await page.getByLabel("Time zone").selectOption("Asia/Tokyo");
  await page.getByRole("button", { name: "Save display" }).click();
  await expect(page.locator("html")).toHaveCSS("color-scheme", "dark");
  await expect(section(page, "Where you are signed in").locator("[title*='GMT+9']").first()).toBeVisible();
  const plain = await browser.newContext({ baseURL: baseURL!, javaScriptEnabled: false, colorScheme: "light" });
  await signIn(plain, user);
  const still = await plain.newPage();
  await still.goto("/payouts");
  await expect(still.locator("html")).toHaveCSS("color-scheme", "dark");
  await plain.close();
});

test("a new password needs the present one, says what is wrong beside the field, and signs out everywhere else", async ({
  page,
  browser,
  baseURL,
  context,
  organization,
}) => {
  const user = await createUser(organization, { password });
  await signIn(context, user);
  const other = await browser.newContext({ baseURL: baseURL! });
  await signIn(other, user);
  await page.goto("/account");
  await ready(page);
  const change = async (present: string, next: string) => {
    await page.getByLabel("Present password").fill(present);
    await page.getByLabel("New password").fill(next);
    await page.getByRole("button", { name: "Change password" }).click();
  };
  await change("wrong wrong wrong", "nine geese in a row");
  await expect(page.getByLabel("Present password")).toHaveAccessibleDescription(/not your present password/);
  await change(password, "my own meridian");
  await expect(page.getByLabel("New password")).toHaveAccessibleDescription(
    /“Meridian” are tried first\. Use a few other words/,
  );
  await change(password, "nine geese in a row");
  await told(page, "You have a new password");
  const tab = await other.newPage();
  await tab.goto("/payouts");
  await onSignIn(tab);
  await other.close();
});

test("with a second factor the password leads to the code, and only a code that was not used leads on", async ({
  page,
  context,
  organization,
}) => {
  const user = await createUser(organization, { password });
  await signIn(context, user);
  await page.goto("/account");
  await ready(page);
  const { secret, codes } = await setUp(page);
  await context.clearCookies();
  await page.goto("/payouts?status=canceled");
  await givePassword(page, user);
  await expect(page.getByRole("heading", { name: "Type your code" })).toBeVisible();
  await inEveryLook(page, "the page for the code", async () => {});
  expect((await context.request.get("/payouts", { maxRedirects: 0 })).status(), "the password alone").toBe(307);
  const alert = page.getByRole("main").getByRole("alert");
  await giveCode(page, "000000");
  await expect(alert).toContainText("This code is not right");
  const code = appCode(secret, 1);
  await giveCode(page, code);
  await expect(page).toHaveURL("/payouts?status=canceled");
  await context.clearCookies();
  await page.goto("/sign-in");
  await givePassword(page, user);
  await giveCode(page, code);
  await expect(alert).toContainText("was used before");
  await giveCode(page, codes[0]!);
  await expect(page.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
  await page.goto("/account");
  await expect(section(page, "Second factor")).toContainText("9 of 10 recovery codes are left");
});

test("where a second factor is required, one without it reaches nothing but its set-up, by keyboard and without scripts too", async ({
  browser,
  baseURL,
  organization,
}) => {
  await db.update(organizations).set({ secondFactorRequired: true }).where(eq(organizations.id, organization.id));
  const context = await browser.newContext({ baseURL: baseURL!, javaScriptEnabled: false });
  await signIn(context, await createUser(organization, { role: "viewer" }));
  const page = await context.newPage();
  for (const address of ["/", "/payouts", "/account"]) {
    await page.goto(address);
    await expect(page, address).toHaveURL("/second-factor");
  }
  await page.getByRole("button", { name: "Set up" }).focus();
  await page.keyboard.press("Enter");
  const secret = await page.locator("li code").first().innerText();
  await page.getByLabel("Code of the app").fill(appCode(secret));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Recovery codes" }).getByRole("listitem")).toHaveCount(10);
  await page.getByRole("link", { name: "Continue to the portal" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
  await context.close();
});

test("the account page has no accessibility violation, also while a second factor is set up", async ({
  page,
  loginAs,
}) => {
  await loginAs("admin");
  await page.goto("/account");
  await ready(page);
  await page.getByRole("button", { name: "Set up" }).click();
  await expect(page.getByLabel("Code of the app")).toBeVisible();
  await inEveryLook(page, "the account page", async () => {});
});

test("an admin resets the second factor of somebody who lost it", async ({
  page,
  organization,
  loginAs,
  browser,
  baseURL,
}) => {
  const user = await createUser(organization, { name: "Grace Hopper", password });
  const context = await browser.newContext({ baseURL: baseURL! });
  await signIn(context, user);
  const theirs = await context.newPage();
  await theirs.goto("/account");
  await ready(theirs);
  await setUp(theirs);
  await loginAs("admin");
  await page.goto("/admin/users");
  await ready(page);
  await page.getByRole("button", { name: "Reset second factor of Grace Hopper" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Reset second factor" }).click();
  await told(page, "Grace Hopper has no second factor any more");
  await theirs.reload();
  await onSignIn(theirs);
  await givePassword(theirs, user);
  await expect(theirs.getByRole("heading", { name: "Your account" })).toBeVisible();
  await context.close();
});
