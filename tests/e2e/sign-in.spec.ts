import type { Page } from "@playwright/test";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { users } from "@/db/schema/users";
import { createPayout, createUser, type User } from "@/tests/support/factories";
import { expect, password, ready, test } from "./portal";

async function fillIn(page: Page, email: string, secret = password) {
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password").fill(secret);
  await page.getByRole("button", { name: "Sign in" }).click();
}

const onSignIn = (page: Page) => expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();

test("signing in leads to the Dashboard", async ({ page, organization }) => {
  const user = await createUser(organization, { password });
  await page.goto("/");
  await onSignIn(page);
  await fillIn(page, user.email);
  await expect(page).toHaveURL("/");
  await expect(page.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
  await expect(page.getByRole("complementary").getByText(organization.name)).toBeVisible();
});

test("a deep link opened while signed out leads through sign-in to the list that it asked for", async ({
  page,
  organization,
}) => {
  const user = await createUser(organization, { role: "viewer", password });
  for (let n = 0; n < 3; n++) await createPayout(organization, { status: "failed_to_send" });
  await createPayout(organization);
  const link = "/payouts?group=failed&status=failed_to_send&changed=last-30d&sort=-amount";
  await page.goto(link);
  await onSignIn(page);
  await fillIn(page, user.email);
  await expect(page).toHaveURL(link);
  await expect(page.getByTestId("total")).toHaveText("3");
  await expect(page.getByRole("list", { name: "Active filters" })).toContainText("Failed to Send");
});

for (const next of [
  "//evil.example",
  "https://evil.example/",
  "/\\evil.example",
  "/\t/evil.example",
  "javascript:alert(1)",
]) {
  test(`“${next}” as the page after sign-in leads to the Dashboard instead`, async ({ page, organization }) => {
    const user = await createUser(organization, { password });
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await fillIn(page, user.email);
    await expect(page).toHaveURL("/");
    await expect(page.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
  });
}

test("a wrong password, an unknown user and a deactivated user get the same message", async ({
  page,
  organization,
}) => {
  const known = await createUser(organization, { password });
  const inactive = await createUser(organization, { password, state: "deactivated" });
  const words: string[] = [];
  for (const [email, secret] of [
    [known.email, "wrong horse battery staple"],
    ["nobody@example.com", password],
    [inactive.email, password],
  ]) {
    await page.goto("/sign-in");
    await ready(page);
    await fillIn(page, email!, secret);
    const alert = page.getByRole("alert").filter({ hasText: /\S/ });
    await expect(alert).toBeVisible();
    await expect(page.getByLabel("Email address"), "what was typed is not lost").toHaveValue(email!);
    words.push(await alert.innerText());
  }
  expect(new Set(words).size, words.join("\n")).toBe(1);
});

test("after signing out, going back and reloading shows nothing private", async ({ page, organization, loginAs }) => {
  await createPayout(organization, { recipientName: "Ada Byron" });
  await loginAs("admin");
  await page.goto("/payouts");
  await expect(page.getByRole("link", { name: "Ada Byron" })).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await onSignIn(page);
  await page.goBack();
  await page.reload();
  await onSignIn(page);
  await expect(page.getByRole("link", { name: "Ada Byron" })).toHaveCount(0);
});

const change = (user: User, to: Partial<typeof users.$inferInsert>) =>
  db.update(users).set(to).where(eq(users.id, user.id));

test("a deactivated user is signed out at the next click", async ({ page, loginAs }) => {
  const user = await loginAs("admin");
  await page.goto("/");
  await ready(page);
  await change(user, { state: "deactivated" });
  await page.getByRole("link", { name: "Payouts", exact: true }).click();
  await onSignIn(page);
});

test("a demoted admin loses the Admin section and the actions at the next click", async ({
  page,
  organization,
  loginAs,
}) => {
  await createPayout(organization, { recipientName: "Ada Byron", createdAt: new Date(Date.now() - 3_600_000) });
  const user = await loginAs("admin");
  await page.goto("/payouts");
  await ready(page);
  await page.getByRole("row", { name: /Ada Byron/ }).hover();
  await expect(page.getByRole("button", { name: "Cancel Payout to Ada Byron" })).toBeVisible();
  await change(user, { role: "viewer" });
  await page.getByRole("link", { name: "Users" }).click();
  await expect(page.getByRole("heading", { name: "This page is for admins" })).toBeVisible();
  await page.goto("/payouts");
  await expect(page.getByRole("link", { name: "Users" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: /Cancel Payout to/ })).toHaveCount(0);
});

test("a signed-in user is redirected away from the sign-in page", async ({ page, loginAs }) => {
  await loginAs("viewer");
  await page.goto("/sign-in?next=%2Fpayouts");
  await expect(page).toHaveURL("/payouts");
});
