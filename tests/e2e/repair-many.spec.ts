import { create, csv, uploadForReview } from "./batch-steps";
import { expect, ready, test } from "./portal";

const header = "recipient_name,email,amount,currency,reference\n";
const line = (reference: string, amount: string) =>
  `Ada Byron,${reference.toLowerCase()}@example.com,${amount},USD,${reference}\n`;
const file = csv(
  "april.csv",
  [
    header,
    line("A-1", "10.00"),
    ...Array.from({ length: 24 }, (_, index) => line(`B-${index}`, `"${index + 1},50"`)),
    "Total,,310.00,,\n",
  ].join(""),
);

test("a batch with one fault in 24 rows and a line of totals is clean after two decisions", async ({
  page,
  loginAs,
}) => {
  await loginAs("admin");
  await uploadForReview(page, file);
  await create(page, "1 payout");
  await ready(page);

  await page.getByRole("link", { name: /^Amount with a decimal comma/ }).click();
  await page.getByRole("button", { name: "Use the suggestion for all 24" }).click();
  const dialog = page.getByRole("dialog", { name: "Use the suggestion" });
  await expect(dialog.getByRole("status")).toContainText("24 rows can become payouts.");
  await expect(dialog.getByRole("list", { name: "Who would be paid and emailed" })).toContainText("1.50 USD");
  await dialog.getByRole("button", { name: "Create 24 payouts" }).click();
  await expect(page.getByRole("heading", { name: "24 repaired rows" })).toBeVisible();

  await page.getByRole("link", { name: "Show all refused rows" }).click();
  await page.getByRole("button", { name: /^Repair line 27/ }).click();
  await page.getByRole("dialog").getByLabel("Amount").fill("310.00 in all");
  await page.keyboard.press("Escape");
  const edits = page.getByText("1 edited row");
  await expect(edits).toBeVisible();
  await page.getByRole("button", { name: "Set line 27 aside" }).click();
  const question = page.getByRole("dialog", { name: "Set 1 row aside?" });
  await question.getByLabel("Reason").fill("Line of totals");
  await question.getByRole("button", { name: "Set aside" }).click();
  await expect(page.getByRole("heading", { name: "1 row set aside" })).toBeVisible();
  await expect(edits).toBeHidden();
  await expect(page.getByText("Processed", { exact: true })).toBeVisible();
  await expect(page.getByRole("table", { name: "Rows set aside" })).toContainText("Total · 310.00");
  await page.goto("/batches");
  await expect(page.getByRole("table", { name: "Batches" }).getByRole("row").nth(1)).toContainText("1 set aside");
});
