import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { cancelPayout } from "@/lib/payouts/mutations";
import { startOfDay } from "@/lib/time";
import { createPayout, createUser } from "@/tests/support/factories";
import { create, csv, uploadForReview } from "./batch-steps";
import { undelivered } from "./payout-steps";
import { expect, ready, test } from "./portal";

// The jobs of a day, each from the Dashboard, with the number of presses that it may take.

/** Counts presses. Typed text and keys are none. */
function counting(page: Page) {
  const count = { presses: 0 };
  const press = async (target: Locator) => {
    await target.click();
    count.presses += 1;
  };
  return { count, press, start: async () => (await page.goto("/"), await ready(page)) };
}

test("why a payout failed is found, and the payment tried again, in at most 4 presses", async ({
  page,
  organization,
  loginAs,
}) => {
  await undelivered(organization, "provider_unavailable");
  await loginAs("admin");
  const { count, press, start } = counting(page);
  await start();
  await press(page.getByRole("link", { name: "Failed", exact: true }));
  await expect(page).toHaveURL(/group=failed/);
  await press(page.getByRole("link", { name: "Ada Byron" }));
  // The row of the list says the reason and has the button too.
  await expect(page).toHaveURL(/\/payouts\/[0-9a-f-]{36}/);
  await expect(page.getByText("The payment provider could not be reached for too long.").first()).toBeVisible();
  await ready(page);
  await press(page.getByRole("button", { name: "Retry payment to Ada Byron" }));
  await press(page.getByRole("dialog").getByRole("button", { name: "Retry payment" }));
  await expect(page.getByText("Submitted").first()).toBeVisible();
  expect(count.presses).toBeLessThanOrEqual(4);
});

test("how much was paid in euros last month is on screen, and leaves for the accountant, in at most 4 presses each", async ({
  page,
  organization,
  loginAs,
}) => {
  const { timeZone } = organization;
  const now = new Date();
  const firstOfMonth = startOfDay(
    `${new Intl.DateTimeFormat("sv-SE", { timeZone }).format(now).slice(0, 7)}-01`,
    timeZone,
  );
  const lastMonth = new Date(firstOfMonth.getTime() - 1);
  const paid = (amountMinor: bigint, statusChangedAt: Date, currency = "EUR") =>
    createPayout(organization, { status: "completed", amountMinor, currency, statusChangedAt, createdAt: lastMonth });
  await paid(10_050n, lastMonth);
  await paid(20_000n, lastMonth);
  await paid(99n, now);
  for (let index = 0; index < 3; index++) await paid(500n, now, "USD");
  await loginAs("viewer");
  const { count, press, start } = counting(page);
  await start();
  const more = page.getByRole("button", { name: /^Completed: money in all/ });
  await press(more);
  await press(page.getByRole("list", { name: "Completed: money" }).getByRole("link", { name: /EUR/ }));
  await expect(page).toHaveURL(/currency=EUR/);
  await press(page.getByRole("navigation", { name: "Changed" }).getByRole("link", { name: "last month" }));
  await expect(page).toHaveURL(/changed=last-month/);
  await expect(page.getByTestId("total")).toHaveText("2");
  await expect(page.getByRole("list", { name: "Money in this list" })).toHaveText("· 300.50 EUR");
  expect(count.presses).toBeLessThanOrEqual(4);
  const download = page.waitForEvent("download");
  await press(page.getByRole("link", { name: "Export CSV" }));
  const file = await readFile(await (await download).path(), "utf8");
  expect(file.trim().split("\r\n")).toHaveLength(3);
  expect(file).toContain("paid_at");
  expect(count.presses).toBeLessThanOrEqual(4);
});

test("who canceled a payout, and why, is found in at most 3 presses", async ({ page, organization, loginAs }) => {
  const { actor } = await createUser(organization, { name: "Dana Whitfield" });
  const payout = await createPayout(organization, { recipientName: "Ada Byron" });
  await cancelPayout(actor, payout.id, "Sent twice");
  await loginAs("viewer");
  const { count, press, start } = counting(page);
  await start();
  await press(page.getByRole("link", { name: "1 canceled" }));
  await expect(page).toHaveURL(/status=canceled/);
  await press(page.getByRole("link", { name: "Ada Byron" }));
  await expect(page.getByText("Dana Whitfield canceled this payout.")).toBeVisible();
  await expect(page.getByText("Reason: “Sent twice”")).toBeVisible();
  await expect(page.getByText("Expires", { exact: true })).toHaveCount(0);
  expect(count.presses).toBeLessThanOrEqual(3);
});

test("a batch of 24 rows with one fault is clean after at most 6 presses", async ({ page, loginAs }) => {
  await loginAs("admin");
  const rows = Array.from({ length: 24 }, (_, index) => `Person ${index},p${index}@example.com,"1,50",USD,J-${index}`);
  const text = ["recipient_name,email,amount,currency,reference", "Ada Byron,ada@example.com,1.00,USD,J-ok", ...rows];
  await uploadForReview(page, csv("one-fault.csv", text.join("\n")));
  await create(page, "1 payout");
  const { count, press, start } = counting(page);
  await start();
  await press(page.getByRole("table", { name: "Recent batches with errors" }).getByRole("link", { name: /one-fault/ }));
  await expect(page).toHaveURL(/\/batches\//);
  await press(page.getByRole("link", { name: /^Amount with a decimal comma/ }));
  await ready(page);
  await press(page.getByRole("button", { name: "Use the suggestion for all 24" }));
  await press(page.getByRole("dialog").getByRole("button", { name: "Create 24 payouts" }));
  await expect(page.getByText("Processed", { exact: true })).toBeVisible();
  expect(count.presses).toBeLessThanOrEqual(6);
  await page.goto("/");
  await expect(page.getByTestId("tab-batches-with-errors")).toHaveText("1");
  await page.goto("/?tab=batches-with-errors");
  await expect(page.getByText("24 errors, all repaired").filter({ visible: true })).toBeVisible();
});

test("a payout made by hand is reviewed like a file's row, and its faults are said beside the fields", async ({
  page,
  loginAs,
}) => {
  await loginAs("admin");
  await page.goto("/payouts");
  await page.getByRole("link", { name: "New payout" }).first().click();
  await expect(page).toHaveURL("/batches/by-hand");
  await ready(page);
  const type = async (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);
  await type("Recipient name", "Ada Byron");
  await type("Email", "ada@example.com");
  await type("Amount", "12,50");
  await type("Currency", "EUR");
  await type("Reference", "HAND-1");
  await page.getByRole("button", { name: "Check and review" }).click();
  await expect(page.getByLabel("Amount", { exact: true })).toHaveAccessibleDescription(/12\.50/);
  await expect(page.getByLabel("Recipient name", { exact: true })).toHaveValue("Ada Byron");
  await type("Amount", "12.50");
  await page.getByRole("button", { name: "Check and review" }).click();
  await expect(page.getByRole("heading", { name: "By hand: HAND-1.csv" })).toBeVisible();
  await expect(page.getByText("Ready for review")).toBeVisible({ timeout: 30_000 });
  await create(page, "1 payout");
});

test("without scripts a row leads to its payout's page, where the email can be sent again; what asks first is not offered", async ({
  browser,
  organization,
  baseURL,
  context,
  loginAs,
}) => {
  const payout = await createPayout(organization, { recipientName: "Ada Byron", lastEmailedAt: null });
  await loginAs("admin");
  const plain = await browser.newContext({
    baseURL,
    javaScriptEnabled: false,
    storageState: await context.storageState(),
  });
  const page = await plain.newPage();
  await page.goto("/payouts");
  const resend = page.getByRole("button", { name: "Resend Payout Email to Ada Byron" });
  await resend.click();
  await expect(page).toHaveURL(new RegExp(`/payouts/${payout.id}`));
  await expect(page.getByRole("button", { name: "Cancel Payout to Ada Byron" })).toBeHidden();
  await expect(page.getByRole("button", { name: "More for Ada Byron" })).toBeHidden();
  await resend.click();
  await expect(page.getByText("1 of 5")).toBeVisible();
  await plain.close();
});
