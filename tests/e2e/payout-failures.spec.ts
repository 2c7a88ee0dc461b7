import { db } from "@/db/client";
import { systemActor } from "@/lib/actor";
import { recordEvents } from "@/lib/events";
import { mostAttempts } from "@/lib/payouts/failures";
import { createAttempt } from "@/tests/support/attempt-factory";
import { createPayout } from "@/tests/support/factories";
import { expect, ready, test } from "./portal";
import { expiring, inDays, button, toast, timeline, undelivered } from "./payout-steps";

test("a retry asks for confirmation and continues the same payout with its next attempt", async ({
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

test("when the failure reason forbids a retry, the button says why and opens no dialog", async ({
  page,
  organization,
  loginAs,
}) => {
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

test("after the last allowed attempt the retry button says so before it is pressed", async ({
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

test("a paid payout that the provider later reports as failed says so on its page, with what not to do", async ({
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

test("an expired payout is replaced from Recently Expired with another email and amount, and the form says what follows", async ({
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

test("an admin replaces a failed payout in its row, after its reason, the next step and who acts", async ({
  page,
  organization,
  loginAs,
}) => {
  await createPayout(organization, {
    status: "failed_to_send",
    failureCode: "account_closed",
    statusChangedAt: new Date(Date.now() - 80 * 86_400_000),
    recipientName: "Ada Byron",
  });
  await loginAs("admin");
  await page.goto("/");
  await ready(page);
  const row = page.getByRole("row", { name: /Ada Byron/ });
  await expect(row).toContainText("The recipient's bank account is closed.");
  await expect(row).toContainText("The recipient: Ask the recipient for an open account, then create a new payout.");
  await row.getByRole("button", { name: "Create new payout for Ada Byron" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Create new payout" }).click();
  await expect(page.getByTestId("tab-failed-needs-you")).toHaveText("0");
});
