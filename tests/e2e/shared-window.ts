import type { Browser, BrowserContext, Page } from "@playwright/test";
import type { User } from "@/tests/support/factories";
import { windowOptions } from "./browser-options";
import { expect, test } from "./portal";
import { signIn } from "./session";
import { watch } from "./watch";

type Window = { context: BrowserContext; page: Page; faults: () => string[] };
type Shared<World> = {
  world: World;
  /** The window of this user, or of a signed-out visitor; shared by all tests of a worker. */
  windowOf(user?: User): Promise<Page>;
};

/**
 * For tests that only view pages: the records are created once, and each user has one window, which has loaded the
 * portal's scripts already. A test fails here for the same page errors as elsewhere.
 */
export const looking = <World>(make: () => Promise<World>) =>
  test.extend<{ watched: undefined }, { shared: Shared<World> & { windows: Map<string, Window> } }>({
    shared: [
      async ({ browser }, use) => {
        const windows = new Map<string, Window>();
        const world = await make();
        const windowOf = async (user?: User) => {
          const key = user?.id ?? "signed out";
          const window = windows.get(key) ?? (await openWindow(browser, user));
          windows.set(key, window);
          return window.page;
        };
        await use({ world, windowOf, windows });
        for (const { context } of windows.values()) await context.close();
      },
      { scope: "worker" },
    ],
    // Used by every test, like the fixture that it replaces.
    watched: async ({ shared: { windows } }, use) => {
      for (const { faults } of windows.values()) faults().splice(0);
      await use(undefined);
      expect([...windows.values()].flatMap(({ faults }) => faults())).toEqual([]);
    },
  });

async function openWindow(browser: Browser, user: User | undefined): Promise<Window> {
  const baseURL = process.env.E2E_BASE_URL!;
  const context = await browser.newContext({ baseURL, ...windowOptions });
  if (user) await signIn(context, user);
  return { context, page: await context.newPage(), faults: watch(context, baseURL) };
}
