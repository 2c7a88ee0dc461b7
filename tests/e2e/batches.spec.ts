import { readFileSync } from "node:fs";
import path from "node:path";
import { createOrganization, createUser } from "@/tests/support/factories";
import { create, csv, send, uploadForReview } from "./batch-steps";
import { expect, test } from "./portal";
import { signIn } from "./session";

const example = path.resolve("examples/payouts.csv");
const rows = readFileSync(example, "utf8").trimEnd().split(/\r?\n/).length - 1;
const header = "recipient_name,email,amount,currency,reference\n";
const number = (text: string, of: RegExp) => Number(of.exec(text)![1]!.replaceAll(",", ""));

test("the example file creates its payouts and shows its errors; the same file again leads to the first batch", async ({
  page,
  loginAs,
}) => {
  await loginAs("admin");
  await uploadForReview(page, example);
  const address = page.url();
  const verdict = await page.getByRole("heading", { name: /rows can become payouts, .* cannot/ }).innerText();
  const accepted = number(verdict, /^([\d,]+) of/);
  const refused = number(verdict, /, ([\d,]+) cannot/);
  expect(accepted + refused).toBe(rows);
  expect(refused).toBeGreaterThan(0);
  await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: "JPY" }).first()).toBeVisible();
  await expect(page.getByText(`queues ${accepted} emails`)).toBeVisible();
  await expect(page.getByRole("radio", { name: "All or nothing" })).toBeDisabled();
  await expect(page.getByRole("row").filter({ hasText: "1,250.00" }).first()).toContainText("amount");

  const tick = page.getByRole("checkbox", { name: /I know that/ });
  if (await tick.isVisible()) await tick.check();
  await create(page, `${accepted} payouts`);
  await expect(page.getByText("Partially processed")).toBeVisible();
  await expect(page.getByRole("heading", { name: `${refused} refused rows` })).toBeVisible();
  await page.getByRole("link", { name: `See its ${accepted} payouts` }).click();
  await expect(page.getByTestId("total")).toHaveText(String(accepted));

  await page.goto("/?tab=batches-with-errors");
  await expect(page.getByTestId("tab-batches-with-errors")).toHaveText("1");
  await expect(page.getByRole("row", { name: /payouts\.csv/ })).toContainText(String(refused));
  await page.getByRole("link", { name: "payouts.csv" }).click();
  await expect(page).toHaveURL(`${address}#errors`);

  await send(page, example);
  await expect(page.getByRole("alert").filter({ hasText: "was uploaded before" })).toBeVisible();
  await page.getByRole("link", { name: /See its batch/ }).click();
  await expect(page).toHaveURL(address);
  await page.goto("/batches");
  await expect(page.getByTestId("total")).toHaveText("1");
  await page.goto("/payouts");
  await expect(page.getByTestId("total")).toHaveText(String(accepted));
});

test("a file of an unsupported type is refused with a message, and no batch is created", async ({ page, loginAs }) => {
  await loginAs("admin");
  for (const [file, words] of [
    [csv("empty.csv", ""), /empty/i],
    [csv("page.csv", "<!DOCTYPE html><html><body>Sign in</body></html>"), /web page|HTML/i],
  ] as const) {
    await send(page, file);
    await expect(page.getByRole("alert").filter({ hasText: "cannot be used, and nothing was created" })).toContainText(
      words,
    );
  }
  await page.goto("/batches");
  await expect(page.getByTestId("total")).toHaveText("0");
});

test("a file whose error appears only while it is read becomes a rejected batch with the reason and no payout", async ({
  page,
  loginAs,
}) => {
  await loginAs("admin");
  for (const [file, words] of [
    [
      {
        name: "latin1.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(`${header}Jos\xe9,a@example.com,1.00,USD,R-1\n`, "latin1"),
      },
      /UTF-8/,
    ],
    [csv("columns.csv", "name,amount\nAda,1.00\n"), /column/i],
  ] as const) {
    await send(page, file);
    await expect(page.getByText(/cannot be used, and nothing was created\./)).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole("main")).toContainText(words);
  }
  await page.goto("/payouts");
  await expect(page.getByTestId("total")).toHaveText("0");
});

test("a reference that is already used is an error that links to its payout", async ({ page, loginAs }) => {
  await loginAs("admin");
  await uploadForReview(page, csv("first.csv", `${header}Ada Byron,ada@example.com,10.00,USD,R-1\n`));
  await create(page, "1 payout");
  await send(page, csv("second.csv", `${header}Grace Hopper,grace@example.com,12.00,USD,R-1\n`));
  await expect(page.getByText("No row of this file became a payout.")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("link", { name: "See that payout" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /Ada Byron/ })).toBeVisible();
});

test("a file uploaded by one organization is not visible to another and does not block it", async ({
  page,
  browser,
  baseURL,
  loginAs,
}) => {
  await loginAs("admin");
  const context = await browser.newContext({ baseURL });
  await signIn(context, await createUser(await createOrganization()));
  for (const window of [page, await context.newPage()]) {
    await uploadForReview(window, csv("shared.csv", `${header}Ada Byron,ada@example.com,10.00,USD,R-1\n`));
    await create(window, "1 payout");
    await window.goto("/payouts");
    await expect(window.getByTestId("total")).toHaveText("1");
  }
  await context.close();
});
