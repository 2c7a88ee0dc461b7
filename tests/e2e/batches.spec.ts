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

test("the example file: uploaded, reviewed, created, its errors on the Dashboard; the same file again creates nothing and leads to its batch", async ({
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

test("a file that is none of a kind that can be read is refused in words before a batch exists", async ({
  page,
  loginAs,
}) => {
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

test("a file whose fault shows only when it is read becomes a rejected batch that says why, and no payout", async ({
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
    [csv("columns.csv", "name,mail\nAda,ada@example.com\n"), /column/i],
  ] as const) {
    await send(page, file);
    await expect(page.getByText(/cannot be used, and nothing was created\./)).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole("main")).toContainText(words);
  }
  await page.goto("/payouts");
  await expect(page.getByTestId("total")).toHaveText("0");
});

test("a reference that is already used is an error that leads to its payout", async ({ page, loginAs }) => {
  await loginAs("admin");
  await uploadForReview(page, csv("first.csv", `${header}Ada Byron,ada@example.com,10.00,USD,R-1\n`));
  await create(page, "1 payout");
  await send(page, csv("second.csv", `${header}Grace Hopper,grace@example.com,12.00,USD,R-1\n`));
  await expect(page.getByText("No row of this file became a payout.")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("link", { name: "See that payout" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /Ada Byron/ })).toBeVisible();
});

test("what one organization uploads, another neither sees nor stands in the way of", async ({
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
