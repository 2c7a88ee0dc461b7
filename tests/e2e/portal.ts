import { test as base, expect, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { closeDb } from "@/db/client";
import { createOrganization, createUser, type Organization, type User } from "@/tests/support/factories";
import { signIn } from "./session";
import { watch } from "./watch";

export { expect };

/** Only for users who sign in with the form; the others have none. */
export const password = "correct horse battery staple";
export type Role = User["role"];

type Fixtures = {
  organization: Organization;
  /** Signs a new user of the organization in, in the test's own browser window. */
  loginAs(role: Role): Promise<User>;
  /** A signed-in window of another user of the organization; closed when the test ends. */
  anotherWindow(role: Role): Promise<{ user: User; page: Page }>;
  watched: undefined;
};

/**
 * Each test has its own organization, and fails when one of its pages breaks the security policy, throws, or calls
 * another origin.
 */
export const test = base.extend<Fixtures, { database: undefined }>({
  database: [
    async ({}, use) => {
      await use(undefined);
      await closeDb();
    },
    { scope: "worker", auto: true },
  ],
  watched: [
    async ({ context, baseURL }, use) => {
      const faults = watch(context, baseURL!);
      await use(undefined);
      expect(faults()).toEqual([]);
    },
    { auto: true },
  ],
  organization: async ({}, use) => use(await createOrganization()),
  loginAs: async ({ context, organization }, use) => use((role) => signInNewUser(context, organization, role)),
  anotherWindow: async ({ browser, organization, baseURL }, use) => {
    const windows: { context: BrowserContext; faults(): string[] }[] = [];
    await use(async (role) => {
      const window = await openWindow(browser, baseURL!);
      windows.push(window);
      return { user: await signInNewUser(window.context, organization, role), page: await window.context.newPage() };
    });
    for (const { context, faults } of windows) {
      await context.close();
      expect(faults()).toEqual([]);
    }
  },
});

async function openWindow(browser: Browser, baseURL: string) {
  const context = await browser.newContext({ baseURL });
  return { context, faults: watch(context, baseURL) };
}

async function signInNewUser(context: BrowserContext, organization: Organization, role: Role): Promise<User> {
  const user = await createUser(organization, { role });
  await signIn(context, user);
  return user;
}

/** Waits until the page's scripts run: a form sent before that is a plain navigation. */
export async function ready(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(() =>
        Object.keys(document.querySelector("main h1") ?? {}).some((key) => key.startsWith("__reactFiber")),
      ),
    )
    .toBe(true);
}
