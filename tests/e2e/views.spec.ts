import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { eq } from "drizzle-orm";
import { createPayout, createView } from "@/tests/support/factories";
import { dayOf, startOfDay } from "@/lib/time";
import { expect, ready, test } from "./portal";

/** Noon of a day of last month, in the organization's zone. */
function lastMonth(timeZone: string): Date {
  const [year = 0, month = 1] = dayOf(new Date(), timeZone).split("-").map(Number);
  const day = new Date(Date.UTC(year, month - 2, 15)).toISOString().slice(0, 10);
  return new Date(startOfDay(day, timeZone).getTime() + 12 * 3_600_000);
}

test("what was paid in EUR last month is two clicks from the Dashboard, exactly", async ({
  page,
  organization,
  loginAs,
}) => {
  const then = lastMonth(organization.timeZone);
  for (const [amountMinor, currency] of [
    [125_050n, "EUR"],
    [250n, "EUR"],
    [9_900n, "USD"],
  ] as const)
    await createPayout(organization, { status: "completed", statusChangedAt: then, amountMinor, currency });
  await createPayout(organization, { status: "completed", amountMinor: 77n, currency: "EUR" });
  await loginAs("viewer");
  await page.goto("/");
  await page
    .getByRole("link", { name: /^Completed/ })
    .first()
    .click();
  await page.getByRole("navigation", { name: "Changed" }).getByRole("link", { name: "last month" }).click();
  await expect(page.getByTestId("total")).toHaveText("3");
  await expect(page.getByRole("list", { name: "Money in this list" })).toContainText("1,253.00 EUR");
});

test("a list is saved under a name, stands in the navigation with its count, becomes the default and is deleted", async ({
  page,
  organization,
  loginAs,
}) => {
  await createPayout(organization, { status: "completed" });
  await createPayout(organization);
  await createView(organization, { name: "Old one", query: "?colour=red&group=failed" });
  await loginAs("admin");
  await page.goto("/payouts?status=completed");
  await ready(page);
  await page.getByRole("link", { name: "Save view" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Paid");
  await page.getByRole("button", { name: "Save view" }).click();
  await expect(page.getByText("Saved view: Paid")).toBeVisible();
  const views = page.getByRole("complementary").getByRole("list", { name: "Saved views" });
  await expect(views.getByRole("link", { name: /^Paid/ })).toHaveText("Paid1");
  await expect(views.getByRole("link", { name: /^Paid/ })).toHaveAttribute("aria-current", "page");
  await page.getByRole("link", { name: "Edit view", exact: true }).click();
  await page.getByRole("button", { name: "Make it my default" }).click();
  await expect(page.getByRole("button", { name: "Open all payouts instead" })).toBeVisible();
  await page.getByRole("complementary").getByRole("link", { name: "Payouts", exact: true }).click();
  await expect(page).toHaveURL(/\/payouts\?status=completed$/);
  await page.getByRole("link", { name: "All payouts" }).click();
  await expect(page.getByTestId("total")).toHaveText("2");
  await views.getByRole("link", { name: /^Old one/ }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Nothing is shown" })).toContainText("colour");
  await expect(page.getByLabel("Group")).toHaveValue("failed");
  await views.getByRole("link", { name: /^Paid/ }).click();
  await expect(page.getByText("Saved view: Paid")).toBeVisible();
  await page.getByRole("link", { name: "Edit view", exact: true }).click();
  await page.getByText("Delete this view").click();
  await page.getByRole("button", { name: "Delete view" }).click();
  await expect(page).toHaveURL("/payouts/views");
  await expect(views.getByRole("link", { name: /^Paid/ })).toHaveCount(0);
  const told = await db.select({ name: events.name }).from(events).where(eq(events.organizationId, organization.id));
  expect(told.map(({ name }) => name).filter((name) => name.startsWith("view."))).toEqual([
    "view.saved",
    "view.deleted",
  ]);
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("a list is saved, a taken name is said at its field, and dates in the wrong order are said at theirs", async ({
    page,
    organization,
    loginAs,
  }) => {
    await createPayout(organization);
    await loginAs("viewer");
    for (const told of [/Saved view: Waiting/, /You have a view called “Waiting” already/]) {
      await page.goto("/payouts/views/new?list=%3Fstatus%3Dpending");
      await page.getByLabel("Name", { exact: true }).fill("Waiting");
      await page.getByRole("button", { name: "Save view" }).click();
      await expect(page.getByText(told)).toBeVisible();
    }
    await page.goto("/payouts?changed_from=2026-11-30&changed_to=2026-11-01");
    await expect(page.getByLabel("Status changed, from day")).toHaveValue("2026-11-30");
    await expect(page.getByLabel("Status changed, to day")).toHaveAccessibleDescription(/after it ends on 2026-11-01/);
    await page.getByLabel("Status changed, to day").fill("2026-12-01");
    await page.getByRole("button", { name: "Apply filters" }).click();
    await expect(page).toHaveURL(/changed=2026-11-30\.\.2026-12-01/);
  });
});
