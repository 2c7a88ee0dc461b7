import { createEmail, createPayout } from "@/tests/support/factories";
import { daysAgo } from "@/tests/support/old-world";
import { violationsOn } from "./axe";
import { expect, test } from "./portal";

const address = "mira.okafor@example.com";

test("an admin erases a recipient from the page of a payout, and the list follows until it is done", async ({
  page,
  organization,
  loginAs,
}) => {
  const payout = await createPayout(organization, {
    recipientEmail: address,
    recipientName: "Mira Okafor",
    status: "canceled",
    createdAt: daysAgo(100),
    statusChangedAt: daysAgo(90),
  });
  await createEmail(payout);
  await loginAs("admin");
  await page.goto(`/payouts/${payout.id}`);
  await page.getByRole("link", { name: "Erase this recipient" }).click();
  await expect(page.getByRole("heading", { name: `What is known of ${address}` })).toBeVisible();
  expect(await violationsOn(page)).toEqual([]);

  await page.getByRole("button", { name: "Erase…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Type the address to confirm").fill("someone@example.com");
  await dialog.getByRole("button", { name: "Erase", exact: true }).click();
  await expect(dialog).toContainText("Type the address as it stands above");
  await dialog.getByLabel("Type the address to confirm").fill(address);
  await dialog.getByRole("button", { name: "Erase", exact: true }).click();
  await expect(page.getByText("The erasure has begun.")).toBeVisible();
  // Nothing moves below the pointer.
  await page.mouse.move(0, 0);
  const row = page.getByRole("row").filter({ hasText: /erased-[0-9a-f]{12}/ });
  await expect(row).toContainText("Erased", { timeout: 30_000 });

  await page.goto(`/payouts/${payout.id}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Erased person");
  await expect(page.getByText("Erased. No new payout can take its place.")).toBeVisible();
  await expect(page.getByText("Mira")).toHaveCount(0);
});

test("the page says why a recipient cannot be erased, and what to do", async ({ page, organization, loginAs }) => {
  await createPayout(organization, { recipientEmail: address });
  await loginAs("admin");
  await page.goto("/admin/erasure");
  await page.getByLabel("Recipient’s email address").fill(address);
  await page.getByRole("button", { name: "Look" }).click();
  await expect(page.getByText("1 payout of this person can still be paid.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Erase…" })).toHaveCount(0);
});
