import type { Page } from "@playwright/test";
import { createEmail, createPayout, type Organization } from "@/tests/support/factories";
import { expect, ready, test } from "./portal";

const hourMs = 3_600_000;
const inDays = (days: number) => new Date(Date.now() + days * 24 * hourMs);

/**
 * A pending payout that expires tomorrow, last emailed two days ago. It was reminded already, so that the running
 * worker sends no email during a test.
 */
async function expiring(organization: Organization, recipientName: string, days = 1) {
  const payout = await createPayout(organization, {
    recipientName,
    amountMinor: 123_456n,
    expiresAt: inDays(days),
    createdAt: inDays(-2),
    reminderCount: 1,
    lastRemindedAt: new Date(),
  });
  await createEmail(payout, { queuedAt: payout.createdAt });
  return payout;
}

const row = (page: Page, name: string) => page.getByRole("row", { name: new RegExp(name) });
const button = (page: Page, action: string, name: string) => page.getByRole("button", { name: `${action} ${name}` });
const toast = (page: Page, words: string | RegExp) => page.getByRole("status").filter({ hasText: words });

/** The requests of a page from now on, without prefetches. */
function requestsOf(page: Page): string[] {
  const seen: string[] = [];
  page.on("request", (request) => {
    const ahead = "next-router-prefetch" in request.headers() || "next-router-segment-prefetch" in request.headers();
    if (!ahead && ["document", "fetch", "xhr"].includes(request.resourceType()))
      seen.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  return seen;
}

test("an admin cancels from Expiring Soon; the same response removes the row and updates the counts", async ({
  page,
  organization,
  loginAs,
}) => {
  await expiring(organization, "Ada Byron");
  await expiring(organization, "Grace Hopper", 2);
  await loginAs("admin");
  await page.goto("/");
  await ready(page);
  await expect(page.getByTestId("tab-expiring-soon")).toHaveText("2");
  const requests = requestsOf(page);
  await button(page, "Cancel Payout to", "Ada Byron").click();
  const dialog = page.getByRole("dialog", { name: "Cancel Payout?" });
  await expect(dialog).toContainText("Ada Byron");
  await expect(dialog).toContainText("1,234.56");
  await expect(dialog).toContainText("cannot be undone");
  await dialog.getByLabel("Reason").fill("Paid by bank transfer");
  await dialog.getByRole("button", { name: "Cancel Payout" }).click();
  await expect(toast(page, /^Canceled: .*1,234\.56.* to Ada Byron/)).toBeVisible();
  await expect(row(page, "Ada Byron")).toHaveCount(0);
  await expect(row(page, "Grace Hopper")).toHaveCount(1);
  await expect(page.getByTestId("tab-expiring-soon")).toHaveText("1");
  await expect(page.getByRole("link", { name: "1 canceled" })).toBeVisible();
  await expect(dialog).toBeHidden();
  expect(requests).toEqual(["POST /"]);
});

test("a cancellation without a reason, or with only spaces, is refused at the field and cancels nothing", async ({
  page,
  organization,
  loginAs,
}) => {
  await expiring(organization, "Ada Byron");
  await loginAs("admin");
  await page.goto("/");
  await ready(page);
  await button(page, "Cancel Payout to", "Ada Byron").click();
  const dialog = page.getByRole("dialog");
  const reason = dialog.getByLabel("Reason");
  await dialog.getByRole("button", { name: "Cancel Payout" }).click();
  await expect(reason).toBeFocused();
  expect(await reason.evaluate((field: HTMLTextAreaElement) => field.validity.valueMissing)).toBe(true);
  await reason.fill("   ");
  await dialog.getByRole("button", { name: "Cancel Payout" }).click();
  await expect(reason).toHaveAccessibleDescription(/Enter a reason/);
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: "Keep payout" }).click();
  await expect(dialog).toBeHidden();
  await expect(button(page, "Cancel Payout to", "Ada Byron")).toBeFocused();
  await page.reload();
  await expect(row(page, "Ada Byron")).toHaveCount(1);
});

test("an admin cancels by keyboard alone, and the focus is never lost", async ({ page, organization, loginAs }) => {
  await expiring(organization, "Ada Byron");
  await expiring(organization, "Grace Hopper", 2);
  await loginAs("admin");
  await page.goto("/");
  await ready(page);
  const opener = button(page, "Cancel Payout to", "Ada Byron");
  await tabTo(page, "Cancel Payout to Ada Byron");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(opener).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByLabel("Reason")).toBeFocused();
  await page.keyboard.type("Paid by bank transfer");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("dialog").getByRole("button", { name: "Cancel Payout" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(row(page, "Ada Byron")).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1 }), "the row that had the focus is gone").toBeFocused();
});

test("a button pressed at the moment its dialog closes opens the dialog again", async ({
  page,
  organization,
  loginAs,
}) => {
  await expiring(organization, "Ada Byron");
  await loginAs("admin");
  await page.goto("/");
  await ready(page);
  const opener = button(page, "Cancel Payout to", "Ada Byron");
  await opener.click();
  await page.getByLabel("Reason").fill("Paid by bank transfer");
  // A closing dialog returns the focus at once, but reports only later that it is closed.
  await opener.evaluate((control: HTMLButtonElement) => {
    document.querySelector<HTMLDialogElement>("dialog[open]")?.close();
    control.click();
  });
  await expect(page.getByLabel("Reason"), "a new question, with nothing written yet").toHaveValue("");
  await expect(page.getByLabel("Reason")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(opener).toBeFocused();
});

/** Presses Tab until the control with this name has the focus. */
async function tabTo(page: Page, name: string) {
  await expect
    .poll(
      async () => {
        await page.keyboard.press("Tab");
        return page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
      },
      { intervals: [0] },
    )
    .toBe(name);
}

test("a resend shows a toast and is counted, and the button then says why it must wait", async ({
  page,
  organization,
  loginAs,
}) => {
  await expiring(organization, "Ada Byron");
  await loginAs("admin");
  await page.goto("/");
  await ready(page);
  const requests = requestsOf(page);
  const resend = button(page, "Resend Payout Email to", "Ada Byron");
  await expect(resend).not.toHaveAttribute("aria-disabled", "true");
  await resend.click();
  await expect(
    toast(page, /waits in the email log, because no mail server is set\. You can send it 4 more times/),
  ).toBeVisible();
  await expect(resend).toHaveAttribute("aria-disabled", "true");
  await expect(resend).toBeFocused();
  await expect(resend).toHaveAccessibleDescription(/less than 10 minutes old. You can send it again after/);
  expect(requests).toEqual(["POST /"]);
  await resend.click({ force: true });
  await expect(toast(page, "less than 10 minutes old")).toBeVisible();
  expect(requests).toEqual(["POST /"]);
});

test("after five resends the button says that no more are allowed", async ({ page, organization, loginAs }) => {
  await createPayout(organization, {
    recipientName: "Ada Byron",
    expiresAt: inDays(1),
    createdAt: inDays(-2),
    resendCount: 5,
  });
  await loginAs("admin");
  await page.goto("/");
  await expect(button(page, "Resend Payout Email to", "Ada Byron")).toHaveAccessibleDescription(
    /sent again 5 times, which is the most/,
  );
});

test("when two admins cancel from the same page, the second sees the new status and a refreshed row", async ({
  page,
  organization,
  loginAs,
  anotherWindow,
}) => {
  await expiring(organization, "Ada Byron");
  await loginAs("admin");
  const other = (await anotherWindow("admin")).page;
  for (const window of [page, other]) {
    await window.goto("/");
    await ready(window);
    await button(window, "Cancel Payout to", "Ada Byron").click();
    await window.getByRole("dialog").getByLabel("Reason").fill("Not needed any more");
  }
  await page.getByRole("dialog").getByRole("button", { name: "Cancel Payout" }).click();
  await expect(toast(page, /^Canceled/)).toBeVisible();
  await other.getByRole("dialog").getByRole("button", { name: "Cancel Payout" }).click();
  await expect(toast(other, /Nothing was changed: this payout is canceled now/)).toBeVisible();
  await expect(row(other, "Ada Byron")).toHaveCount(0);
  await expect(other.getByTestId("tab-expiring-soon")).toHaveText("0");
});

test("the list row and the detail page offer the same actions, and the timeline shows who did it and why", async ({
  page,
  organization,
  loginAs,
}) => {
  const payout = await expiring(organization, "Ada Byron");
  const admin = await loginAs("admin");
  await page.goto("/payouts");
  await ready(page);
  await row(page, "Ada Byron").hover();
  await button(page, "Resend Payout Email to", "Ada Byron").click();
  await expect(toast(page, /waits in the email log/)).toBeVisible();
  await page.goto(`/payouts/${payout.id}`);
  await ready(page);
  await button(page, "Cancel Payout to", "Ada Byron").click();
  await page.getByRole("dialog").getByLabel("Reason").fill("Paid by bank transfer");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel Payout" }).click();
  await expect(page.getByText("Paid by bank transfer", { exact: false }).first()).toBeVisible();
  await expect(page.getByRole("main").getByText(admin.name).first()).toBeVisible();
  await expect(page.getByRole("button", { name: /Resend|Cancel Payout/ })).toHaveCount(0);
});
