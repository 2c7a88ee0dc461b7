import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { createOrganization, createUser } from "../factories";
import { expect, password, ready, signIn, test } from "./portal";

const example = path.resolve("examples/payouts.csv");
const rows = readFileSync(example, "utf8").trimEnd().split(/\r?\n/).length - 1;

const choose = (page: Page, file: string | { name: string; mimeType: string; buffer: Buffer }) => page.getByLabel("Choose a CSV file").setInputFiles(file);
const csv = (name: string, text: string) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
const number = async (text: Promise<string>, of: RegExp) => Number(of.exec(await text)![1]!.replaceAll(",", ""));

test("the example file, uploaded: a preview with totals and errors, then a batch whose errors the Dashboard shows; the same file again creates nothing and says so", async ({ page, loginAs }) => {
  await loginAs("admin");
  await page.goto("/batches/new");
  await ready(page);
  await choose(page, example);
  const verdict = page.getByRole("heading", { name: /rows can become payouts, .* cannot/ });
  await expect(verdict).toBeFocused();
  const accepted = await number(verdict.innerText(), /^([\d,]+) of/);
  const refused = await number(verdict.innerText(), /, ([\d,]+) cannot/);
  expect(accepted + refused).toBe(rows);
  expect(refused).toBeGreaterThan(0);
  await expect(page.getByRole("listitem").filter({ hasText: /¥|JPY/ }).first()).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "1,250.00" })).toContainText("amount");

  await page.getByRole("button", { name: `Create ${accepted} payouts` }).click();
  await expect(page.getByRole("status").filter({ hasText: `Created ${accepted} payouts` })).toBeVisible();
  await expect(page).toHaveURL(/\/batches\/[0-9a-f-]{36}$/);
  const address = page.url();
  await expect(page.getByRole("heading", { name: `${refused} refused rows` })).toBeVisible();
  await page.getByRole("link", { name: `See its ${accepted} payouts` }).click();
  await expect(page.getByTestId("total")).toHaveText(String(accepted));

  await page.goto("/?tab=batches-with-errors");
  await expect(page.getByTestId("tab-batches-with-errors")).toHaveText("1");
  await expect(page.getByRole("row", { name: /payouts\.csv/ })).toContainText(String(refused));
  await page.getByRole("link", { name: "payouts.csv" }).click();
  await expect(page).toHaveURL(`${address}#errors`);
  const fault = page.getByRole("row").filter({ hasText: "1,250.00" });
  await expect(fault.getByRole("cell").nth(0)).toContainText(/^\d+/);
  await expect(fault.getByRole("cell").nth(1)).toHaveText("amount");
  await expect(fault.getByRole("cell").nth(2)).toHaveText("1,250.00");
  await expect(fault.getByRole("cell").nth(3)).toContainText("1250.00");

  await page.goto("/batches/new");
  await ready(page);
  await choose(page, example);
  await expect(page.getByRole("alert").filter({ hasText: "was uploaded before" })).toBeVisible();
  await page.getByRole("link", { name: /See its batch/ }).click();
  await expect(page).toHaveURL(address);
  await page.goto("/batches");
  await expect(page.getByTestId("total")).toHaveText("1");
  await page.goto("/payouts");
  await expect(page.getByTestId("total")).toHaveText(String(accepted));
});

test("a file that cannot be read at all is refused in words, and nothing is created", async ({ page, loginAs }) => {
  await loginAs("admin");
  await page.goto("/batches/new");
  await ready(page);
  for (const [file, words] of [
    [csv("latin.csv", ""), /is empty|no /i],
    [{ name: "latin1.csv", mimeType: "text/csv", buffer: Buffer.from("recipient_name,email,amount,currency,reference\nJos\xe9,a@example.com,1.00,USD,R-1\n", "latin1") }, /UTF-8/],
    [csv("columns.csv", "name,mail\nAda,ada@example.com\n"), /column/i],
  ] as const) {
    await choose(page, file);
    await expect(page.getByRole("alert").filter({ hasText: "cannot be used, and nothing was created" })).toContainText(words);
  }
  await page.goto("/batches");
  await expect(page.getByTestId("total")).toHaveText("0");
});

test("a reference that is already used is an error that leads to its payout", async ({ page, loginAs }) => {
  await loginAs("admin");
  const header = "recipient_name;email;amount;currency;external_id\n";
  await page.goto("/batches/new");
  await ready(page);
  await choose(page, csv("first.csv", `${header}Ada Byron;ada@example.com;10.00;USD;R-1\n`));
  await page.getByRole("button", { name: "Create 1 payout" }).click();
  await expect(page).toHaveURL(/\/batches\/[0-9a-f-]{36}$/);
  await page.goto("/batches/new");
  await ready(page);
  await choose(page, csv("second.csv", `${header}Grace Hopper;grace@example.com;12.00;USD;R-1\nMary Jackson;mary@example.com;12.00;USD;R-2\n`));
  await expect(page.getByRole("heading", { name: "1 of 2 rows can become payouts, 1 cannot" })).toBeVisible();
  await page.getByRole("button", { name: "Create 1 payout" }).click();
  await page.getByRole("link", { name: "See that payout" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /Ada Byron/ })).toBeVisible();
});

test("what one organization uploads, another neither sees nor stands in the way of", async ({ page, browser, baseURL, loginAs }) => {
  await loginAs("admin");
  const context = await browser.newContext({ baseURL });
  await signIn(context, (await createUser(await createOrganization(), { password })).email);
  const file = csv("shared.csv", "recipient_name,email,amount,currency,reference\nAda Byron,ada@example.com,10.00,USD,R-1\n");
  for (const window of [page, await context.newPage()]) {
    await window.goto("/batches/new");
    await ready(window);
    await choose(window, file);
    await window.getByRole("button", { name: "Create 1 payout" }).click();
    await expect(window.getByRole("heading", { level: 1, name: "shared.csv" })).toBeVisible();
    await window.goto("/payouts");
    await expect(window.getByTestId("total")).toHaveText("1");
  }
  await context.close();
});
