import { advanceBatch, createFullReview, createLeasedBatch, createWaitingBatch } from "./batch-world";
import { create, csv, send, uploadForReview } from "./batch-steps";
import { expect, ready, test } from "./portal";
import { callAction, findAction } from "./server-actions";
import { workbook } from "@/tests/support/workbook";

const header = "recipient_name,email,amount,currency,reference\n";
const repetitions = csv(
  "twins.csv",
  `${header}Ada Byron,ada@example.com,10.00,USD,R-1\nAda Byron,ada@example.com,10.00,USD,R-2\n`,
);

test("rows that look like repetitions are created only after an admin confirms them, whatever the request contains", async ({
  page,
  context,
  loginAs,
}) => {
  await loginAs("admin");
  await uploadForReview(page, repetitions);
  const batchId = page.url().split("/").at(-1)!;
  await expect(page.getByText(/looks? like (a repetition|repetitions)/).first()).toBeVisible();
  await page.getByRole("button", { name: "Create 2 payouts" }).click();
  await expect(page.getByRole("checkbox", { name: /I know that/ })).toBeFocused();

  const forged = await callAction(
    context.request,
    findAction("decide"),
    { batchId, mode: "valid_rows" },
    `/batches/${batchId}`,
  );
  expect(forged.result).toMatchObject({ ok: false, code: "conflict" });
  await page.reload();
  await ready(page);
  await expect(page.getByText("Ready for review")).toBeVisible();

  await page.getByRole("checkbox", { name: /I know that/ }).check();
  await create(page, "2 payouts");
});

test("a review asks whether rows that the sheet hides are meant, and offers to create nothing before the answer", async ({
  page,
  loginAs,
}) => {
  await loginAs("admin");
  const row = (reference: string, amount: string) => [
    "Ada Byron",
    `${reference}@example.com`,
    amount,
    "USD",
    reference,
  ];
  const rows = [header.trim().split(","), row("H-1", "12.50"), row("H-2", "9999.00")];
  const others = { Notes: '<row r="1"><c r="A1"><v>1</v></c></row>' };
  const buffer = workbook(rows, { hidden: [3], others });
  await uploadForReview(page, { name: "hidden.xlsx", mimeType: "application/octet-stream", buffer });
  await expect(page.getByText("1 row is hidden in the sheet: line 3, 9,999.00 USD")).toBeVisible();
  await expect(page.getByText("Other sheets of the workbook hold data and are not read: Notes.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Create/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Skip the hidden row" }).click();
  await expect(page.getByText("1 of 2 rows can become payouts, 1 hidden row is skipped")).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByRole("button", { name: "Include the hidden row" })).toBeVisible();
  await create(page, "1 payout");
  await expect(page.getByText("Hidden, skipped")).toBeVisible();
});

test("a review names who will be emailed and what each repetition repeats, and says that emails wait while no mail server is set", async ({
  page,
  loginAs,
}) => {
  await loginAs("admin");
  await uploadForReview(
    page,
    csv(
      "people.csv",
      `${header}${Array.from({ length: 25 }, (_, index) => `Person ${index},person${index}@example.com,10.00,USD,P-${index}\n`).join("")}Person 0,person0@example.com,10.00,USD,P-0b\n`,
    ),
  );
  const recipients = page.getByRole("table", { name: "Who will be emailed", exact: true });
  await expect(recipients.getByRole("row")).toHaveCount(21);
  await expect(recipients.getByRole("row").nth(1)).toContainText("person0@example.com");
  await page.getByText("Show 6 more").click();
  await expect(page.getByText("person24@example.com")).toBeVisible();
  await expect(
    page.getByRole("table", { name: "Rows that look like repetitions" }).getByRole("row").nth(1),
  ).toContainText("Line 27 repeats line 2");
  await expect(
    page.getByText(
      "Creating them queues 26 emails, one to the recipient of each payout. No mail server is configured, so they wait",
    ),
  ).toBeVisible();
});

test("all or nothing creates every row of a file without errors, and cannot be chosen for a file with errors", async ({
  page,
  context,
  organization,
  loginAs,
}) => {
  await loginAs("admin");
  await uploadForReview(
    page,
    csv(
      "whole.csv",
      `${header}Ada Byron,ada@example.com,10.00,USD,R-1\nGrace Hopper,grace@example.com,12.00,EUR,R-2\n`,
    ),
  );
  await page.getByRole("radio", { name: "All or nothing" }).check();
  await create(page, "2 payouts");

  const faulty = await createFullReview(organization);
  await page.goto(`/batches/${faulty.id}`);
  await expect(page.getByRole("radio", { name: "All or nothing" })).toBeDisabled();
  await expect(page.getByText("What is above it was not read: line 1 “Claims payable”.")).toBeVisible();
  const forged = await callAction(
    context.request,
    findAction("decide"),
    { batchId: faulty.id, mode: "all_or_nothing", duplicates: "known" },
    `/batches/${faulty.id}`,
  );
  expect(forged.result).toMatchObject({ ok: false, code: "conflict" });
});

test("a discarded batch says that it created nothing, and its file can be uploaded again", async ({
  page,
  loginAs,
}) => {
  await loginAs("admin");
  const file = csv("discarded.csv", `${header}Ada Byron,ada@example.com,10.00,USD,R-1\n`);
  await uploadForReview(page, file);
  await page.goto("/batches");
  await page.getByRole("link", { name: /1 batch waits for your decision/ }).click();
  await page.getByRole("link", { name: "discarded.csv" }).click();
  await page.getByRole("button", { name: "Discard batch" }).click();
  const dialog = page.getByRole("dialog", { name: "Discard this batch?" });
  await dialog.getByRole("button", { name: "Discard batch" }).click();
  await expect(page.getByText("This batch was discarded. Nothing was created")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Create/ })).toHaveCount(0);
  await page.goto("/payouts");
  await expect(page.getByTestId("total")).toHaveText("0");

  await uploadForReview(page, file);
  await create(page, "1 payout");
});

test("when two admins review one batch, the first decides and the second sees the new status", async ({
  page,
  organization,
  loginAs,
  anotherWindow,
}) => {
  const batch = await createWaitingBatch(organization);
  await loginAs("admin");
  const { page: other } = await anotherWindow("admin");
  for (const window of [page, other]) {
    await window.goto(`/batches/${batch.id}`);
    await ready(window);
  }
  await create(page, "1 payout");
  await other.getByRole("button", { name: "Create 1 payout" }).click();
  await expect(other.getByText(/does not wait for a decision: it is process/)).toBeVisible();
  await expect(other.getByText("Processed", { exact: true })).toBeVisible();
});

test("the progress of a check survives a reload, updates by itself, and is replaced by the review", async ({
  page,
  organization,
  loginAs,
}) => {
  const batch = await createLeasedBatch(organization);
  await loginAs("admin");
  await page.goto(`/batches/${batch.id}`);
  const bar = page.getByRole("progressbar", { name: "Checking the rows" });
  await expect(bar).toHaveAttribute("aria-valuenow", "40");
  await page.reload();
  await expect(bar).toHaveAttribute("aria-valuenow", "40");
  await advanceBatch(batch, { bytesRead: 800, recordCount: 900, acceptedCount: 880, refusedCount: 20 });
  await expect(bar).toHaveAttribute("aria-valuenow", "80");
  await expect(page.getByText("900 rows so far: 880 can become payouts, 20 cannot")).toBeVisible();
  await page.goto("/batches");
  await expect(page.getByText("80 % checked").filter({ visible: true })).toBeVisible();

  await page.goto(`/batches/${batch.id}`);
  await advanceBatch(batch, {
    status: "ready",
    recordCount: 1_000,
    acceptedCount: 980,
    bytesRead: 1_000,
    validatedAt: new Date(),
  });
  await expect(page.getByRole("heading", { name: "980 of 1,000 rows can become payouts, 20 cannot" })).toBeVisible();
  await expect(bar).toHaveCount(0);
});

test("while the portal does not answer, the page says that it keeps trying, and then continues", async ({
  page,
  context,
  organization,
  loginAs,
}) => {
  const batch = await createLeasedBatch(organization);
  await loginAs("admin");
  await page.goto(`/batches/${batch.id}`);
  await ready(page);
  await context.setOffline(true);
  await expect(page.getByText("The portal does not answer just now")).toBeVisible();
  await advanceBatch(batch, { bytesRead: 900 });
  await context.setOffline(false);
  await expect(page.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "90", { timeout: 20_000 });
  await expect(page.getByText("The portal does not answer just now")).toHaveCount(0);
});

/** All but what a viewer may press: to copy the id, and to write a note. */
const harmful = /^(?!Copy|Add note)/;

test("a viewer sees the progress and the review with no form but that of a note", async ({
  page,
  organization,
  loginAs,
}) => {
  const validating = await createLeasedBatch(organization);
  const waiting = await createFullReview(organization);
  await loginAs("viewer");
  await page.goto(`/batches/${validating.id}`);
  await expect(page.getByRole("progressbar")).toBeVisible();
  await expect(page.getByRole("main").getByRole("button", { name: harmful })).toHaveCount(0);
  await page.goto(`/batches/${waiting.id}`);
  await expect(page.getByRole("heading", { name: "9 of 10 rows can become payouts, 1 cannot" })).toBeVisible();
  await expect(page.getByText("An admin of your organization decides what is created.")).toBeVisible();
  await expect(page.getByRole("main").getByRole("button", { name: harmful })).toHaveCount(0);
  await expect(page.getByRole("main").locator("form").filter({ hasNotText: "Add note" })).toHaveCount(0);
});

test("uploading a file whose content already waits for review leads to that review", async ({ page, loginAs }) => {
  await loginAs("admin");
  await uploadForReview(page, repetitions);
  const address = page.url();
  await send(page, repetitions);
  await page.getByRole("link", { name: "See its batch, twins.csv" }).click();
  await expect(page).toHaveURL(address);
});
