import type { Page } from "@playwright/test";
import { createOrganization, createUser } from "@/tests/support/factories";
import { createOneOfEach, fillDashboard } from "./dashboard-world";
import { inEveryLook } from "./every-look";
import { roles, type Role } from "./answers";
import { isPage, routes } from "./expectations";
import { createWorld, type World } from "./matrix-world";
import { expectSafeHeaders } from "./page-headers";
import { expect, ready } from "./portal";
import { shownWithin } from "./settings-expectations";
import { looking } from "./shared-window";

/** The pages of the matrix, each for the role that sees most of it, and the page that a viewer may not see. */
const pages: { what: string; address: (world: World) => string; role: Role }[] = Object.entries(routes)
  .filter(([route]) => isPage(route))
  .map(([route, { address, answers }]) => ({
    what: route,
    address,
    // Where nobody is shown it, a visitor is led to another page.
    role:
      [...roles].reverse().find((role) => role !== "otherAdmin" && ["shown", "not-found"].includes(answers[role])) ??
      "signedOut",
  }));
pages.push({ what: "not permitted", address: () => "/admin/users", role: "viewer" });
pages.push({ what: "a notice about the address", address: () => "/payouts?colour=red", role: "admin" });
for (const tab of ["recently-expired", "batches-with-errors", "expiring-soon&table=chart&table=forecast"])
  pages.push({ what: `the tab ${tab}`, address: () => `/?tab=${tab}`, role: "admin" });
pages.push({ what: "nothing found", address: () => "/payouts?q=nothing-of-the-kind", role: "viewer" });
pages.push({ what: "an unknown link", address: () => "/redeem/unknown", role: "signedOut" });

const onDashboard = new Set([
  "/",
  "the tab recently-expired",
  "the tab batches-with-errors",
  "the tab expiring-soon&table=chart&table=forecast",
]);

/** A few records of each kind, and an organization with a full Dashboard: axe is slow on many rows. */
const test = looking(async () => {
  const world = await createWorld();
  await createOneOfEach(world.organization);
  const busy = await createOrganization();
  await fillDashboard(busy);
  return { ...world, adminOfBusy: await createUser(busy) };
});

// What is inert is hidden from the rules; its parts are checked on the recipient's own pages.
for (const { what, address, role } of pages.filter(({ what }) => what !== shownWithin)) {
  test(`${what} allows only its own scripts, has no accessibility violation in light and dark, wide and narrow, and fits 320 px`, {
    tag: "@looks",
  }, async ({ shared: { world, windowOf } }) => {
    const user = role === "signedOut" ? undefined : world[role];
    const page = await windowOf(onDashboard.has(what) ? world.adminOfBusy : user);
    await inEveryLook(page, what, async () => {
      await expectSafeHeaders((await page.goto(address(world)))!, what);
      // If its policy blocked the scripts, the page would not react.
      await ready(page);
      await unbox(page);
    });
  });
}

/**
 * An email is shown without scripts, so the rules cannot run inside its frame; without the frame, it is checked
 * together with the page around it.
 */
async function unbox(page: Page) {
  for (const frame of await page.locator("main iframe[srcdoc]").all()) {
    await frame.evaluate((element: HTMLIFrameElement) => {
      element.removeAttribute("sandbox");
      element.srcdoc = String(element.srcdoc);
    });
    await expect(frame.contentFrame().locator("body")).not.toBeEmpty();
  }
}

const asked: [what: string, address: string, open: (page: Page) => Promise<void>][] = [
  [
    "the menu of a row",
    "/?tab=expiring-soon",
    (page) =>
      page
        .getByRole("button", { name: /^More for/ })
        .first()
        .click(),
  ],
  [
    "the form for a new payout",
    "/?tab=recently-expired",
    (page) =>
      page
        .getByRole("button", { name: /^Create new payout for/ })
        .first()
        .click(),
  ],
  [
    "the cancel dialog",
    "/?tab=expiring-soon",
    (page) =>
      page
        .getByRole("button", { name: /^Cancel Payout to/ })
        .first()
        .click(),
  ],
  [
    "the filter panel",
    "/payouts?status=canceled&changed=last-30d&currency=EUR&amount_min=1",
    async (page) => {
      await page.getByText("Filter and sort").click();
      await expect(page.getByRole("button", { name: "Apply filters" })).toBeVisible();
    },
  ],
];

for (const [what, address, open] of asked) {
  test(`${what}, when open, has no accessibility violation and fits 320 px`, { tag: "@looks" }, async ({
    shared: { world, windowOf },
  }) => {
    const page = await windowOf(world.adminOfBusy);
    const arrange = async () => {
      await page.goto(address);
      await ready(page);
      await open(page);
      if (what !== "the filter panel") await expect(page.getByRole("menu").or(page.getByRole("dialog"))).toBeVisible();
    };
    await inEveryLook(page, what, arrange, { everyTime: true });
  });
}
