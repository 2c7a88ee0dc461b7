import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { createBatch, createPayout, type Organization } from "@/tests/support/factories";
import { inEveryLook } from "./every-look";
import { inDays } from "./payout-steps";
import { expect, ready, test } from "./portal";

const names = ["Ada", "Bea", "Cleo", "Dora", "Elsa"];

/** Five payouts, listed by name: four wait for their recipients, and the last was paid. */
async function fill(organization: Organization, batchId?: string) {
  for (const [index, recipientName] of names.entries())
    await createPayout(organization, {
      recipientName,
      batchId,
      amountMinor: 1_000n,
      currency: index % 2 ? "EUR" : "USD",
      status: recipientName === "Elsa" ? "completed" : "pending",
      createdAt: inDays(-index - 1),
      statusChangedAt: inDays(-index - 1),
    });
}

async function open(page: Page, address: string) {
  await page.goto(address);
  await ready(page);
}

const box = (page: Page, name: string) => page.getByRole("checkbox", { name: `Select payout to ${name}` });
const all = (page: Page) => page.getByRole("checkbox", { name: "Select all payouts on this page" });
const bar = (page: Page) => page.getByRole("region", { name: "Selected payouts" });
const announced = (page: Page) => page.getByRole("status").filter({ hasText: "selected" });

/** The names of the rows that are selected. */
const selected = (page: Page) =>
  page
    .getByRole("checkbox", { name: /^Select payout to/, checked: true })
    .evaluateAll((boxes) => boxes.map((one) => one.getAttribute("aria-label")!.replace("Select payout to ", "")));
const expectSelected = (page: Page, wanted: string[]) => expect.poll(() => selected(page)).toEqual(wanted);

test("the bar says how many are selected, their money, and with how many each action is possible", async ({
  page,
  organization,
  loginAs,
}) => {
  await fill(organization);
  await loginAs("admin");
  await open(page, "/payouts");
  await box(page, "Ada").check();
  await box(page, "Bea").check();
  await box(page, "Elsa").check();
  await expect(announced(page)).toHaveText("3 selected · 20.00 USD and 10.00 EUR");
  await expect(all(page)).toBeChecked({ indeterminate: true });
  await expect(bar(page).getByRole("button")).toHaveText(["Resend 2", "Extend expiry 2", "Cancel 2", /^\s*Clear$/]);
  await box(page, "Ada").uncheck();
  await box(page, "Bea").uncheck();
  await expect(bar(page).getByRole("button")).toHaveText([/^\s*Clear$/]);
  await bar(page).getByRole("button", { name: "Clear" }).click();
  await expect(bar(page)).toHaveCount(0);
  await expect(announced(page)).toHaveCount(0);
});

test("rows are selected one by one, as a range and all, by pointer and by keys", async ({
  page,
  organization,
  loginAs,
}) => {
  await fill(organization);
  await loginAs("admin");
  await open(page, "/payouts");
  await box(page, "Bea").click();
  await box(page, "Dora").click({ modifiers: ["Shift"] });
  await expectSelected(page, ["Bea", "Cleo", "Dora"]);
  await page.keyboard.press("Escape");
  await expectSelected(page, []);

  await page.getByRole("link", { name: "Bea" }).focus();
  await page.keyboard.press("x");
  await expectSelected(page, ["Bea"]);
  await box(page, "Bea").focus();
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await expectSelected(page, ["Bea", "Cleo", "Dora"]);
  await page.keyboard.press("Shift+ArrowUp");
  await expectSelected(page, ["Bea", "Cleo"]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(box(page, "Elsa")).toBeFocused();
  await page.keyboard.press("Shift+Space");
  await expectSelected(page, ["Bea", "Cleo", "Dora", "Elsa"]);

  await all(page).check();
  await expectSelected(page, names);
  await expect(bar(page).getByRole("button", { name: /that match/ })).toHaveCount(0);
  await all(page).uncheck();
  await expectSelected(page, []);
});

test("what is chosen leaves as a file of just these payouts, and another filter selects nothing", async ({
  page,
  organization,
  loginAs,
}) => {
  await fill(organization);
  await loginAs("admin");
  await open(page, "/payouts");
  await box(page, "Ada").check();
  await box(page, "Elsa").check();
  const downloading = page.waitForEvent("download");
  await bar(page).getByRole("link", { name: "Export CSV" }).click();
  const csv = await readFile(await (await downloading).path(), "utf8");
  expect(names.filter((name) => csv.includes(name))).toEqual(["Ada", "Elsa"]);
  await page.getByRole("link", { name: "Assigned to me" }).click();
  await expect(page).toHaveURL(/assigned=me/);
  await expectSelected(page, []);
  await expect(bar(page)).toHaveCount(0);
});

test("all that match are handed over as the list's filter, and a chosen few as themselves", async ({
  page,
  organization,
  loginAs,
}) => {
  for (let index = 0; index < 52; index++) await createPayout(organization, { recipientName: `Ada ${index}` });
  await loginAs("admin");
  await open(page, "/payouts?status=pending");
  await all(page).check();
  await expect(announced(page)).toHaveText(/^50 selected/);
  await bar(page).getByRole("button", { name: "Select all 52 that match" }).click();
  await expect(announced(page)).toHaveText("All 52 that match are selected");
  await bar(page).getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Cancel 52 payouts" })).toBeVisible();
  await page.goBack();
  await ready(page);
  await box(page, "Ada 51").check();
  await bar(page).getByRole("button", { name: "Cancel 1" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Cancel 1 payout" })).toBeVisible();
});

test("rows of a batch are selected on its page; a viewer sees no boxes anywhere", async ({
  page,
  organization,
  loginAs,
}) => {
  const batch = await createBatch(organization, { acceptedCount: 5 });
  await fill(organization, batch.id);
  await loginAs("admin");
  await open(page, `/batches/${batch.id}`);
  await all(page).check();
  await expect(announced(page)).toHaveText("5 selected · 30.00 USD and 20.00 EUR");
  await loginAs("viewer");
  for (const address of ["/", "/payouts", `/batches/${batch.id}`]) {
    await open(page, address);
    await expect(page.getByRole("table").getByRole("checkbox"), address).toHaveCount(0);
  }
});

test("the bar has no violations in any look, and at its end the list stands clear of it on a phone", async ({
  page,
  organization,
  loginAs,
}) => {
  for (let index = 0; index < 12; index++) await createPayout(organization, { recipientName: `Ada ${index}` });
  await loginAs("admin");
  await open(page, "/payouts");
  await inEveryLook(page, "selected payouts", async () => {
    await page.keyboard.press("Escape");
    await box(page, "Ada 11").check();
    await expect(bar(page)).toBeVisible();
  });
  await page.setViewportSize({ width: 390, height: 700 });
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  const last = (await page.getByRole("row").last().boundingBox())!;
  const cover = (await bar(page).boundingBox())!;
  expect(cover.y).toBeGreaterThanOrEqual(last.y + last.height - 1);
  await page.evaluate(() => scrollTo(0, 0));
  await expect(bar(page)).toBeInViewport({ ratio: 1 });
});
