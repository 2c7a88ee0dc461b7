import { expect, ready, test } from "./portal";

test("an admin finds Settings, reads that no money moves, and saves; the audit log shows the change", async ({
  page,
  loginAs,
}) => {
  await loginAs("admin");
  await page.goto("/");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
  await expect(page.getByText("Sandbox, a test provider, is connected: no money moves")).toBeVisible();
  await ready(page);
  await page.getByLabel("Brand color", { exact: true }).fill("#ffd400");
  await expect(page.getByText("Claim your payout")).toHaveCSS("background-color", "rgb(255, 212, 0)");
  await expect(page.getByText("Claim your payout")).toHaveCSS("color", "rgb(0, 0, 0)");
  await page.getByLabel("Reminders, in days before the expiry").fill("");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Saved: brand color, reminder days." })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Brand color", { exact: true })).toHaveValue("#ffd400");
  await expect(page.getByLabel("Reminders, in days before the expiry")).toHaveValue("");
  await page.goto("/admin/audit-log");
  await expect(page.getByRole("row").filter({ hasText: "Settings changed" })).toContainText(
    "Brand color: #1d4ed8 → #ffd400; Reminder days: 7, 3, 1 → none",
  );
});

test("invalid values are refused beside their fields, the input is kept, and nothing is saved", async ({
  page,
  organization,
  loginAs,
}) => {
  await loginAs("admin");
  await page.goto("/admin/settings");
  await ready(page);
  await page.getByLabel("Support email").fill("payouts@example.com");
  await page.getByLabel("Reminders, in days before the expiry").fill("7, 99");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByLabel("Reminders, in days before the expiry")).toHaveAccessibleDescription(
    /whole numbers from 1 to 60/,
  );
  await expect(page.getByLabel("Reminders, in days before the expiry")).toHaveValue("7, 99");
  await expect(page.getByLabel("Support email")).toHaveValue("payouts@example.com");
  await page.reload();
  await expect(page.getByLabel("Support email")).toHaveValue(organization.supportEmail);
});

test("when two admins save from the same page, the second is refused and sees what the first saved", async ({
  page,
  loginAs,
  anotherWindow,
}) => {
  await loginAs("admin");
  const other = (await anotherWindow("admin")).page;
  for (const window of [page, other]) {
    await window.goto("/admin/settings");
    await ready(window);
  }
  await page.getByLabel("Verification answers").fill("3");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
  await other.getByLabel("Payout lifetime, in days").fill("90");
  await other.getByRole("button", { name: "Save settings" }).click();
  await expect(
    other.getByRole("status").filter({ hasText: "somebody else has changed the settings meanwhile" }),
  ).toBeVisible();
  await expect(other.getByLabel("Verification answers")).toHaveValue("3");
  await expect(other.getByLabel("Payout lifetime, in days")).toHaveValue("30");
});
