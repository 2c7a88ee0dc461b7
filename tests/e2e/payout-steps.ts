import type { Page } from "@playwright/test";
import { createAttempt } from "@/tests/support/attempt-factory";
import { createPayout, type Organization } from "@/tests/support/factories";

export const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
/** Reminded already, so that the running worker sends no email during a test. */
export const expiring = (organization: Organization, overrides: Parameters<typeof createPayout>[1] = {}) =>
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
export const undelivered = async (organization: Organization, failureCode: string) => {
  const payout = await createPayout(organization, {
    recipientName: "Ada Byron",
    status: "failed_to_send",
    failureCode,
    failureDetail: "Code 17",
  });
  await createAttempt(payout);
  return payout;
};

export const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
export const toast = (page: Page, words: string | RegExp) => page.getByRole("status").filter({ hasText: words });
export const timeline = (page: Page) => page.getByRole("region", { name: "Timeline" });

export async function choose(page: Page, item: string) {
  await button(page, "More for Ada Byron").click();
  await page.getByRole("menuitem", { name: item }).click();
  return page.getByRole("dialog");
}
