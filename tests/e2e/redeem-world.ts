import type { Page } from "@playwright/test";
import { env } from "@/lib/env";
import { keptAnswer } from "@/lib/payouts/fields/verification";
import type { Language } from "@/lib/recipient-words/languages";
import { recipientWords } from "@/lib/recipient-words/table";
import { createPayout, type Organization } from "@/tests/support/factories";
import { tokenOf } from "@/tests/support/recipients";
import { expect } from "./portal";

export const rightAnswer = "AB-1984";

/** A payout whose organization has an answer for it. */
export const withAnswer = (organization: Organization, overrides: Parameters<typeof createPayout>[1] = {}) =>
  createPayout(organization, {
    recipientName: "Ada Byron",
    amountMinor: 128_400n,
    verificationAnswer: keptAnswer(env().LINK_KEY, "salt", rightAnswer),
    ...overrides,
  });

export const pageOf = (payout: Parameters<typeof tokenOf>[0], step = ""): string =>
  `/redeem/${tokenOf(payout)}${step && `?step=${step}`}`;

export const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });

/** Heads the page once the recipient has confirmed. The worker may have paid before the page is there. */
export const confirmedHeading = (page: Page, language: Language = "en") => {
  const { submitted, completed } = recipientWords[language].closed;
  return heading(page, submitted.title).or(heading(page, completed.title));
};

/** Gives the organization's answer, or a wrong one. */
export async function giveAnswer(page: Page, text = rightAnswer): Promise<void> {
  await page.getByLabel(/^Your code from/).fill(text);
  await page.getByRole("button", { name: "Continue" }).click();
}

/** Fills in an American account; the sandbox pays to accounts with this ending. */
export async function fillAccount(page: Page, account = "1234 5678"): Promise<void> {
  await page.getByLabel("US bank account").check();
  await page.getByLabel("Name on the account").first().fill("Ada Byron");
  await page.getByLabel("Routing number").fill("021000021");
  await page.getByLabel("Account number", { exact: true }).fill(account);
}

/** Has the details checked. */
export async function check(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Check my details" }).click();
}

/** Has the details checked, then confirms them. */
export async function confirm(page: Page): Promise<void> {
  await check(page);
  await page.getByRole("button", { name: "Confirm and get paid" }).click();
}

export async function expectStep(page: Page, number: 1 | 2 | 3, title: string | RegExp): Promise<void> {
  await expect(heading(page, title)).toBeVisible();
  await expect(page.getByText(`Step ${number} of 3`, { exact: true })).toBeVisible();
  await expect(page).toHaveTitle(new RegExp(`^Step ${number} of 3 · Your payout from `));
}
