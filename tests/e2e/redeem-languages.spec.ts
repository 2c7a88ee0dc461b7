import type { Page } from "@playwright/test";
import { languages, languageTable, type Language } from "@/lib/recipient-words/languages";
import { recipientWords } from "@/lib/recipient-words/table";
import { createPayout } from "@/tests/support/factories";
import { englishIn } from "@/tests/support/recipient-sentences";
import { violationsOn } from "./axe";
import { expect, ready, test } from "./portal";
import { confirmedHeading, heading, pageOf, rightAnswer, withAnswer } from "./redeem-world";

test.use({ viewport: { width: 390, height: 780 } });

/** The document says its language, nothing is English, nothing sticks out, and axe finds nothing. */
async function expectInLanguage(page: Page, language: Language) {
  const { direction } = languageTable[language];
  await expect(page.locator("html")).toHaveAttribute("lang", language);
  expect(await page.evaluate(() => getComputedStyle(document.body).direction)).toBe(direction);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "no sideways scroll").toBe(
    true,
  );
  expect(await violationsOn(page)).toEqual([]);
  if (language !== "en")
    expect(englishIn(`${await page.title()} ${await page.locator("body").innerText()}`)).toEqual([]);
}

for (const language of languages) {
  test(`a recipient is paid in ${languageTable[language].label}, from the first step to the last, and reads no other language`, async ({
    page,
    organization,
  }) => {
    const { page: words, refusals } = recipientWords[language];
    const from = { organization: organization.name };
    const payout = await withAnswer(organization, { language });
    await page.goto(pageOf(payout));
    await ready(page);
    await expect(heading(page, words.welcome.title(from))).toBeVisible();
    await expectInLanguage(page, language);
    await page.getByRole("link", { name: words.welcome.continue }).click();
    await expect(heading(page, words.verify.title)).toBeFocused();
    const answer = page.getByLabel(words.verify.answerLabel(from));
    const goOn = page.getByRole("button", { name: words.verify.form.continue });
    await goOn.click();
    await expect(answer).toHaveAccessibleDescription(new RegExp(refusals.noCode));
    await answer.fill("wrong");
    await goOn.click();
    await expect(page.getByText(refusals.wrong({ answers: 4 }))).toBeVisible();
    await expectInLanguage(page, language);
    await answer.fill(rightAnswer);
    await goOn.click();
    await expect(heading(page, words.pay.title)).toBeFocused();
    await page.getByLabel(words.methods.us_account.label).check();
    const check = page.getByRole("button", { name: words.pay.form.check });
    await check.click();
    await expect(page.getByText(refusals.lookBelow)).toBeVisible();
    for (const fault of ["holder_missing", "routing_number", "account_number"] as const)
      await expect(page.getByText(refusals.fields[fault])).toBeVisible();
    await expectInLanguage(page, language);
    await page.getByLabel(words.fields.holder.label).first().fill("Ada Byron");
    await page.getByLabel(words.fields.routing_number.label).fill("021000021");
    await page.getByLabel(words.fields.account_number.label, { exact: true }).fill("12345678");
    await check.click();
    await expect(page.getByRole("heading", { name: words.pay.form.isItRight })).toBeFocused();
    await expectInLanguage(page, language);
    await page.getByRole("button", { name: words.pay.form.confirm }).click();
    await expect(confirmedHeading(page, language)).toBeFocused();
    const account = words.card.account({ method: words.methods.us_account.label, ending: "5678" });
    await expect(page.getByText(account, { exact: true })).toBeVisible();
    await expectInLanguage(page, language);
  });

  test(`a code by email, and every way in which a payout ends, are in ${languageTable[language].label}`, async ({
    page,
    organization,
  }) => {
    const { page: words, closed } = recipientWords[language];
    const code = await createPayout(organization, { language });
    await page.goto(pageOf(code, "verify"));
    await ready(page);
    await page.getByRole("button", { name: words.verify.emailMe }).click();
    await expect(heading(page, words.verify.titleOfCode)).toBeFocused();
    await page.getByRole("button", { name: words.verify.sendNew }).click();
    await expect(page.locator("[data-refusal]")).toBeVisible();
    await expectInLanguage(page, language);
    for (const [status, { title }] of [
      ["completed", closed.completed],
      ["expired", closed.expired],
      ["canceled", closed.canceled],
      ["failed_to_send", closed.undelivered],
    ] as const) {
      await page.goto(pageOf(await createPayout(organization, { language, status })));
      await expect(heading(page, title)).toBeVisible();
      await expectInLanguage(page, language);
    }
  });
}

test.describe("in a browser that asks for Austrian German", () => {
  test.use({ locale: "de-AT" });

  test("the page speaks the browser's language, then the one that is chosen, also of the next payout", async ({
    page,
    organization,
  }) => {
    const payout = await createPayout(organization);
    await page.goto(pageOf(payout));
    await ready(page);
    await expectInLanguage(page, "de");
    await page.locator("summary").click();
    await page.getByRole("button", { name: languageTable.ar.name }).click();
    await expect(
      heading(page, recipientWords.ar.page.welcome.title({ organization: organization.name })),
    ).toBeFocused();
    await expectInLanguage(page, "ar");
    await page.goto(pageOf(await createPayout(organization, { language: "fr" })));
    await expectInLanguage(page, "ar");
    await page.goto("/redeem/unknown");
    await expect(heading(page, recipientWords.ar.page.unknownLink.title)).toBeVisible();
    await ready(page);
    await page.locator("summary").click();
    await page.getByRole("button", { name: languageTable.pt.name }).click();
    await expect(heading(page, recipientWords.pt.page.unknownLink.title)).toBeVisible();
    await expectInLanguage(page, "pt");
  });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the language is changed too", async ({ page, organization }) => {
    await page.goto(pageOf(await createPayout(organization)));
    await page.locator("summary").click();
    await page.getByRole("button", { name: languageTable.es.name }).click();
    await expect(
      heading(page, recipientWords.es.page.welcome.title({ organization: organization.name })),
    ).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "es");
  });
});
