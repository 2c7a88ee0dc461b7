import type { Page } from "@playwright/test";
import { db } from "@/db/client";
import { systemActor } from "@/lib/actor";
import { recordEvents } from "@/lib/events";
import { mostAttempts } from "@/lib/payouts/failures";
import { createAttempt } from "@/tests/support/attempt-factory";
import { createEmail, createPayout, type Organization } from "@/tests/support/factories";
import { expect, ready, test } from "./portal";

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
/** Reminded already, so that the running worker owes no email in the middle of a test. */
const expiring = (organization: Organization, overrides: Parameters<typeof createPayout>[1] = {}) =>
  createPayout(organization, {
    recipientName: "Ada Byron",
    recipientEmail: "ada@example.com",
    amountMinor: 123_456n,
    createdAt: inDays(-2),
    expiresAt: inDays(1),
    reminderCount: 1,
    lastRemindedAt: new Date(),
    ...overrides,
  });
const undelivered = async (organization: Organization, failureCode: string) => {
  const payout = await createPayout(organization, {
    recipientName: "Ada Byron",
    status: "failed_to_send",
    failureCode,
    failureDetail: "Code 17",
  });
  await createAttempt(payout);
  return payout;
};

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const toast = (page: Page, words: string | RegExp) => page.getByRole("status").filter({ hasText: words });
const timeline = (page: Page) => page.getByRole("region", { name: "Timeline" });

async function choose(page: Page, item: string) {
  await button(page, "More for Ada Byron").click();
  await page.getByRole("menuitem", { name: item }).click();
  return page.getByRole("dialog");
}

test("an admin extends the expiry from Expiring Soon: the row leaves, and the timeline says from when to when", async ({
  page,
  organization,
  loginAs,
}) => {
  const payout = await expiring(organization);
  await loginAs("admin");
  await page.goto("/");
  await ready(page);
  const dialog = await choose(page, "Extend expiry…");
  await expect(dialog).toContainText("1,234.56 USD");
  await dialog.getByLabel("New last day").fill(inDays(40).toISOString().slice(0, 10));
  await button(page, "Extend expiry").click();
  await expect(toast(page, /^Ada Byron can claim it until .*, 23:59:59 E[SD]T\./)).toBeVisible();
  await expect(page.getByRole("row", { name: /Ada Byron/ })).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1 }), "the row that had the focus is gone").toBeFocused();
  await page.goto(`/payouts/${payout.id}`);
  await expect(timeline(page).getByRole("listitem").first()).toContainText(/Expiry extended.* → .*23:59:59/s);
});

test("a day that gives no more time is refused beside the field, in the dialog", async ({
  page,
  organization,
  loginAs,
}) => {
  const payout = await expiring(organization, { expiresAt: inDays(5) });
  await loginAs("admin");
  await page.goto(`/payouts/${payout.id}`);
  await ready(page);
  const dialog = await choose(page, "Extend expiry…");
  const day = dialog.getByLabel("New last day");
  await day.evaluate((field: HTMLInputElement) => field.removeAttribute("min"));
  for (const [days, words] of [
    [1, "Choose a later day"],
    [-3, "is over"],
    [1_000, "more than 2 years ahead"],
  ] as const) {
    await day.fill(inDays(days).toISOString().slice(0, 10));
    await button(page, "Extend expiry").click();
    await expect(day).toHaveAccessibleDescription(new RegExp(words));
  }
  await button(page, "Keep expiry").click();
  await expect(button(page, "More for Ada Byron")).toBeFocused();
});

test("an admin changes the recipient's email: told before that the old link ends, and the new address is mailed", async ({
  page,
  organization,
  loginAs,
}) => {
  const payout = await expiring(organization);
  await loginAs("admin");
  await page.goto(`/payouts/${payout.id}`);
  await ready(page);
  const dialog = await choose(page, "Change email…");
  await expect(dialog).toContainText("The link sent to ada@example.com stops working");
  await dialog.getByLabel("New email address").fill("ada.byron@example.com");
  await button(page, "Change email").click();
  await expect(
    toast(page, /^The old link no longer works\. The email with a new one to ada\.byron@example\.com/),
  ).toBeVisible();
  await expect(timeline(page)).toContainText("ada@example.com → ada.byron@example.com");
  await expect(page.getByRole("region", { name: "Emails" })).toContainText("to ada.byron@example.com");
});

test("while one answer is left, list, Dashboard and page warn; given back, the warning is gone and so is the action", async ({
  page,
  organization,
  loginAs,
}) => {
  const payout = await expiring(organization, { openedAt: inDays(-1), verificationAttempts: 4 });
  await loginAs("admin");
  for (const address of ["/", "/payouts", `/payouts/${payout.id}`]) {
    await page.goto(address);
    await expect(page.getByText("One answer left").filter({ visible: true }).first(), address).toBeVisible();
  }
  await expect(page.getByText("The recipient used 4 of 5 verification answers.")).toBeVisible();
  await ready(page);
  // What helps stands where the trouble is told, beside its place in the menu.
  await button(page, "Reset wrong answers").click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("speak with the recipient first");
  await dialog.getByRole("button", { name: "Reset wrong answers" }).click();
  await expect(toast(page, "Ada Byron has all their verification answers again.")).toBeVisible();
  await expect(page.getByText("One answer left")).toHaveCount(0);
  await expect(page.getByText("5 of 5 answers left")).toBeVisible();
  await expect(timeline(page)).toContainText("4 wrong answers reset");
  await button(page, "More for Ada Byron").click();
  await expect(page.getByRole("menuitem")).toHaveText(["Extend expiry…", "Change email…"]);
});

test("the menu is a menu by keyboard too: it opens on its first item, arrows go round, Escape and Tab leave it, and a dialog gives the focus back", async ({
  page,
  organization,
  loginAs,
}) => {
  await expiring(organization);
  await loginAs("admin");
  await page.goto("/");
  await ready(page);
  const more = button(page, "More for Ada Byron");
  const item = (name: string) => page.getByRole("menuitem", { name });
  await more.focus();
  await page.keyboard.press("Enter");
  await expect(item("Extend expiry…")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(item("Change email…")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(item("Extend expiry…")).toBeFocused();
  await page.keyboard.press("End");
  await expect(item("Change email…")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(more).toBeFocused();
  await expect(page.getByRole("menu")).toBeHidden();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByLabel("New last day")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(more).toBeFocused();
});

test("a payment that may be tried again is: asked first, it goes on under the same payout as its next attempt", async ({
  page,
  organization,
  loginAs,
}) => {
  const payout = await undelivered(organization, "provider_unavailable");
  await loginAs("admin");
  await page.goto(`/payouts/${payout.id}`);
  await ready(page);
  const attempts = page.getByRole("region", { name: "Payment attempts" }).getByRole("listitem");
  await expect(attempts).toHaveCount(1);
  await expect(attempts).toContainText(
    /1\. Bank account with an IBAN ending 3000.*Failed.*could not be reached.*Code 17.*Sandbox · reference SBX-1 · ended/s,
  );
  await button(page, "Retry payment to Ada Byron").click();
  await expect(page.getByRole("dialog")).toContainText("cannot be recalled");
  await page.getByRole("dialog").getByRole("button", { name: "Retry payment" }).click();
  await expect(toast(page, "The payment is on its way again")).toBeVisible();
  await expect(attempts).toHaveCount(2);
  await expect(attempts.first()).toContainText("2. Bank account with an IBAN ending 3000");
  await expect(timeline(page)).toContainText("Payment tried again");
});

test("where the reason forbids it, the retry button stays and says why", async ({ page, organization, loginAs }) => {
  const payout = await undelivered(organization, "account_closed");
  await loginAs("admin");
  await page.goto(`/payouts/${payout.id}`);
  await ready(page);
  const retry = button(page, "Retry payment to Ada Byron");
  await expect(retry).toHaveAccessibleDescription(
    /same details again would not help\. Ask the recipient for an open account/,
  );
  await retry.click({ force: true });
  await expect(toast(page, "would not help")).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("after the last attempt there may be, the retry button says so before anything is asked", async ({
  page,
  organization,
  loginAs,
}) => {
  const payout = await createPayout(organization, {
    recipientName: "Ada Byron",
    status: "failed_to_send",
    failureCode: "provider_unavailable",
  });
  await createAttempt(payout, { number: mostAttempts });
  await loginAs("admin");
  await page.goto(`/payouts/${payout.id}`);
  await expect(button(page, "Retry payment to Ada Byron")).toHaveAccessibleDescription(/tried 20 times/);
});

test("a paid payout that the provider then called failed says so on its page, and what not to do", async ({
  page,
  organization,
  loginAs,
}) => {
  const payout = await createPayout(organization, { status: "completed" });
  await recordEvents(db, systemActor(organization.id, "test"), [
    {
      name: "payout.report_ignored",
      occurredAt: new Date(),
      payoutId: payout.id,
      data: { said: "failed", attempt: 1 },
    },
  ]);
  await loginAs("viewer");
  await page.goto(`/payouts/${payout.id}`);
  await expect(page.getByText("The provider said that this payment was paid, and later that it failed.")).toBeVisible();
  await expect(page.getByText("Do not pay again before it has told you.")).toBeVisible();
  await expect(timeline(page)).toContainText("The provider contradicted itself");
});

test("an expired payout is replaced from Recently Expired with another email and amount, on purpose: the form is filled in, and says what comes of it", async ({
  page,
  organization,
  loginAs,
}) => {
  await expiring(organization, {
    status: "expired",
    expiresAt: inDays(-1),
    createdAt: inDays(-9),
    reference: "CLM-7",
    verificationAnswer: "salt.hmac",
  });
  await loginAs("admin");
  await page.goto("/?tab=recently-expired");
  await ready(page);
  await button(page, "Create new payout for Ada Byron").click();
  const dialog = page.getByRole("dialog", { name: "Create a new payout?" });
  await expect(dialog.getByLabel("Recipient name")).toHaveValue("Ada Byron");
  await expect(dialog.getByLabel("Email address")).toHaveValue("ada@example.com");
  await expect(dialog.getByLabel("Ask for the same answer")).toBeChecked();
  await expect(dialog.getByLabel(/New amount/)).toBeHidden();
  await dialog.getByLabel("Email address").fill("ada.byron@example.com");
  await dialog.getByLabel("Change the amount").check();
  await dialog.getByLabel("New amount in USD").fill("1,000");
  await dialog.getByLabel("Note (optional)").fill("Moved house");
  await dialog.getByRole("button", { name: "Create new payout" }).click();
  await expect(dialog.getByLabel("New amount in USD")).toHaveAccessibleDescription(/1000/);
  await expect(dialog.getByLabel("Email address")).toHaveValue("ada.byron@example.com");
  await dialog.getByLabel("New amount in USD").fill("1000.50");
  await dialog.getByRole("button", { name: "Create new payout" }).click();
  await expect(toast(page, /^Created CLM-7-R1: 1,000\.50 USD to Ada Byron/)).toBeVisible();
  await expect(page.getByRole("row", { name: /Ada Byron/ })).toContainText("Replaced");
  await page.goto("/payouts?q=CLM-7-R1");
  await page.getByRole("link", { name: "Ada Byron" }).click();
  await expect(timeline(page)).toContainText(/Replaces CLM-7; email was ada@example\.com; amount was 1,234\.56 USD/);
  await expect(timeline(page)).toContainText("“Moved house”");
});

test("Expiring Soon says how far each recipient has got", async ({ page, organization, loginAs }) => {
  const people = {
    "Never opened": {},
    "Opened, not finished": { openedAt: inDays(-1) },
    "Verified, not finished": { openedAt: inDays(-1), verifiedAt: inDays(-1) },
  };
  for (const [recipientName, state] of Object.entries(people))
    await expiring(organization, { recipientName: `Ada ${recipientName}`, ...state });
  for (const [status, recipientName] of [
    ["bounced", "Email bounced"],
    ["failed", "Email refused"],
  ] as const)
    await createEmail(await expiring(organization, { recipientName: `Ada ${recipientName}` }), { status });
  await loginAs("viewer");
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("/");
  for (const words of [...Object.keys(people), "Email bounced", "Email refused"]) {
    await expect(
      page.getByRole("row", { name: `Ada ${words}` }).getByRole("cell", { name: words, exact: true }),
    ).toBeVisible();
  }
});
