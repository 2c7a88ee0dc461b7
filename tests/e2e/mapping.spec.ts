import { create, csv, send, sendToBeAsked } from "./batch-steps";
import { inEveryLook } from "./every-look";
import { expect, ready, test } from "./portal";
import type { Page } from "@playwright/test";

const claims = (name: string, mark: string) =>
  csv(
    `${name}.csv`,
    `Claims of May;;;;\nSurname;Forename;Post to;How much;Case\nByron;Ada;${name}.ada@example.com;1.234${mark}56;${name}-1\nOkafor;Amara;${name}.amara@example.com;12${mark}50;${name}-2\n`,
  );

/** Uploads a file, which leads on to the page that asks for its columns. */
const preview = (page: Page) => page.getByRole("region", { name: "How the rows would be read" });

test("a file with other columns becomes payouts without being edited: an admin says what they are, looks, and it is remembered", async ({
  page,
  loginAs,
}) => {
  await loginAs("admin");
  await sendToBeAsked(page, claims("A", ","));
  await expect(page.getByLabel("Surname is")).toHaveValue("last_name");
  await expect(page.getByLabel("Forename is")).toHaveValue("first_name");
  await expect(page.getByLabel("Post to is")).toHaveValue("email");
  await expect(preview(page)).toContainText("No column is the amount");

  // With the keyboard alone.
  await page.getByLabel("How much is").focus();
  await page.keyboard.type("Amount");
  await page.getByLabel("Case is").selectOption("reference");
  await page.getByLabel("What separates decimals").selectOption(",");
  await page.getByLabel("Currency of every row").fill("EUR");
  await expect(preview(page)).toContainText("Of the first 2 rows, none would be refused.");
  await expect(preview(page).getByRole("row", { name: /Ada Byron/ })).toContainText("1234.56");

  await page.getByRole("checkbox", { name: /Remember this/ }).check();
  await page.getByLabel("Name", { exact: true }).fill("Claims");
  await page.getByRole("button", { name: "Read the file this way" }).click();
  await expect(page.getByText("Ready for review")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("Read by the mapping “Claims”")).toBeVisible();
  await expect(page.getByText("1.234,56 means 1234.56")).toBeVisible();
  await create(page, "2 payouts");

  // The next one is read at once, and one with the other mark is asked about again.
  await send(page, claims("B", ","));
  await expect(page.getByText("Read by the mapping “Claims”")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("link", { name: "Read it differently" }).click();
  await expect(page.getByText("set as for “Claims”")).toBeVisible();
  await expect(page.getByLabel("What separates decimals")).toHaveValue(",");

  await page.goto("/admin/mappings");
  await ready(page);
  await expect(page.getByText("“Forename” and “Surname”")).toBeVisible();
  await page.getByRole("link", { name: "Change: Claims" }).click();
  await ready(page);
  await expect(page.getByLabel("How much is")).toHaveValue("amount");
  await page.getByLabel("How much is").selectOption("none");
  await page.getByRole("button", { name: "Save mapping" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "No column is the amount" })).toBeVisible();
  await page.getByLabel("How much is").selectOption("amount");
  await page.getByLabel("Name", { exact: true }).fill("Claims of all months");
  await page.getByLabel("Currency of every row").fill("USD");
  await page.getByRole("button", { name: "Save mapping" }).click();
  await expect(page.getByRole("heading", { name: "Claims of all months" })).toBeVisible();
  await expect(page.getByText("USD in every row")).toBeVisible();
  await page.getByRole("button", { name: "Delete: Claims of all months" }).click();
  await page.getByRole("button", { name: "Delete mapping" }).click();
  await expect(page.getByText("No mapping is remembered yet")).toBeVisible();
});

test("who has sent a file is led to its columns; who opens the batch later, or comes back to it, stays there", async ({
  page,
  loginAs,
}) => {
  await loginAs("admin");
  await sendToBeAsked(page, claims("L", ","));
  const batch = page.url().replace(/\/columns$/, "");
  await page.getByRole("link", { name: "Dashboard" }).first().click();
  await page.getByRole("link", { name: "Choose columns: L.csv" }).first().click();
  await expect(page).toHaveURL(`${batch}/columns`);
  await page.goto(batch);
  await ready(page);
  await expect(page.getByRole("link", { name: "Say what the columns are" })).toBeVisible();
  await expect(page).toHaveURL(batch);
  // An amount that only the other mark can read leads back, with the reason.
  await page.goto(`${batch}/columns`);
  await ready(page);
  await page.getByLabel("How much is").selectOption("amount");
  await page.getByLabel("Case is").selectOption("reference");
  await page.getByLabel("What separates decimals").selectOption(".");
  await page.getByLabel("Currency of every row").fill("EUR");
  await expect(preview(page)).toContainText("can only be read with a comma");
  await page.getByRole("button", { name: "Read the file this way" }).click();
  await expect(page.getByText("can only be read with a comma").first()).toBeVisible({ timeout: 30_000 });
  await expect(page).toHaveURL(`${batch}/columns`);
});

test("the page that asks for columns has no accessibility violation in any look, and does not scroll sideways", async ({
  page,
  loginAs,
}) => {
  await loginAs("admin");
  await sendToBeAsked(page, claims("C", ","));
  const address = page.url();
  await inEveryLook(page, "columns of a file", async () => {
    await page.goto(address);
    await expect(preview(page)).toContainText("No column is the amount");
  });
});
