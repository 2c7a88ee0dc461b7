import type { Page } from "@playwright/test";
import { emailKindTable, type EmailKind } from "@/lib/emails/kinds";
import {
  createEmail,
  createOrganization,
  createPayout,
  createUser,
  type Organization,
} from "@/tests/support/factories";
import { violationsOn, wcag } from "./axe";
import { expect, test } from "./portal";
import { signIn } from "./session";

const ordinary = { name: "Harbor Mutual", brandColor: "#1d4ed8", supportEmail: "payouts@harbor-mutual.example" };
/** Extreme values that a person can enter: words that fit on no line, and a color on which white cannot be read. */
const extreme = {
  name: "Donaudampfschifffahrtsgesellschaft".repeat(5),
  brandColor: "#facc15",
  supportEmail: `${"support".repeat(8)}@${"harbor-mutual".repeat(4)}.example`,
};
const extremePayout = {
  recipientName: "Maximiliana-Wilhelmina".repeat(8),
  reference: "REF".repeat(33),
  amountMinor: 999_999_999_999_999n,
};

type Message = {
  what: string;
  kind: EmailKind;
  ordinal: number /** Overrides for the payout that it is about. */;
  failure?: string;
  says: RegExp[];
};
const messages: Message[] = [
  {
    what: "the payout email",
    kind: "payout_sent",
    ordinal: 0,
    says: [/has a payout of 123\.45 US dollars for you/, /The link works until/],
  },
  {
    what: "the payout email sent again",
    kind: "payout_resent",
    ordinal: 1,
    says: [/Here is your link again/, /the same link as before/, /The link works until/],
  },
  {
    what: "the reminder",
    kind: "payout_reminder",
    ordinal: 1,
    says: [/not claimed it yet/, /the same link as in our earlier email/, /The link works until/],
  },
  {
    what: "the cancellation notice",
    kind: "payout_canceled",
    ordinal: 0,
    says: [/canceled the payout of 123\.45 US dollars/, /can no longer be used/],
  },
  {
    what: "the payment notice",
    kind: "payout_completed",
    ordinal: 1,
    says: [/paid 123\.45 US dollars to the account you chose/, /five working days/],
  },
  {
    what: "the notice of a locked link",
    kind: "payout_failed",
    ordinal: 0,
    says: [/Too many wrong answers/, /What to do:\s+write to/, /If it was not you/],
  },
  {
    what: "the notice of a payment that the provider failed",
    kind: "payout_failed",
    ordinal: 1,
    failure: "provider_unavailable",
    says: [
      /could not be delivered/,
      /What to do:\s+you do not need to do anything now/,
      /Never send account numbers by email/,
    ],
  },
  {
    what: "the notice of a payment that failed",
    kind: "payout_failed",
    ordinal: 1,
    failure: "account_closed",
    says: [
      /could not be delivered to the account you chose/,
      /What to do:\s+check with your bank/,
      /Never send account numbers by email/,
    ],
  },
  {
    what: "the verification code",
    kind: "verification_code",
    ordinal: 1,
    says: [/Enter this code/, /It works for 15 minutes/, /We never ask for it by phone/],
  },
];

/** The message as the portal shows it to an admin, in both forms; link and code are masked there. */
async function open(page: Page, organization: Organization, { kind, ordinal, failure }: Message, overrides = {}) {
  const admin = await createUser(organization);
  await signIn(page.context(), admin);
  const payout = await createPayout(organization, {
    ...overrides,
    codeCount: 1,
    codeSentAt: new Date(),
    ...(failure && { status: "failed_to_send", failureCode: failure }),
  });
  // A message that mentions an earlier email needs one.
  if (ordinal > 0) await createEmail(payout, { queuedAt: new Date(Date.now() - 60_000) });
  const email = await createEmail(payout, { kind, ordinal });
  const answer = await page.request.get(`/admin/emails/${email.id}`);
  return { ...(await formsIn(page, await answer.text())), payout };
}

/** Both forms of a message in the page that shows it, as the server answers it. */
const formsIn = (page: Page, answer: string) =>
  page.evaluate((source) => {
    const shown = new DOMParser().parseFromString(source, "text/html");
    return {
      html: shown.querySelector("iframe")!.getAttribute("srcdoc")!,
      text: shown.querySelector("[aria-label='The message as plain text']")!.textContent,
    };
  }, answer);

const visibleText = (page: Page) => page.locator("body").innerText();
const sideways = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

for (const message of messages) {
  test(`${message.what} says the same in HTML and in text, and on a phone shows its link and cuts nothing off`, async ({
    page,
    baseURL,
  }) => {
    const organization = await createOrganization(ordinary);
    const { html, text, payout } = await open(page, organization, message);
    await page.setViewportSize({ width: 390, height: 800 });
    await page.setContent(html);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    const shown = await visibleText(page);
    for (const form of [text, shown]) {
      for (const words of message.says) expect(form).toMatch(words);
      for (const words of [
        `Hello ${payout.recipientName},`,
        "Harbor Mutual",
        "payouts@harbor-mutual.example",
        payout.reference,
        "we never ask for your password",
      ])
        expect(form).toContain(words);
      expect(form).not.toMatch(/undefined|null|NaN|\[object|[{}]/);
    }
    await theLinkIsInSight(page, message.kind, text, `${baseURL}/redeem/`);
    expect(await violationsOn(page, (axe) => axe.withTags(wcag))).toEqual([]);
  });

  test(`${message.what} fits 320 px and stays readable with any names, amounts and colors`, async ({ page }) => {
    const organization = await createOrganization(extreme);
    const { html } = await open(page, organization, message, extremePayout);
    await page.setViewportSize({ width: 320, height: 800 });
    await page.setContent(html);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    expect(await cutOff(page)).toEqual([]);
    expect(await violationsOn(page, (axe) => axe.withTags(["wcag2aa"]))).toEqual([]);
  });
}

/**
 * An invitation has its button and its address, and says how genuine links begin; every other message has only the link
 * for questions.
 */
async function theLinkIsInSight(page: Page, kind: EmailKind, text: string, start: string) {
  const links = page.locator("a:not([href^='mailto:'])");
  if (!emailKindTable[kind].invites) {
    await expect(links).toHaveCount(0);
    expect(text).not.toContain("/redeem/");
    return;
  }
  await expect(links).toHaveCount(1);
  await expect(links).toHaveText("See your payout");
  expect(await links.getAttribute("href")).toBe(`${start}(hidden)`);
  const box = (await links.boundingBox())!;
  expect(box.height).toBeGreaterThanOrEqual(44);
  expect(box.y + box.height).toBeLessThan(800);
  await expect(page.getByText(`${start}(hidden)`)).toBeVisible();
  for (const form of [text, await visibleText(page)]) expect(form).toContain(`begins with ${start}`);
  expect(text).toContain(`${start}(hidden)`);
}

/** Texts that stick out of the sheet, which hides the overflow. */
const cutOff = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("p, h1, a, span")].flatMap((element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return range.getBoundingClientRect().right > innerWidth - 12 ? [element.outerHTML.slice(0, 120)] : [];
    }),
  );
