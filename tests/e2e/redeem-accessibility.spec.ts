import type { Page } from "@playwright/test";
import { createOrganization, createPayout, type Organization } from "@/tests/support/factories";
import { codeOf } from "@/tests/support/recipients";
import { inEveryLook } from "./every-look";
import { expect, test } from "./portal";
import { check, expectStep, giveAnswer, pageOf, withAnswer } from "./redeem-world";

/** Names and colors that are hard to fit and to read. */
const hard = () =>
  createOrganization({
    name: "The Extraordinarily Longwinded Mutual Benevolent Rückversicherungsgesellschaft of Upper Saxony",
    supportEmail: "an-extremely-long-support-address@subdomain.longwinded.example",
    brandColor: "#ffe600",
  });
const recipientName = `${"Wolfeschlegelsteinhausenbergerdorff".repeat(3)} Ramanujan`;

type Screen = { what: string; open: (page: Page, organization: Organization) => Promise<() => Promise<void>> };

const at = (page: Page, address: string) => async () => void (await page.goto(address));

/** In this window the question for a code is already answered. */
async function provenOnce(page: Page, organization: Organization) {
  const payout = await createPayout(organization, {
    recipientName,
    currency: "EUR",
    codeCount: 1,
    codeSentAt: new Date(),
  });
  await page.goto(pageOf(payout, "verify"));
  await page.getByLabel("Code of 6 digits").fill(codeOf(payout, 1));
  await page.getByRole("button", { name: "Continue" }).click();
  await expectStep(page, 3, /How would you/);
  return payout;
}

const screens: Screen[] = [
  {
    what: "the first step",
    open: async (page, organization) =>
      at(page, pageOf(await withAnswer(organization, { recipientName, amountMinor: 999_999_999_999_999n }))),
  },
  {
    what: "a wrong answer",
    open: async (page, organization) => {
      const payout = await withAnswer(organization, { recipientName });
      return async () => {
        await page.goto(pageOf(payout, "verify"));
        await giveAnswer(page, "wrong");
        await expect(page.getByText("That is not right")).toBeVisible();
      };
    },
  },
  {
    what: "the question for a code",
    open: async (page, organization) =>
      at(page, pageOf(await createPayout(organization, { codeCount: 1, codeSentAt: new Date() }), "verify")),
  },
  {
    what: "the lock",
    open: async (page, organization) =>
      at(page, pageOf(await createPayout(organization, { status: "failed_to_process", recipientName }))),
  },
  {
    what: "the ways to be paid, with every field at fault",
    open: async (page, organization) => {
      const payout = await provenOnce(page, organization);
      return async () => {
        await page.goto(pageOf(payout));
        await page.getByLabel("Bank account abroad").check();
        await check(page);
        await expect(page.getByRole("alert").filter({ hasText: "Nothing was sent yet" })).toBeVisible();
      };
    },
  },
];

for (const { what, open } of screens) {
  test(`${what} has no accessibility violation in light and dark, wide and narrow, and fits 320 px`, {
    tag: "@looks",
  }, async ({ page }) => {
    const arrange = await open(page, await hard());
    await inEveryLook(page, what, arrange);
  });
}
