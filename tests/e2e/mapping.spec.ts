import { create, csv, send } from "./batch-steps";
import { inEveryLook } from "./every-look";
import { expect, ready, test } from "./portal";
import type { Page } from "@playwright/test";

const claims = (name: string, mark: string) =>
  csv(
    `${name}.csv`,
    `Claims of May;;;;\nSurname;Forename;Post to;How much;Case\nByron;Ada;${name}.ada@example.com;1.234${mark}56;${name}-1\nOkafor;Amara;${name}.amara@example.com;12${mark}50;${name}-2\n`,
  );

/** Uploads a file and goes on to the page that asks for its columns. */
async function sendToBeAsked(page: Page, file: ReturnType<typeof csv>): Promise<void> {
  await send(page, file);
  await page.getByRole("link", { name: "Say what the columns are" }).click({ timeout: 30_000 });
  await expect(page.getByRole("heading", { name: "What the columns are" })).toBeVisible();
  await ready(page);
}

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
  await page.getByRole("button", { name: "Rename: Claims" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Claims of all months");
  await page.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
  await expect(page.getByRole("heading", { name: "Claims of all months" })).toBeVisible();
  await page.getByRole("button", { name: "Delete: Claims of all months" }).click();
  await page.getByRole("button", { name: "Delete mapping" }).click();
  await expect(page.getByText("No mapping is remembered yet")).toBeVisible();
});

test("a known file is read without asking, and one without addresses says what is missing and why", async ({
  page,
  loginAs,
}) => {
  await loginAs("admin");
  const wise =
    "name,recipientEmail,paymentReference,receiverType,amountCurrency,amount,sourceCurrency,targetCurrency\nAmara Okafor,amara@example.com,CLM-9001,PERSON,target,100.50,EUR,EUR\nLiam Novak,liam@example.com,CLM-9002,PERSON,source,75.00,USD,EUR\n";
  await send(page, csv("wise.csv", wise));
  await expect(page.getByText("This is a known file: Wise, email recipients")).toBeVisible({ timeout: 30_000 });
  await create(page, "2 payouts");
  await send(
    page,
    csv(
      "revolut.csv",
      "Name,Recipient type,Account number,Sort code (BSB),Currency,Amount,Payment reference\nAda Byron,INDIVIDUAL,12345678,401276,GBP,12.50,INV-1\n",
    ),
  );
  await expect(page.getByText("It has account numbers and no column with email addresses")).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByText("every row needs an address")).toBeVisible();
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

test("a file without a header is read from its first line, with the name made of the address", async ({
  page,
  loginAs,
}) => {
  await loginAs("admin");
  const wallet =
    "amara.okafor@example.com,100.50,USD,ID001,Here is your money,PAYPAL\nliam.novak@example.com,75.00,USD,ID002,Thank you,PAYPAL\n";
  await sendToBeAsked(page, csv("wallet.csv", wallet));
  await expect(page.getByLabel("The header stands on")).toHaveValue("none");
  await page.getByRole("checkbox", { name: /Take the name from the address/ }).check();
  await expect(preview(page).getByRole("row", { name: /Amara Okafor/ })).toBeVisible();
  await page.getByRole("button", { name: "Read the file this way" }).click();
  await create(page, "2 payouts");
});
