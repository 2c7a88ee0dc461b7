import { createOrganization, createPayout } from "../factories";
import { codeOf } from "../recipients";
import { expectNoSidewaysScroll, inEveryLook } from "./every-look";
import { expect, test } from "./portal";
import { confirm, giveAnswer, pageOf, withAnswer } from "./redeem-world";

/** Names and colours that are hard to fit, and to see. */
const hard = () =>
  createOrganization({
    name: "The Extraordinarily Longwinded Mutual Benevolent Rückversicherungsgesellschaft of Upper Saxony",
    supportEmail: "an-extremely-long-support-address@subdomain.longwinded.example",
    brandColor: "#ffe600",
  });
const recipientName = `${"Wolfeschlegelsteinhausenbergerdorff".repeat(3)} Ramanujan`;

test("the first step, the question for an answer, a wrong one and the lock have no violation in light and dark, wide and narrow, and fit 320 px", async ({ page }) => {
  const organization = await hard();
  const payout = await withAnswer(organization, { recipientName, amountMinor: 999_999_999_999_999n });
  await inEveryLook(page, "step 1", async () => void (await page.goto(pageOf(payout))));
  await expectNoSidewaysScroll(page, "step 1");
  await inEveryLook(page, "step 2 refused", async () => {
    await page.goto(pageOf(payout, "verify"));
    await giveAnswer(page, "wrong");
    await expect(page.getByText("That is not right")).toBeVisible();
  });
  await expectNoSidewaysScroll(page, "step 2 refused");
  const locked = await createPayout(organization, { status: "failed_to_process", recipientName });
  await inEveryLook(page, "locked", async () => void (await page.goto(pageOf(locked))));
  await expectNoSidewaysScroll(page, "locked");
});

test("the code, the ways to be paid with every field at fault, and the end have no violation either and fit 320 px", async ({ page }) => {
  const payout = await createPayout(await hard(), { recipientName, currency: "EUR", codeCount: 1, codeSentAt: new Date() });
  await inEveryLook(page, "code", async () => void (await page.goto(pageOf(payout, "verify"))));
  await expectNoSidewaysScroll(page, "code");
  await page.getByLabel("Code of 6 digits").fill(codeOf(payout, 1));
  await page.getByRole("button", { name: "Continue" }).click();
  await inEveryLook(page, "step 3 refused", async () => {
    await page.goto(pageOf(payout));
    await page.getByLabel("Bank account abroad").check();
    await confirm(page);
    await expect(page.getByRole("alert").filter({ hasText: "Nothing was sent yet" })).toBeVisible();
  });
  await expectNoSidewaysScroll(page, "step 3 refused");
  await page.getByLabel("Bank account with an IBAN").check();
  await page.getByLabel("Name on the account").first().fill("Ada Byron");
  await page.getByLabel("IBAN", { exact: true }).fill("DE89 3704 0044 0532 0130 00");
  await confirm(page);
  await expect(page.getByRole("heading", { level: 1, name: /on its way|been paid/ })).toBeVisible();
  await inEveryLook(page, "the end", async () => void (await page.goto(pageOf(payout))));
  await expectNoSidewaysScroll(page, "the end");
});
