import { execFileSync } from "node:child_process";
import type { Browser, Page } from "@playwright/test";
import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { payouts } from "@/db/schema/payouts";
import type { EmailKind } from "@/lib/emails/kinds";
import { createPayout, type Organization } from "@/tests/support/factories";
import { create, csv, uploadForReview } from "./batch-steps";
import { expect, ready, test } from "./portal";
import { confirm, confirmedHeading, expectStep, fillAccount, giveAnswer, heading, rightAnswer } from "./redeem-world";
import { watch } from "./watch";

const viewport = { width: 390, height: 800 };
test.use({ viewport });

const name = "Grace Hopper";

/** The text of the payout's only email of this kind, as it is sent. */
async function emailText({ id: organizationId }: Organization, kind: EmailKind): Promise<string> {
  const ofThisPayout = and(
    eq(payouts.organizationId, emails.organizationId),
    eq(payouts.id, emails.payoutId),
    eq(payouts.recipientName, name),
  );
  const [email] = await db
    .select({ id: emails.id })
    .from(emails)
    .innerJoin(payouts, ofThisPayout)
    .where(and(eq(emails.organizationId, organizationId), eq(emails.kind, kind)));
  return execFileSync(process.execPath, ["--import", "tsx", "tests/e2e/letter-text.ts", organizationId, email!.id], {
    encoding: "utf8",
  });
}

/** A window of a person without an account. */
async function recipientsWindow(browser: Browser, baseURL: string) {
  const context = await browser.newContext({ baseURL, viewport });
  const faults = watch(context, baseURL);
  const close = async () => {
    await context.close();
    expect(faults()).toEqual([]);
  };
  return { page: await context.newPage(), close };
}

async function giveCode(page: Page, organization: Organization) {
  await page.getByRole("button", { name: "Email me a code" }).click();
  await expect(heading(page, "Enter the code from our email")).toBeVisible();
  await page
    .getByLabel("Code of 6 digits")
    .fill(/\b\d{6}\b/.exec(await emailText(organization, "verification_code"))![0]);
  await page.getByRole("button", { name: "Continue" }).click();
}

const ways = [
  { by: "the answer in the file", answer: rightAnswer, verify: (page: Page) => giveAnswer(page) },
  { by: "a code by email", answer: "", verify: giveCode },
];

for (const { by, answer, verify } of ways) {
  test(`from file to money, by ${by}: the recipient gets the link, verifies and is paid, and Completed rises by one`, async ({
    page,
    browser,
    baseURL,
    organization,
    loginAs,
  }) => {
    test.slow();
    await createPayout(organization, { status: "completed" });
    await loginAs("admin");
    await page.goto("/");
    await expect(page.getByTestId("tile-completed")).toHaveText("1");
    await uploadForReview(
      page,
      csv(
        "claims.csv",
        `recipient_name,email,amount,currency,reference,verification_code\n${name},grace@example.com,1284.00,USD,CLM-1,${answer}\n`,
      ),
    );
    await create(page, "1 payout");

    const recipient = await recipientsWindow(browser, baseURL!);
    const link = /\S+\/redeem\/[\w.-]{16,}/.exec(await emailText(organization, "payout_sent"))![0];
    await recipient.page.goto(link);
    await ready(recipient.page);
    await expectStep(recipient.page, 1, `${organization.name} has a payout for you`);
    await recipient.page.getByRole("link", { name: "Continue" }).click();
    await expectStep(recipient.page, 2, "Show that it is you");
    await verify(recipient.page, organization);
    await expectStep(recipient.page, 3, "How would you like to be paid?");
    await fillAccount(recipient.page, "12345600");
    await confirm(recipient.page);
    await expect(confirmedHeading(recipient.page)).toBeVisible();
    await recipient.close();

    const completed = async () => {
      await page.goto("/");
      return page.getByTestId("tile-completed").innerText();
    };
    await expect.poll(completed, { timeout: 60_000 }).toBe("2");
    await ready(page);
    await page.getByRole("heading", { level: 3, name: "Completed", exact: true }).getByRole("link").click();
    await expect(page.getByTestId("total")).toHaveText("2");
    await expect(page.getByRole("link", { name: new RegExp(name) })).toBeVisible();
  });
}
