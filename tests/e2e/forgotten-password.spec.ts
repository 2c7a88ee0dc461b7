import type { APIRequestContext, Page } from "@playwright/test";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { emails } from "@/db/schema/emails";
import { createUser } from "@/tests/support/factories";
import { builtActions } from "./build";
import { expect, password, test } from "./portal";
import { callAction } from "./server-actions";
import { signIn } from "./session";
import { mailTo, pathIn } from "./user-mail";

const chosen = "seven otters on a raft";

async function ask(page: Page, email: string) {
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await expect(page.getByRole("heading", { name: "Forgotten password" })).toBeVisible();
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("status")).toContainText("an email with a link is on its way");
  return (await page.getByRole("status").textContent())!.replace(email, "");
}

const emailsTo = (userId: string) => db.$count(emails, eq(emails.userId, userId));

for (const javaScriptEnabled of [true, false]) {
  test(`a forgotten password is replaced by an email's link, and all sessions end, ${javaScriptEnabled ? "with" : "without"} scripts`, async ({
    page,
    context,
    browser,
    baseURL,
    organization,
  }) => {
    const user = await createUser(organization, { password });
    await signIn(context, user);
    const theirs = await (await browser.newContext({ baseURL, javaScriptEnabled })).newPage();
    await ask(theirs, user.email);
    await expect.poll(() => emailsTo(user.id)).toBe(1);
    const link = pathIn(await mailTo(user.email, "password_reset"), "/reset/");
    await theirs.goto(link);
    await theirs.goto(link);
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
    await theirs.getByLabel("Password").fill(chosen);
    await theirs.getByRole("button", { name: "Save new password" }).click();
    await expect(theirs.getByRole("heading", { name: "Your password is changed" })).toBeVisible();
    await page.reload();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    expect(await mailTo(user.email, "password_changed")).toContain("was changed on");
    await theirs.getByRole("link", { name: "Sign in" }).click();
    await theirs.getByLabel("Email address").fill(user.email);
    await theirs.getByLabel("Password").fill(chosen);
    await theirs.getByRole("button", { name: "Sign in" }).click();
    await expect(theirs.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
    await theirs.goto(link);
    await expect(theirs.getByRole("heading", { name: "This link does not work any more" })).toBeVisible();
    await theirs.context().close();
  });
}

test("a stranger, a deactivated user and a known one read the same words, and only the known one gets an email", async ({
  page,
  organization,
}) => {
  const [known, former] = [await createUser(organization), await createUser(organization, { state: "deactivated" })];
  const words = [await ask(page, "nobody@example.com"), await ask(page, former.email), await ask(page, known.email)];
  expect(new Set(words).size).toBe(1);
  await expect.poll(() => emailsTo(known.id)).toBe(1);
  expect(await emailsTo(former.id)).toBe(0);
});

test("the answer takes as long for a stranger as for a known user", async ({ request, organization }) => {
  const action = builtActions().find(({ name }) => name.endsWith(" askForNewPassword"))!;
  const timed = async (context: APIRequestContext, email: string) => {
    const began = performance.now();
    const { result } = await callAction(context, action, { email });
    expect(result?.ok).toBe(true);
    return performance.now() - began;
  };
  const ratioOfTwenty = async () => {
    const [known, unknown]: [number[], number[]] = [[], []];
    for (let n = 0; n < 20; n++) {
      const user = await createUser(organization);
      known.push(await timed(request, user.email));
      // What is done for a known user after the answer must not slow the next one down.
      await expect.poll(() => emailsTo(user.id)).toBe(1);
      unknown.push(await timed(request, `unknown-${user.email}`));
    }
    const median = (times: number[]) => times.sort((a, b) => a - b)[times.length / 2]!;
    return median(known) / median(unknown);
  };
  // A machine that is busy for a moment is off once; an answer that tells is off each time.
  const isSame = (ratio: number) => ratio > 0.8 && ratio < 1.25;
  const ratios: number[] = [];
  while (ratios.length < 3 && !ratios.some(isSame)) ratios.push(await ratioOfTwenty());
  expect(ratios.some(isSame), `known to unknown: ${ratios.join(", ")}`).toBe(true);
});
