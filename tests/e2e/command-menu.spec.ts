import type { Page } from "@playwright/test";
import { createPayout, type Organization } from "@/tests/support/factories";
import { inEveryLook } from "./every-look";
import { expect, ready, test } from "./portal";

const menuOf = (page: Page) => page.getByRole("dialog", { name: "Command menu" });
const fieldOf = (page: Page) => page.getByRole("combobox", { name: "Search or go to" });
const activeOf = (page: Page) => menuOf(page).getByRole("option", { selected: true });

async function open(page: Page, address = "/") {
  await page.goto(address);
  await ready(page);
  // A key that is pressed before the page listens is lost.
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(fieldOf(page)).toBeFocused({ timeout: 2_000 });
  }).toPass();
}

async function fill(organization: Organization) {
  const ada = await createPayout(organization, {
    recipientName: "Ada Byron",
    reference: "CLM-1815",
    amountMinor: 128_400n,
  });
  await createPayout(organization, { recipientName: "Grace Hopper", reference: "CLM-1906" });
  return ada;
}

test("by keys alone: Ctrl K, some letters of a name and Enter lead to the payout, from any page, and Escape gives the focus back", async ({
  page,
  organization,
  loginAs,
}) => {
  const ada = await fill(organization);
  await loginAs("viewer");
  await open(page, "/batches");
  await page.keyboard.type("byron");
  await expect(menuOf(page).getByRole("option", { name: /Ada Byron.*CLM-1815.*1,284.00 USD.*Pending/s })).toBeVisible();
  await expect(menuOf(page).getByRole("status")).toHaveText("2 results");
  await expect(menuOf(page).getByRole("option", { name: "Grace Hopper" })).toHaveCount(0);
  await page.keyboard.press("ArrowDown");
  await expect(activeOf(page)).toHaveText("Search payouts for “byron”");
  await page.keyboard.press("ArrowDown");
  await expect(activeOf(page)).toContainText("Ada Byron");
  await expect(fieldOf(page)).toHaveAttribute("aria-activedescendant", (await activeOf(page).getAttribute("id"))!);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/payouts/${ada.id}`);
  await ready(page);
  const link = page.getByRole("link", { name: "Batches" }).first();
  await link.focus();
  await page.keyboard.press("Control+k");
  await expect(fieldOf(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(menuOf(page)).toHaveCount(0);
  await expect(link).toBeFocused();
});

test("the button opens it, a viewer finds no action of admins in it, and the last line searches the list", async ({
  page,
  organization,
  loginAs,
}) => {
  await fill(organization);
  await loginAs("viewer");
  await page.goto("/");
  await ready(page);
  await page.getByRole("button", { name: "Search or go to" }).click();
  const offered = menuOf(page).getByRole("option");
  await expect(offered.first()).toHaveText("Dashboard");
  await expect(offered.last()).toHaveText("Sign out");
  for (const adminOnly of ["Add user", "Upload a batch file", "New payout", "Users", "Settings"])
    await expect(offered.filter({ hasText: adminOnly })).toHaveCount(0);
  await fieldOf(page).fill("clm & co");
  await menuOf(page).getByRole("option").last().click();
  await expect(page).toHaveURL("/payouts?q=clm+%26+co");
});

test("an admin adds a user, reads the keyboard shortcuts and signs out from it", async ({ page, loginAs }) => {
  await loginAs("admin");
  for (const address of ["/", "/admin/users"]) {
    await open(page, address);
    await page.keyboard.type("invite user");
    await expect(activeOf(page)).toHaveText("Invite user");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: "Invite a user" })).toBeVisible();
    await expect(page).toHaveURL("/admin/users");
  }
  await open(page);
  await page.keyboard.type("keyboard");
  await page.keyboard.press("Enter");
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(help).toContainText("Open the command menu");
  await page.keyboard.press("Escape");
  await expect(help).toHaveCount(0);
  await page.keyboard.press("?");
  await expect(help).toBeVisible();
  // Also where the next press comes before the page has noticed that it was closed.
  await page.evaluate(() => {
    document.querySelector<HTMLDialogElement>("dialog[open]")!.close();
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "?", bubbles: true }));
  });
  await expect(help).toBeVisible();
  await page.keyboard.press("Escape");
  await open(page);
  await page.keyboard.type("sign out");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/sign-in");
});

test("what is typed before the menu is there is not lost, and an answer that comes late never replaces a newer one", async ({
  page,
  organization,
  loginAs,
}) => {
  await fill(organization);
  await loginAs("viewer");
  const late: (() => void)[] = [];
  await page.route("**/payouts/search?q=ada", async (route) => {
    await new Promise<void>((resolve) => late.push(resolve));
    await route.continue().catch(() => {});
  });
  await open(page);
  await page.keyboard.type("ada");
  await expect(fieldOf(page)).toHaveValue("ada");
  await expect.poll(() => late.length).toBe(1);
  const givenUp = page.waitForEvent("requestfailed", (request) => request.url().endsWith("q=ada"));
  await fieldOf(page).fill("grace");
  await givenUp;
  await expect(activeOf(page)).toContainText("Grace Hopper");
  late.forEach((answer) => answer());
  await expect(menuOf(page).getByRole("option", { name: "Ada Byron" })).toHaveCount(0);
  await expect(activeOf(page)).toContainText("Grace Hopper");
});

test("its search says so when the session has ended, and answers nobody who is signed out", async ({
  page,
  organization,
  loginAs,
  request,
}) => {
  await fill(organization);
  await loginAs("viewer");
  await open(page);
  await page.context().clearCookies();
  await page.keyboard.type("ada");
  await expect(menuOf(page).getByRole("alert")).toContainText("You are signed out");
  const answer = await request.get("/payouts/search?q=ada");
  expect([answer.status(), await answer.json()]).toMatchObject([401, { code: "unauthenticated" }]);
});

test("the open menu has no accessibility violation in light and dark, wide and narrow, and fits 320 px", {
  tag: "@looks",
}, async ({ page, organization, loginAs }) => {
  await fill(organization);
  await createPayout(organization, { recipientName: "فاطمة الحسيني", reference: "CLM-" + "9".repeat(60) });
  await loginAs("admin");
  const arrange = async () => {
    await open(page);
    await page.keyboard.type("clm");
    await expect(menuOf(page).getByRole("option")).toHaveCount(4);
  };
  await inEveryLook(page, "the command menu", arrange);
});
