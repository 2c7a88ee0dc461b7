import type { Page } from "@playwright/test";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { userLinks } from "@/db/schema/user_links";
import { users } from "@/db/schema/users";
import { inviteUser } from "@/lib/users/invitations";
import { newMark } from "@/tests/support/mark";
import { tokenIn } from "@/tests/support/user-links";
import { expect, ready, test } from "./portal";
import { mailTo, pathIn } from "./user-mail";

const chosen = "seven otters on a raft";
const ended = "This invitation does not work any more";
const newEmail = () => `grace-${newMark()}@example.com`;
const rowOf = (page: Page, text: string) => page.getByRole("row").filter({ hasText: text });

async function invite(page: Page, email: string) {
  await page.goto("/admin/users");
  await ready(page);
  await page.getByRole("button", { name: "Invite user" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite a user" });
  await dialog.getByLabel("First and last name").fill("Grace Hopper");
  await dialog.getByLabel("Email address").fill(email);
  await dialog.getByRole("button", { name: "Send invitation" }).click();
  await expect(rowOf(page, email)).toContainText("Invited");
}

test("an admin invites somebody, who chooses a password by the email's link and is signed in at once", async ({
  page,
  browser,
  baseURL,
  loginAs,
}) => {
  const admin = await loginAs("admin");
  const email = newEmail();
  await invite(page, email);
  await expect(rowOf(page, email)).toContainText("Ends");
  const text = await mailTo(email, "user_invited");
  expect(text).toContain(`${admin.name} invites you`);
  const link = pathIn(text, "/invitation/");
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
  const theirs = await context.newPage();
  await theirs.goto(link);
  await theirs.goto(link);
  await expect(theirs.getByRole("main")).toContainText(admin.name);
  await theirs.getByLabel("Password").fill("grace hopper 123");
  await theirs.getByRole("button", { name: "Join" }).click();
  await expect(theirs.getByText("are tried first")).toBeVisible();
  await theirs.getByLabel("Password").fill(chosen);
  await theirs.getByRole("button", { name: "Join" }).click();
  await expect(theirs.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
  await theirs.goto(link);
  await expect(theirs.getByRole("heading", { name: ended })).toBeVisible();
  await context.close();
  await page.reload();
  await expect(rowOf(page, email)).toContainText("Active");
});

test("a resent invitation ends the older link, and a revoked one leads nobody in", async ({ page, loginAs }) => {
  await loginAs("admin");
  const email = newEmail();
  await invite(page, email);
  const [user] = await db.select({ id: users.id }).from(users).where(eq(users.email, email));
  const latestLink = async () => `/invitation/${await tokenIn("user_invited", user!.id)}`;
  const older = await latestLink();
  await rowOf(page, email).getByRole("button", { name: "Resend invitation" }).click();
  await expect(page.getByText("gets a new invitation by email")).toBeVisible();
  const latest = await latestLink();
  const isEnded = async (link: string) => (await (await page.context().request.get(link)).text()).includes(ended);
  expect([await isEnded(older), await isEnded(latest)]).toEqual([true, false]);
  await rowOf(page, email).getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke invitation" }).click();
  await expect(rowOf(page, email)).toContainText("Deactivated");
  expect(await isEnded(latest)).toBe(true);
  await expect(rowOf(page, email).getByRole("button", { name: "Invite again" })).toBeVisible();
});

test("a change of the role, and a deactivation, hold at the next request in every tab", async ({
  page,
  loginAs,
  anotherWindow,
}) => {
  await loginAs("admin");
  const { user, page: first } = await anotherWindow("admin");
  const second = await first.context().newPage();
  for (const tab of [first, second]) await tab.goto("/admin/users");
  await page.goto("/admin/users");
  await ready(page);
  await rowOf(page, user.email).getByRole("button", { name: "Make viewer" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Make viewer" }).click();
  await expect(rowOf(page, user.email)).toContainText("Viewer");
  for (const tab of [first, second]) expect((await tab.reload())!.status()).toBe(403);
  await rowOf(page, user.email).getByRole("button", { name: "Deactivate" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Deactivate user" }).click();
  await expect(rowOf(page, user.email)).toContainText("Deactivated");
  for (const tab of [first, second]) {
    await tab.reload();
    await expect(tab.getByRole("heading", { name: "Sign in" })).toBeVisible();
  }
});

test("an invitation whose time is over says so in the list", async ({ page, loginAs }) => {
  const admin = await loginAs("admin");
  const email = newEmail();
  const { linkId } = await inviteUser(admin.actor, { name: "Grace Hopper", email, role: "viewer" });
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  await db
    .update(userLinks)
    .set({ createdAt: hoursAgo(73), endsAt: hoursAgo(1) })
    .where(eq(userLinks.id, linkId));
  await page.goto("/admin/users");
  await expect(rowOf(page, email)).toContainText("Invitation ended");
  await expect(rowOf(page, email).getByRole("button", { name: "Resend invitation" })).toBeVisible();
});
