import type { Page } from "@playwright/test";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { payoutAttempts } from "@/db/schema/payout_attempts";
import { payouts } from "@/db/schema/payouts";
import { createPayout } from "@/tests/support/factories";
import { anotherCode, codeOf } from "@/tests/support/recipients";
import { expect, ready, test } from "./portal";
import {
  check,
  confirm,
  confirmedHeading,
  expectStep,
  fillAccount,
  giveAnswer,
  heading,
  pageOf,
  withAnswer,
} from "./redeem-world";

const phone = { viewport: { width: 390, height: 780 } };
test.use(phone);

const heading2 = (page: Page, name: string) => page.getByRole("heading", { level: 2, name });

const now = async (id: string) => (await db.select().from(payouts).where(eq(payouts.id, id)))[0]!;

test("a recipient claims by answer in three numbered steps, with the focus on each new part", async ({
  page,
  organization,
}) => {
  const payout = await withAnswer(organization);
  await page.goto(pageOf(payout));
  await ready(page);
  await expectStep(page, 1, `${organization.name} has a payout for you`);
  await expect(page.getByText("1,284.00 US dollars")).toBeVisible();
  await expect(page.getByText("This is a test. No money moves.")).toBeVisible();
  await page.getByRole("link", { name: "Continue" }).click();
  await expectStep(page, 2, "Show that it is you");
  await expect(heading(page, "Show that it is you")).toBeFocused();
  await giveAnswer(page, "ab 1984");
  await expectStep(page, 3, "How would you like to be paid?");
  await expect(heading(page, /How would you/)).toBeFocused();
  await fillAccount(page, "8765 4321");
  await check(page);
  await expect(heading2(page, "Is this right?")).toBeFocused();
  await expect(page.getByRole("region", { name: "Is this right?" })).toContainText("8765 4321");
  await expect(page.getByRole("region", { name: "When you press the button" })).toContainText(
    "1,284.00 US dollars from",
  );
  expect((await now(payout.id)).status).toBe("pending");
  await page.getByRole("button", { name: "Change my details" }).click();
  await expect(page.getByLabel("Account number", { exact: true })).toHaveValue("8765 4321");
  await page.getByLabel("Account number", { exact: true }).fill("1234 5678");
  await confirm(page);
  await expect(confirmedHeading(page)).toBeFocused();
  await expect(page.getByText("US bank account ending 5678")).toBeVisible();
  const [attempt] = await db.select().from(payoutAttempts).where(eq(payoutAttempts.payoutId, payout.id));
  expect(attempt).toMatchObject({ number: 1, method: "us_account", maskedDetails: "US bank account ending 5678" });
  await page.goBack();
  await expect(page.getByRole("button"), "the way back leads to no form that is done with").toHaveCount(0);
  await page.reload();
  await expect(confirmedHeading(page)).toBeVisible();
});

test("no answer is asked for once the organization's limit is below the number given: one more would lock the link", async ({
  page,
  organization,
}) => {
  const payout = await withAnswer(organization);
  await db
    .update(payouts)
    .set({ verificationAttempts: organization.verificationLimit })
    .where(eq(payouts.id, payout.id));
  await page.goto(pageOf(payout));
  await ready(page);
  await page.getByRole("link", { name: "Continue" }).click();
  await expectStep(page, 2, "Please ask for help");
  await expect(page.getByText("they can let you try again")).toBeVisible();
  await expect(page.getByRole("textbox")).toHaveCount(0);
  await expect(page.getByRole("button")).toHaveCount(0);
});

test("a recipient claims by code: it is sent once, mistyped once, and then verifies the recipient", async ({
  page,
  organization,
}) => {
  const payout = await createPayout(organization, { recipientEmail: "ada@example.com" });
  await page.goto(pageOf(payout));
  await ready(page);
  await page.getByRole("link", { name: "Continue" }).click();
  await expect(page.getByText("a•••@example.com")).toBeVisible();
  await page.getByRole("button", { name: "Email me a code" }).click();
  await expect(heading(page, "Enter the code from our email")).toBeFocused();
  await page.getByRole("button", { name: "Send a new code" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "less than a minute ago" })).toBeVisible();
  expect(
    (await db.select().from(emails).where(eq(emails.payoutId, payout.id))).map(({ kind, ordinal }) => [kind, ordinal]),
  ).toEqual([["verification_code", 1]]);
  const field = page.getByLabel("Code of 6 digits");
  const wrong = anotherCode(codeOf(payout, 1));
  await field.fill(wrong);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(field).toHaveAccessibleDescription(/That is not right.*4 answers left/);
  await expect(field).toBeFocused();
  await expect(field, "what was typed is kept").toHaveValue(wrong);
  await field.fill(codeOf(payout, 1));
  await page.getByRole("button", { name: "Continue" }).click();
  await expectStep(page, 3, "How would you like to be paid?");
});

test("all errors show at once beside their fields, the input is kept, and the focus is on the first error", async ({
  page,
  organization,
}) => {
  const payout = await withAnswer(organization);
  await page.goto(pageOf(payout, "verify"));
  await ready(page);
  await giveAnswer(page);
  await page.getByLabel("US bank account").check();
  await page.getByLabel("Routing number").fill("123456789");
  await page.getByLabel("Account number", { exact: true }).fill("12");
  await check(page);
  await expect(page.getByRole("alert").filter({ hasText: "Nothing was sent yet" })).toBeVisible();
  await expect(page.getByLabel("Name on the account").first()).toBeFocused();
  await expect(page.getByLabel("Name on the account").first()).toHaveAccessibleDescription(/Write the name/);
  await expect(page.getByLabel("Routing number")).toHaveAccessibleDescription(/not the routing number/);
  await expect(page.getByLabel("Routing number")).toHaveValue("123456789");
  await expect(page.getByLabel("Account number", { exact: true })).toHaveAccessibleDescription(
    /4 to 17 digits and nothing else/,
  );
  await fillAccount(page);
  await confirm(page);
  await expect(confirmedHeading(page)).toBeVisible();
});

test("wrong answers count down to the lock, which says whom to ask, and the link stops working", async ({
  page,
  organization,
}) => {
  const payout = await withAnswer(organization);
  await page.goto(pageOf(payout, "verify"));
  await ready(page);
  await expect(page.getByText("left", { exact: false })).toHaveCount(0);
  for (const left of ["4 answers", "3 answers", "2 answers", "1 answer"]) {
    await giveAnswer(page, `wrong ${left}`);
    await expect(page.getByLabel(/^Your code from/)).toHaveAccessibleDescription(new RegExp(`You have ${left} left`));
  }
  await giveAnswer(page, "wrong again");
  await expect(heading(page, "This link is locked")).toBeFocused();
  await expect(page.getByRole("link", { name: organization.supportEmail })).toBeVisible();
  expect(await now(payout.id)).toMatchObject({ status: "failed_to_process", failureCode: "too_many_wrong_answers" });
  await page.goto(pageOf(payout, "verify"));
  await expect(heading(page, "This link is locked")).toBeVisible();
});

test("a recipient who was away for too long is verified again before anything is sent", async ({
  page,
  context,
  organization,
}) => {
  const payout = await withAnswer(organization);
  await page.goto(pageOf(payout, "verify"));
  await ready(page);
  await giveAnswer(page);
  await expectStep(page, 3, /How would you/);
  const [proof] = (await context.cookies()).filter(({ name }) => name.startsWith("meridian.verified"));
  expect(proof).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/redeem" });
  await context.clearCookies();
  await fillAccount(page);
  await check(page);
  await expectStep(page, 2, "Show that it is you");
  await expect(page.getByText("Nothing was sent yet.")).toBeVisible();
  expect((await now(payout.id)).status).toBe("pending");
});

const closed = {
  submitted: "Your money is on its way",
  completed: "You have been paid",
  failed_to_send: "The money could not be delivered",
  failed_to_process: "This link is locked",
  expired: "This link has expired",
  canceled: "This payout was canceled",
} as const;

test("every state without an action has a page that says so, and whom to ask", async ({ page, organization }) => {
  for (const [status, title] of Object.entries(closed) as [keyof typeof closed, string][]) {
    await page.goto(pageOf(await createPayout(organization, { status }), "verify"));
    await expect(heading(page, title)).toBeVisible();
    await expect(page.getByRole("link", { name: organization.supportEmail })).toBeVisible();
    await expect(page.getByRole("button")).toHaveCount(0);
  }
  await page.goto(pageOf(await createPayout(organization, { status: "expired", archivedAt: new Date() })));
  await expect(heading(page, "There is a newer payout")).toBeVisible();
  await page.goto("/redeem/unknown");
  await expect(heading(page, "We do not know this link")).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ ...phone, javaScriptEnabled: false });

  test("a recipient can claim by code, with a wrong code and a form error whose input is kept", async ({
    page,
    organization,
  }) => {
    const payout = await createPayout(organization, { recipientEmail: "ada@example.com" });
    await page.goto(pageOf(payout));
    await page.getByRole("link", { name: "Continue" }).click();
    await page.getByRole("button", { name: "Email me a code" }).click();
    await page.getByLabel("Code of 6 digits").fill(anotherCode(codeOf(payout, 1)));
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByLabel("Code of 6 digits")).toHaveAccessibleDescription(/4 answers left/);
    await expect(page.getByLabel("Code of 6 digits")).toBeFocused();
    await page.getByLabel("Code of 6 digits").fill(codeOf(payout, 1));
    await page.getByRole("button", { name: "Continue" }).click();
    await expectStep(page, 3, /How would you/);
    await page.getByLabel("Bank account abroad").check();
    await page.getByLabel("BIC (SWIFT code)").fill("not a bic");
    await check(page);
    await expect(page.getByLabel("BIC (SWIFT code)")).toHaveAccessibleDescription(/This is not a BIC/);
    await expect(page.getByLabel("BIC (SWIFT code)")).toHaveValue("not a bic");
    await expect(page.getByLabel("Bank account abroad")).toBeChecked();
    await fillAccount(page);
    await confirm(page);
    await expect(confirmedHeading(page)).toBeVisible();
    expect((await now(payout.id)).status).not.toBe("pending");
  });
});
