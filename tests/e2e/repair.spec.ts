import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { batches } from "@/db/schema/batches";
import { createBatch, createIngestError, createPayout, createRefusedRow } from "@/tests/support/factories";
import { expect, test } from "./portal";
import { open, faultyBatch, good } from "./repair-world";

test("a refused row repaired in the browser becomes a payout, and the Dashboard says how many errors are left", async ({
  page,
  loginAs,
  organization,
}) => {
  const user = await loginAs("admin");
  const batch = await faultyBatch(organization);
  await open(page, batch.id);
  await page.getByRole("button", { name: "Repair line 3, INV-55" }).click();
  const dialog = page.getByRole("dialog", { name: "Repair line 3" });
  const amount = dialog.getByLabel("Amount");
  await expect(amount).toHaveValue("55,53");
  await expect(amount).toHaveAccessibleDescription(/comma before its decimals/);
  await amount.fill("nothing");
  await expect(amount).toHaveAccessibleDescription(/“nothing” is not an amount/);
  await amount.fill("55,53");
  await dialog.getByRole("button", { name: "Use 55.53" }).click();
  await expect(amount).toBeFocused();
  await expect(dialog.getByRole("status")).toContainText("Ready: 55.53 USD to Grace Hopper.");
  await dialog.getByRole("button", { name: "Create this payout" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Created INV-55: 55.53 USD to Grace Hopper" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "1 refused row", exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { name: "1 repaired row", exact: true })).toBeVisible();

  await page.goto("/?tab=batches-with-errors");
  const listed = page.getByRole("table", { name: "Recent batches with errors" }).getByRole("row").nth(1);
  await expect(listed).toContainText("2 errors, 1 left");
  await open(page, batch.id);
  await page.getByRole("button", { name: "Repair line 4, INV-56" }).click();
  const second = page.getByRole("dialog", { name: "Repair line 4" });
  await second.getByLabel("Email").fill("alan@example.com");
  await second.getByRole("button", { name: "Create this payout" }).click();
  await expect(page.getByRole("heading", { name: "2 repaired rows" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Repair/ })).toHaveCount(0);
  await expect(page.getByText("Processed", { exact: true })).toBeVisible();
  await page.goto("/?tab=batches-with-errors");
  await expect(listed).toContainText("2 errors, all repaired");

  await page.goto(`/batches/${batch.id}`);
  await page.getByRole("table", { name: "Repaired rows" }).getByRole("link", { name: "Grace Hopper" }).click();
  await expect(page.getByText("Made from a refused row that was repaired")).toBeVisible();
  await expect(page.getByText("Line 3 of its batch file; changed: amount")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Made from a refused row" })).toContainText(user.name);
});

test("a ragged row whose cells look valid becomes a payout only after somebody confirms that they are right", async ({
  page,
  loginAs,
  organization,
}) => {
  await loginAs("admin");
  const batch = await createBatch(organization, { acceptedCount: 1, refusedCount: 1, createdCount: 1 }, db);
  await createPayout(organization, { batchId: batch.id, line: 2 });
  const ragged = await createRefusedRow(batch, { line: 3, values: { ...good, amount: "1" } });
  await createIngestError(batch, {
    refusedRowId: ragged.id,
    line: 3,
    scope: "row",
    column: null,
    code: "too_many_cells",
    value: null,
    message: "This row has 6 cells; the header has 5.",
  });
  await open(page, batch.id);
  await page.getByRole("button", { name: "Repair line 3, INV-55" }).click();
  const dialog = page.getByRole("dialog", { name: "Repair line 3" });
  await expect(dialog.getByRole("status")).toContainText("Confirm above that each value is in the right field");
  await expect(dialog.getByText("This row has 6 cells")).toBeVisible();
  await dialog.getByRole("checkbox", { name: "Each value below is in the right field." }).check();
  await expect(dialog.getByRole("status")).toContainText("Ready: 1.00 USD to Grace Hopper.");
  await expect(dialog.getByText("This row has 6 cells")).toBeVisible();
  await dialog.getByRole("button", { name: "Create this payout" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Created INV-55: 1.00 USD to Grace Hopper" })).toBeVisible();
});

test("several refused rows are edited one after another and created together, with a result for each", async ({
  page,
  loginAs,
  organization,
  anotherWindow,
}) => {
  await loginAs("admin");
  const batch = await faultyBatch(organization);
  const comma = await createRefusedRow(batch, { line: 5, values: { ...good, amount: "1,5", reference: "INV-57" } });
  await createIngestError(batch, {
    refusedRowId: comma.id,
    line: 5,
    column: "amount",
    code: "amount_decimal_comma",
    value: "1,5",
  });
  await db.update(batches).set({ refusedCount: 3, recordCount: 4 }).where(eq(batches.id, batch.id));
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, batch.id);
  await page.getByRole("button", { name: "Repair line 3, INV-55" }).press("Enter");
  const dialog = (line: number) => page.getByRole("dialog", { name: `Repair line ${line}` });
  await dialog(3).getByLabel("Amount").fill("55.53");
  await dialog(3).getByRole("button", { name: "Next row" }).press("Enter");
  await expect(dialog(4).getByLabel("Email")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("alan@example.com");
  await dialog(4).getByRole("button", { name: "Next row" }).press("Enter");
  await dialog(5).getByLabel("Amount").fill("still wrong");
  await dialog(5).getByRole("button", { name: "Previous row" }).press("Enter");
  await expect(dialog(4).getByLabel("Email")).toHaveValue("alan@example.com");
  await page.keyboard.press("Escape");
  await expect(page.getByText("2 rows are ready, 1 edited row is not yet.")).toBeVisible();
  await expect(page.getByText("Ready", { exact: true })).toHaveCount(2);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

  // Somebody else repairs one of them first.
  const { page: other } = await anotherWindow("admin");
  await open(other, batch.id);
  await other.getByRole("button", { name: "Repair line 4, INV-56" }).click();
  await other.getByLabel("Email").fill("turing@example.com");
  await other.getByRole("button", { name: "Create this payout" }).click();
  await expect(other.getByRole("heading", { name: "1 repaired row", exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Create 2 payouts" }).press("Enter");
  const sent = page.getByRole("dialog", { name: "Result of each row" });
  await expect(sent.getByRole("status")).toContainText(
    "Created 1 payout. Its email waits in the email log, because no mail server is set.",
  );
  await expect(
    sent.getByRole("listitem").filter({ hasText: "Line 3: created, 55.53 USD to Grace Hopper" }),
  ).toBeVisible();
  await expect(
    sent.getByRole("listitem").filter({ hasText: "Line 4: skipped, because another admin has already repaired it" }),
  ).toBeVisible();
  await sent.getByRole("button", { name: "Close" }).press("Enter");
  await expect(page.getByRole("heading", { name: "2 repaired rows" })).toBeVisible();
  await expect(page.getByText("No row is ready yet, 1 edited row is not yet.")).toBeVisible();
});

test("a viewer can read and download the refused rows, and is offered no repair", async ({
  page,
  loginAs,
  organization,
}) => {
  await loginAs("viewer");
  await open(page, (await faultyBatch(organization)).id);
  await expect(page.getByRole("link", { name: "Download refused rows" })).toBeVisible();
  await expect(page.getByRole("button", { name: /Repair|Try all again|Upload correction file/ })).toHaveCount(0);
});
