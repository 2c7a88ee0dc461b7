import type { Locator, Page } from "@playwright/test";
import { createPayout, type Organization } from "@/tests/support/factories";
import { expiring, inDays } from "./payout-steps";
import { expect, ready, test } from "./portal";

/** Presses as a person does, and counts it. */
function counter() {
  let clicks = 0;
  return {
    click: async (target: Locator) => {
      await target.click();
      clicks++;
    },
    clicks: () => clicks,
  };
}

async function openDashboard(page: Page) {
  await page.goto("/");
  await ready(page);
}

const bar = (page: Page) => page.getByRole("region", { name: "Selected payouts" });
const all = (page: Page) => page.getByRole("checkbox", { name: "Select all payouts on this page" });

async function expectDone(page: Page, count: number) {
  await expect(page.getByRole("main").getByRole("status").filter({ hasText: "Done" })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("link", { name: `See the ${count} payouts it touched` })).toBeVisible();
}

async function expireMany(organization: Organization, count: number) {
  for (let n = 0; n < count; n++)
    await createPayout(organization, { status: "expired", statusChangedAt: inDays(-2), recipientName: `Expired ${n}` });
}

test("everything that expires this week is chased from the Dashboard in at most 6 clicks", async ({
  page,
  organization,
  loginAs,
}) => {
  for (let n = 0; n < 8; n++)
    await expiring(organization, { recipientName: `Waiting ${n}`, expiresAt: inDays(n / 2 + 1), lastEmailedAt: null });
  await expiring(organization, { recipientName: "Not this week", expiresAt: inDays(20) });
  await loginAs("admin");
  await openDashboard(page);
  const { click, clicks } = counter();
  await click(page.getByRole("link", { name: "Payouts Expiring Soon" }));
  await click(all(page));
  await click(page.getByRole("button", { name: "Select all 8 that match" }));
  await click(bar(page).getByRole("button", { name: "Resend" }));
  await expect(page.getByRole("heading", { level: 1, name: "Resend the payout email of 8 payouts" })).toBeVisible();
  await click(page.getByRole("button", { name: "Resend the payout email of 8 payouts" }));
  await expectDone(page, 8);
  expect(clicks()).toBeLessThanOrEqual(6);
});

test("29 expired payouts are created anew from the Dashboard in at most 5 clicks", async ({
  page,
  organization,
  loginAs,
}) => {
  await expireMany(organization, 29);
  await loginAs("admin");
  await openDashboard(page);
  const { click, clicks } = counter();
  await click(page.getByRole("link", { name: "Payouts Recently Expired" }));
  await click(all(page));
  await click(page.getByRole("button", { name: "Select all 29 that match" }));
  await click(bar(page).getByRole("button", { name: "Create new" }));
  await click(page.getByLabel("To confirm, type 29"));
  await page.keyboard.type("29");
  await page.keyboard.press("Enter");
  await expectDone(page, 29);
  expect(clicks()).toBeLessThanOrEqual(5);
});
