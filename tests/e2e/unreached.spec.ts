import { createBatch, createEmail, createPayout, type Organization } from "@/tests/support/factories";
import { expect, ready, test } from "./portal";

const why = "The mail server refused this address. It said: 550 mailbox says no";

async function unreached(
  organization: Organization,
  overrides: Parameters<typeof createPayout>[1],
  status: "failed" | "bounced" | "sent" = "failed",
) {
  const payout = await createPayout(organization, { recipientName: "Ada Byron", ...overrides });
  await createEmail(payout, { status, lastError: status === "sent" ? null : why });
  return payout;
}

test("the page of a pending payout says that its latest email was not delivered, and what to do", async ({
  page,
  organization,
  loginAs,
  anotherWindow,
}) => {
  const { id: batchId } = await createBatch(organization);
  const cases = [
    [await unreached(organization, {}), "The latest email could not be sent"],
    [await unreached(organization, { batchId }), "The latest email could not be sent"],
    [await unreached(organization, {}, "bounced"), "The latest email came back"],
  ] as const;
  await loginAs("admin");
  const band = page.getByText("Check the address with the recipient.").locator("..");
  for (const [payout, words] of cases) {
    await page.goto(`/payouts/${payout.id}`);
    await expect(band).toContainText(words);
    await expect(band).toContainText(why);
    await expect(band).toContainText("“Change email” under “More” above");
    await expect(page.getByRole("button", { name: "More for Ada Byron", exact: true })).toBeVisible();
  }
  const { page: viewer } = await anotherWindow("viewer");
  await viewer.goto(`/payouts/${cases[0][0].id}`);
  await expect(viewer.getByText("An admin of your organization can change it")).toBeVisible();
});

test("no such notice is shown once a later email was sent, or the payout is no longer pending", async ({
  page,
  organization,
  loginAs,
}) => {
  const reachedAgain = await unreached(organization, {});
  await createEmail(reachedAgain, { kind: "payout_resent", ordinal: 1, status: "sent", queuedAt: new Date() });
  const over = await unreached(organization, { status: "canceled" });
  await loginAs("admin");
  for (const { id } of [reachedAgain, over]) {
    await page.goto(`/payouts/${id}`);
    await expect(page.getByRole("heading", { name: "Emails" })).toBeVisible();
    await expect(page.getByText("Check the address with the recipient.")).toHaveCount(0);
  }
});

test("an admin records a bounce in the email log, and the payout's page shows it with the returned text", async ({
  page,
  organization,
  loginAs,
}) => {
  const payout = await createPayout(organization, { recipientName: "Ada Byron" });
  const email = await createEmail(payout);
  await loginAs("admin");
  await page.goto(`/admin/emails/${email.id}`);
  await ready(page);
  await page.getByRole("button", { name: "Mark as bounced" }).click();
  const dialog = page.getByRole("dialog", { name: "Mark this email as bounced?" });
  await expect(dialog).toContainText(payout.recipientEmail);
  await dialog.getByLabel(/^Text of the message/).fill("550 No such mailbox");
  await dialog.getByRole("button", { name: "Mark as bounced" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Marked as bounced." })).toBeVisible();
  await expect(page.getByRole("button", { name: "Mark as bounced" })).toHaveCount(0);
  await page.goto(`/payouts/${payout.id}`);
  await expect(page.getByText("The latest email came back")).toBeVisible();
  await expect(page.getByText("It said: 550 No such mailbox").first()).toBeVisible();
});
