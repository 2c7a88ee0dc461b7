import type { Page } from "@playwright/test";
import { createOneOfEach, fillDashboard } from "./dashboard-world";
import { expectNoSidewaysScroll, expectNoViolation, inEveryLook, themes, widths } from "./every-look";
import { isPage, roles, routes, type Role } from "./expectations";
import { createWorld, type World } from "./matrix-world";
import { expect, ready, signIn, test } from "./portal";

/**
 * The pages of the matrix, each seen by whoever sees the most of it, and the page that a viewer is not permitted to
 * see.
 */
const pages: { what: string; address: (world: World) => string; role: Role }[] = Object.entries(routes)
  .filter(([route]) => isPage(route))
  .map(([route, { address, answers }]) => ({
    what: route,
    address,
    role: [...roles].reverse().find((role) => role !== "otherAdmin" && ["shown", "not-found"].includes(answers[role]))!,
  }));
pages.push({ what: "not permitted", address: () => "/admin/users", role: "viewer" });
pages.push({ what: "a notice about the address", address: () => "/payouts?colour=red", role: "admin" });
for (const tab of ["recently-expired", "batches-with-errors"])
  pages.push({ what: `the tab ${tab}`, address: () => `/?tab=${tab}`, role: "admin" });
pages.push({ what: "nothing found", address: () => "/payouts?q=nothing-of-the-kind", role: "viewer" });
pages.push({ what: "an unknown link", address: () => "/redeem/unknown", role: "signedOut" });

const onDashboard = new Set(["/", "the tab recently-expired", "the tab batches-with-errors"]);

for (const { what, address, role } of pages) {
  test(`${what} has no violation of the accessibility rules in light and dark, wide and narrow, and fits 320 px`, async ({
    page,
    context,
  }) => {
    const world = await createWorld();
    if (onDashboard.has(what)) await fillDashboard(world.organization);
    if (what === "/payouts") await createOneOfEach(world.organization);
    if (role !== "signedOut") await signIn(context, world[role].email);
    await inEveryLook(page, what, async () => {
      await page.goto(address(world));
      await unbox(page);
    });
    await expectNoSidewaysScroll(page, what);
  });
}

/**
 * An email is shown without scripts, so the rules cannot be run in it; out of that box, it is judged with the page
 * around it.
 */
async function unbox(page: Page) {
  for (const frame of await page.locator("main iframe").all()) {
    await frame.evaluate((element: HTMLIFrameElement) => {
      element.removeAttribute("sandbox");
      element.srcdoc = String(element.srcdoc);
    });
    await expect(frame.contentFrame().locator("body")).not.toBeEmpty();
  }
}

test("the filter panel, open, has no violation either and fits 320 px", async ({ page, organization, loginAs }) => {
  await fillDashboard(organization);
  await loginAs("admin");
  await inEveryLook(page, "filter panel", async () => {
    await page.goto("/payouts?status=canceled&changed=last-30d&currency=EUR&amount_min=1");
    await ready(page);
    await page.getByText("Filter and sort").click();
    await expect(page.getByRole("button", { name: "Apply filters" })).toBeVisible();
  });
  await expectNoSidewaysScroll(page, "filter panel");
});

const asked: [what: string, address: string, open: (page: Page) => Promise<void>][] = [
  [
    "the menu of a row",
    "/",
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
];

for (const [what, address, open] of asked) {
  test(`${what}, open, has no violation either and fits 320 px`, async ({ page, organization, loginAs }) => {
    await fillDashboard(organization);
    await loginAs("admin");
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      for (const colorScheme of themes) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await page.goto(address);
        await ready(page);
        await open(page);
        await expect(page.getByRole("menu").or(page.getByRole("dialog"))).toBeVisible();
        await expectNoViolation(page, `${what}, ${colorScheme}, ${width} px`);
      }
    }
    await expectNoSidewaysScroll(page, what);
  });
}

for (const width of widths) {
  test(`the cancel dialog, open, has no violation either at ${width} px`, async ({ page, organization, loginAs }) => {
    await fillDashboard(organization);
    await loginAs("admin");
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.goto("/");
      await ready(page);
      await page
        .getByRole("button", { name: /^Cancel Payout to/ })
        .first()
        .click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await expectNoViolation(page, `cancel dialog, ${colorScheme}`);
    }
    await expectNoSidewaysScroll(page, "cancel dialog");
  });
}
