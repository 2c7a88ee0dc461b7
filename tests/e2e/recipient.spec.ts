import { db } from "@/db/client";
import { systemActor } from "@/lib/actor";
import { recordEvents } from "@/lib/events";
import { createBatch, createEmail, createPayout, type Organization } from "@/tests/support/factories";
import { csv, uploadForReview } from "./batch-steps";
import { inEveryLook } from "./every-look";
import { inDays } from "./payout-steps";
import { expect, ready, test } from "./portal";

const ana = { recipientName: "Ana Ferreira", recipientEmail: "ana@example.com" };

/** A completed, a failed and a pending payout to one person, whose address is written in two ways. */
async function payoutsToAna(organization: Organization) {
  await createPayout(organization, { ...ana, status: "completed", reference: "ANA-1", createdAt: inDays(-50) });
  await createPayout(organization, {
    ...ana,
    recipientEmail: "Ana@Example.com",
    status: "failed_to_send",
    reference: "ANA-2",
  });
  const pending = await createPayout(organization, { ...ana, reference: "ANA-3", lastEmailedAt: null });
  await createEmail(pending, { status: "bounced", lastError: "550 mailbox unavailable" });
  await createPayout(organization, {
    recipientName: "Bob",
    recipientEmail: "bob@example.com",
    createdAt: inDays(-50),
    statusChangedAt: inDays(-50),
  });
  return pending;
}

test("a clerk who is told an address types it into the command menu and sees where the money is, and why not", async ({
  page,
  organization,
  loginAs,
}) => {
  await payoutsToAna(organization);
  await loginAs("viewer");
  await page.goto("/");
  await ready(page);
  await page.getByRole("button", { name: "Search or go to" }).click();
  await expect(page.getByRole("combobox", { name: "Search or go to" })).toBeFocused();
  await page.keyboard.type("ANA@example");
  const person = page.getByRole("option", { name: "Ana Ferreira (ana@example.com)" });
  await expect(person).toHaveCount(1);
  await person.click();
  await expect(page).toHaveURL(/\/payouts\/[0-9a-f-]{36}\/recipient$/);
  await expect(page.getByRole("heading", { level: 1, name: "Ana Ferreira" })).toBeVisible();
  await expect(page.getByTestId("total")).toHaveText("3");
  await expect(page.getByText("This recipient has 2 payouts of the last 30 days.")).toBeVisible();
  const failures = page.getByRole("region", { name: "What failed, and what to do" });
  await expect(failures.getByRole("link", { name: "ANA-2" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Emails" })).toContainText("550 mailbox unavailable");
  await page
    .getByRole("region", { name: "Totals by status" })
    .getByRole("row", { name: /Completed/ })
    .getByRole("link", { name: "1", exact: true })
    .click();
  await expect(page).toHaveURL(/recipient=.*status=completed|status=completed.*recipient=/);
  await expect(page.getByTestId("total")).toHaveText("1");
  await expect(page.getByText(/To ana@example.com/i).first()).toBeVisible();
});

test("every address leads to the recipient: in a list, on a payout, in the logs and on an email; an admin acts on the rows there", async ({
  page,
  organization,
  loginAs,
}) => {
  const pending = await payoutsToAna(organization);
  await loginAs("admin");
  const own = page.getByRole("heading", { level: 1, name: "Ana Ferreira", exact: true });
  await page.goto("/payouts?q=ana-3");
  await ready(page);
  await page.getByRole("main").getByRole("link", { name: "ana@example.com" }).click();
  await expect(own).toBeVisible();
  await page.goto(`/payouts/${pending.id}`);
  await ready(page);
  await page.getByRole("heading", { level: 1 }).getByRole("link", { name: "Ana Ferreira" }).click();
  await expect(own).toBeVisible();
  await page.getByRole("link", { name: "View All in the email log" }).click();
  await expect(page).toHaveURL(/\/admin\/emails\?/);
  await page.getByRole("main").getByRole("link", { name: "ana@example.com" }).first().click();
  await expect(own).toBeVisible();
  await recordEvents(db, systemActor(organization.id, "test"), [
    { name: "payout.canceled", occurredAt: inDays(0), payoutId: pending.id },
  ]);
  await page.goto("/admin/audit-log");
  await ready(page);
  await page.getByRole("link", { name: "Recipient Ana Ferreira" }).first().click();
  await expect(own).toBeVisible();
  await page.getByRole("link", { name: "View All in the email log" }).click();
  await expect(page).toHaveURL(/\/admin\/emails\?/);
  await page.getByRole("main").getByRole("link", { name: "Ana Ferreira" }).first().click();
  await expect(page).toHaveURL(/\/admin\/emails\/[0-9a-f-]{36}/);
  await page
    .getByRole("link", { name: /ana@example.com/ })
    .first()
    .click();
  await expect(own).toBeVisible();
  await page
    .getByRole("row", { name: /ANA-3/ })
    .getByRole("button", { name: /^Cancel/ })
    .click();
  await expect(page.getByRole("dialog")).toContainText("Ana Ferreira");
});

test("the review of a batch marks the rows whose recipient has a payout of the last 30 days", async ({
  page,
  organization,
  loginAs,
}) => {
  await payoutsToAna(organization);
  await loginAs("admin");
  const rows =
    "Ana Ferreira,ANA@example.com,77.00,USD,N-1\nNew One,new@example.com,78.00,USD,N-2\nBob,bob@example.com,79.00,USD,N-3\n";
  await uploadForReview(page, csv("more.csv", `recipient_name,email,amount,currency,reference\n${rows}`));
  await expect(page.getByText("1 row goes to somebody who has a payout of the last 30 days.")).toBeVisible();
  const people = page.getByRole("region", { name: "Who will be emailed" });
  await expect(people.getByRole("link")).toHaveText(["ANA@example.com", /Has a payout/, "bob@example.com"]);
  await page.getByRole("link", { name: "Has a payout of the last 30 days" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Ana Ferreira" })).toBeVisible();
});

test("the page is accessible in every look, with a name written from right to left", async ({
  page,
  organization,
  loginAs,
}) => {
  const { id: batchId } = await createBatch(organization);
  const long = {
    recipientName: "محمد بن عبد الله بن عبد الرحمن الأنصاري",
    recipientEmail: `${"long.".repeat(20)}@example.com`,
  };
  const payout = await createPayout(organization, { ...long, batchId });
  await createPayout(organization, { ...long, status: "failed_to_process", currency: "EUR" });
  await createEmail(payout);
  await loginAs("admin");
  await inEveryLook(page, "the page of a recipient", async () => {
    await page.goto(`/payouts/${payout.id}/recipient`);
    await ready(page);
  });
  if (process.env.SHOTS !== undefined)
    for (const [width, colorScheme] of [
      [1440, "light"],
      [1440, "dark"],
      [390, "light"],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${process.env.SHOTS}/recipient-${width}-${colorScheme}.png`, fullPage: true });
    }
});
