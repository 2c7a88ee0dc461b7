import type { Page } from "@playwright/test";
import type { UserActor } from "@/lib/actor";
import { prepareRun } from "@/lib/runs/mutations";
import { runHref } from "@/lib/runs/results-view";
import { createPayout, createUser, type Organization } from "@/tests/support/factories";
import { momentNow } from "@/tests/support/runs";
import { button, expiring, toast } from "./payout-steps";
import { expect, ready, test } from "./portal";
import { signIn } from "./session";

type Asked = Parameters<typeof prepareRun>;

/** A draft, and its page. */
async function openDraft(page: Page, actor: UserActor, action: Asked[1], choice: Asked[2]): Promise<void> {
  await page.goto(runHref(await prepareRun(actor, action, choice, await momentNow(actor))));
  await ready(page);
}

/** Three that are pending, and one that is paid. */
async function four(organization: Organization) {
  for (const recipientName of ["Ada Byron", "Grace Hopper", "Mary Somerville"])
    await expiring(organization, { recipientName });
  await createPayout(organization, { recipientName: "Emmy Noether", status: "completed" });
}

test("an admin looks at the preview, confirms by the number, and sees what became of each payout", async ({
  page,
  organization,
  loginAs,
}) => {
  await four(organization);
  const { actor } = await loginAs("admin");
  await openDraft(page, actor, "cancel", { filter: {} });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Cancel 3 payouts");
  await expect(page.getByRole("list", { name: "Money it acts on" })).toContainText("3,703.68");
  const skipped = page.getByText("1: Is completed now.");
  await skipped.click();
  await expect(page.getByRole("link", { name: "Emmy Noether" })).toBeVisible();
  await page.getByLabel("Reason").fill("The claims were withdrawn");
  await page.getByLabel("To confirm, type 3").fill("4");
  await button(page, "Cancel 3 payouts").click();
  await expect(page.getByText("Type 3, the number of payouts that it acts on.")).toBeVisible();
  await expect(page.getByLabel("Reason")).toHaveValue("The claims were withdrawn");
  await page.getByLabel("To confirm, type 3").fill("3");
  await button(page, "Cancel 3 payouts").click();
  await expect(toast(page, "The run has started.")).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "Done" })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("row", { name: /Emmy Noether/ })).toContainText("is completed now");
  await expect(page.getByRole("row", { name: /Ada Byron/ })).toContainText("Done");
  await page.getByRole("link", { name: "See the 3 payouts it touched" }).click();
  await expect(page.getByTestId("total")).toHaveText("3");
  await expect(page.getByText("Touched by a run")).toBeVisible();
});

test("a run is started without scripts, and found again in the list of runs", async ({
  organization,
  browser,
  baseURL,
}) => {
  await four(organization);
  const user = await createUser(organization);
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
  await signIn(context, user);
  const page = await context.newPage();
  const id = await prepareRun(user.actor, "resend", { filter: { status: ["pending"] } }, await momentNow(user.actor));
  await page.goto(runHref(id));
  await button(page, "Resend the payout email of 3 payouts").click();
  await page.goto("/runs");
  await page.getByRole("link", { name: "Resend the payout email of 3 payouts" }).click();
  await expect(page).toHaveURL(runHref(id));
  await expect(page.getByText("Started by", { exact: true })).toBeVisible();
  await context.close();
});

test("a viewer sees a run and its results, and nothing that acts", async ({ page, organization, loginAs }) => {
  await four(organization);
  const { actor } = await createUser(organization);
  await loginAs("viewer");
  await openDraft(page, actor, "resend", { filter: {} });
  await expect(page.getByText("This run was not started")).toBeVisible();
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
});
