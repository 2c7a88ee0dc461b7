import type { Page } from "@playwright/test";
import { create, csv, uploadForReview } from "./batch-steps";
import { expect, ready, test } from "./portal";

const header = "recipient_name,email,amount,currency,reference\n";
const faulty = csv(
  "april.csv",
  `${header}Ada Byron,ada@example.com,10.00,USD,A-1\nGrace Hopper,grace@example.com,"55,53",USD,A-2\n`,
);
const people = (name: string, prefix: string) =>
  csv(
    name,
    `${header}Ada Byron,ada@example.com,10.00,USD,${prefix}-1\nAlan Turing,alan@example.com,12.00,USD,${prefix}-2\n`,
  );

const tab = (page: Page) => page.getByRole("table", { name: "Recent batches with errors" });

test("a file with an error is uploaded, reviewed, created and repaired, and the Dashboard says that its error is repaired", async ({
  page,
  loginAs,
}) => {
  const user = await loginAs("admin");
  await uploadForReview(page, faulty);
  await expect(page.getByRole("heading", { name: "1 of 2 rows can become payouts, 1 cannot" })).toBeVisible();
  await page.goto("/?tab=batches-with-errors");
  await expect(page.getByTestId("tab-batches-with-errors")).toHaveText("1");
  await expect(tab(page).getByRole("row").nth(1)).toContainText("Ready for review");
  await page.goto("/batches");
  await page.getByRole("link", { name: "april.csv" }).click();
  await ready(page);
  await create(page, "1 payout");

  await page.goto("/?tab=batches-with-errors");
  await expect(page.getByTestId("tab-batches-with-errors")).toHaveText("1");
  await expect(tab(page).getByRole("row").nth(1)).toContainText("Amount with a decimal comma");
  await tab(page).getByRole("link", { name: "april.csv" }).click();
  await ready(page);
  await page.getByRole("button", { name: "Repair line 3, A-2" }).click();
  const dialog = page.getByRole("dialog", { name: "Repair line 3" });
  await dialog.getByLabel("Amount").fill("55.53");
  await dialog.getByRole("button", { name: "Create this payout" }).click();
  await expect(page.getByRole("heading", { name: "1 repaired row", exact: true })).toBeVisible();

  await page.goto("/?tab=batches-with-errors");
  await expect(page.getByTestId("tab-batches-with-errors")).toHaveText("1");
  await expect(tab(page).getByRole("row").nth(1)).toContainText("1 error, repaired");
  await page.goto("/payouts");
  await expect(page.getByTestId("total")).toHaveText("2");
  await page.goto("/admin/audit-log?what=batch.decided");
  await expect(page.getByText("Create the valid rows: 1 accepted, 1 refused").filter({ visible: true })).toBeVisible();
  await expect(page.getByRole("main").getByText(user.name).filter({ visible: true }).first()).toBeVisible();
});

test("two exports of the same people reviewed side by side pay nobody twice unless the refused rows are repaired", async ({
  page,
  loginAs,
  anotherWindow,
}) => {
  const user = await loginAs("admin");
  const { page: other } = await anotherWindow("admin");
  await uploadForReview(page, people("monday.csv", "M"));
  await uploadForReview(other, people("monday again.csv", "N"));
  await expect(other.getByText(/looks? like (a repetition|repetitions)/)).toHaveCount(0);
  await create(page, "2 payouts");
  await expect(page.getByText("Decided by")).toBeVisible();
  await expect(page.getByText(user.name).filter({ visible: true }).first()).toBeVisible();

  await other.getByRole("button", { name: "Create 2 payouts" }).click();
  await expect(other.getByText("Rejected", { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(
    other
      .getByText(
        "The payout “M-2”, created since this file was uploaded, has the same amount and currency and goes to “alan@example.com” too.",
      )
      .filter({ visible: true }),
  ).toBeVisible();
  await ready(other);
  await other.getByRole("button", { name: "Repair line 3, N-2" }).click();
  const dialog = other.getByRole("dialog", { name: "Repair line 3" });
  await dialog.getByRole("button", { name: "Create this payout" }).click();
  await expect(other.getByRole("heading", { name: "1 repaired row", exact: true })).toBeVisible();
  await other.goto("/payouts");
  await expect(other.getByTestId("total")).toHaveText("3");
});
