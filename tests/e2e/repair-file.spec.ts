import { readFileSync } from "node:fs";
import { expect, test } from "./portal";
import { open, faultyBatch } from "./repair-world";

test("a correction file shows what it would create and then creates exactly that; sent again it creates nothing", async ({
  page,
  loginAs,
  organization,
}) => {
  await loginAs("admin");
  const batch = await faultyBatch(organization);
  await open(page, batch.id);
  const arriving = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download refused rows" }).click();
  const download = await arriving;
  expect(download.suggestedFilename()).toBe("march-refused.csv");
  const text = readFileSync(await download.path(), "utf8");
  expect(text).toContain("amount_decimal_comma");
  const repaired = {
    name: "march-refused.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(text.replace('"55,53"', "55.53")),
  };

  for (const creates of [1, 0]) {
    await page.getByRole("button", { name: "Upload correction file" }).click();
    const dialog = page.getByRole("dialog", { name: "Upload correction file" });
    await dialog.getByLabel("Correction file").setInputFiles(repaired);
    await expect(dialog.getByRole("status")).toContainText(
      creates === 1 ? "1 row can become a payout." : "Nothing can be created.",
    );
    await expect(dialog.getByRole("status")).toContainText("Line 4:");
    if (creates === 0) break;
    await expect(dialog.getByRole("list", { name: "Who would be paid and emailed" })).toContainText(
      /grace@example\.com.*55\.53 USD/s,
    );
    await dialog.getByRole("button", { name: "Create 1 payout" }).click();
    await expect(dialog.getByRole("status")).toContainText("Created 1 payout.");
    await dialog.getByRole("button", { name: "Close" }).click();
    await expect(page.getByRole("heading", { name: "1 repaired row", exact: true })).toBeVisible();
  }
});

test("retrying all rows shows how many are still refused, and why", async ({ page, loginAs, organization }) => {
  await loginAs("admin");
  await open(page, (await faultyBatch(organization)).id);
  await page.getByRole("button", { name: "Try all again" }).click();
  await expect(
    page.getByRole("status").filter({
      hasText:
        "No payout was created. 2 rows still refused: Amount with a decimal comma (1), Email domain without an ending (1).",
    }),
  ).toBeVisible();
});
