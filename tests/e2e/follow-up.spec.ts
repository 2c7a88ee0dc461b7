import type { Page } from "@playwright/test";
import { createBatch, createPayout, createUser } from "@/tests/support/factories";
import { expect, ready, test } from "./portal";
import { button, inDays, timeline, toast } from "./payout-steps";

const followUp = (page: Page) => page.getByRole("region", { name: "Follow-up" });
const failed = { recipientName: "Ada Byron", status: "failed_to_send" } as const;

test("an admin hands a payout over with a note, and the colleague finds it, handles it, and it leaves the queue", async ({
  page,
  organization,
  loginAs,
  anotherWindow,
}) => {
  const payout = await createPayout(organization, failed);
  await createPayout(organization, { ...failed, recipientName: "Mary Shelley" });
  const { user: grace, page: hers } = await anotherWindow("admin");
  await loginAs("admin");
  await page.goto(`/payouts/${payout.id}`);
  await ready(page);

  const text = page.getByLabel("Add a note");
  await text.pressSequentially("The bank asks for the branch. Please call, @");
  await text.pressSequentially(grace.email.slice(0, 8));
  await page.getByRole("listbox").getByRole("option", { name: grace.name }).click();
  await expect(text).toHaveValue(`The bank asks for the branch. Please call, @${grace.email} `);
  await button(page, "Add note").click();
  await expect(toast(page, `${grace.name} will find it under Mentions`)).toBeVisible();
  await expect(page.getByRole("list", { name: "Notes" })).toContainText(`Please call, @${grace.name}`);
  await expect(text).toHaveValue("");
  await page.getByLabel("Assigned to").selectOption({ label: grace.name });
  await button(page, "Assign").click();
  await expect(toast(page, "It is assigned.")).toBeVisible();
  await expect(timeline(page).getByRole("listitem").first()).toContainText(`To ${grace.name}`);

  await hers.goto("/");
  await hers.getByRole("link", { name: "1 payout", exact: true }).click();
  await expect(hers).toHaveURL(/\/payouts\?assigned=me$/);
  await expect(hers.getByRole("row", { name: /Ada Byron/ })).toContainText(/\bU\w/);
  await expect(hers.getByTestId("total")).toHaveText("1");
  await hers.getByRole("link", { name: "Mentions" }).click();
  await expect(hers.getByRole("listitem").filter({ hasText: "asks for the branch" })).toBeVisible();
  await hers.getByRole("link", { name: /Ada Byron/ }).click();
  await ready(hers);
  await followUp(hers).getByLabel("Nothing left to do? Say why").fill("Called them: paid by check");
  await button(hers, "Mark as handled").click();
  await expect(followUp(hers)).toContainText("“Called them: paid by check”");
  await expect(timeline(hers)).toContainText("Marked as handled");

  await page.goto("/payouts?group=failed&assigned=nobody&snoozed=no&handled=no");
  await expect(page.getByRole("row", { name: /Mary Shelley/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /Ada Byron/ })).toHaveCount(0);
  await page.getByRole("link", { name: "1 handled" }).click();
  await expect(page.getByRole("row", { name: /Ada Byron/ })).toContainText("handled");
  await hers.reload();
  await ready(hers);
  await button(hers, "Reopen").click();
  await expect(toast(hers, "It is open again.")).toBeVisible();
});

test("a note offers whom it can mention also where the list comes after the @ was typed", async ({
  page,
  organization,
  loginAs,
}) => {
  const payout = await createPayout(organization, failed);
  const grace = await createUser(organization, { name: "Grace Hopper" });
  await loginAs("admin");
  await page.goto(`/payouts/${payout.id}`);
  await ready(page);
  let isTyped = () => {};
  const typed = new Promise<void>((resolve) => (isTyped = resolve));
  await page.route("**/_next/static/**", async (route) => {
    await typed;
    await route.continue();
  });
  const asked = page.waitForRequest("**/_next/static/**");
  const text = page.getByLabel("Add a note");
  await text.pressSequentially("Please call, @gra");
  await asked;
  isTyped();
  await page.getByRole("listbox").getByRole("option", { name: "Grace Hopper" }).click();
  await expect(text).toHaveValue(`Please call, @${grace.email} `);
});

test("a batch is snoozed and brought back, and of two who assign at once the second sees what the first did", async ({
  page,
  organization,
  loginAs,
  anotherWindow,
}) => {
  const batch = await createBatch(organization);
  const admin = await loginAs("admin");
  const { page: theirs, user: other } = await anotherWindow("admin");
  for (const window of [page, theirs]) {
    await window.goto(`/batches/${batch.id}`);
    await ready(window);
  }
  await page.getByLabel("Assigned to").selectOption({ label: `${admin.name} (you)` });
  await button(page, "Assign").click();
  await expect(toast(page, "It is assigned.")).toBeVisible();
  await theirs.getByLabel("Assigned to").selectOption({ label: `${other.name} (you)` });
  await button(theirs, "Assign").click();
  await expect(toast(theirs, `it is assigned to ${admin.name} by now`)).toBeVisible();

  await page.getByLabel("Or another day").fill(inDays(9).toISOString().slice(0, 10));
  await button(page, "Snooze").click();
  await expect(button(page, "Bring back now")).toBeVisible();
  await page.goto("/batches?snoozed=yes");
  await expect(page.getByRole("row", { name: new RegExp(batch.fileName) })).toContainText("snoozed until");
  await page.goto(`/batches/${batch.id}`);
  await ready(page);
  await button(page, "Bring back now").click();
  await expect(button(page, "Snooze")).toBeVisible();
});

test("a viewer writes and withdraws notes, and sees who has a payout, but cannot change it", async ({
  page,
  organization,
  loginAs,
}) => {
  const { id: assigneeId, name } = await createUser(organization);
  const payout = await createPayout(organization, { ...failed, assigneeId });
  await loginAs("viewer");
  await page.goto(`/payouts/${payout.id}`);
  await ready(page);
  await expect(followUp(page)).toContainText(name);
  for (const words of ["Assign", "Snooze", "Mark as handled"]) await expect(button(page, words)).toHaveCount(0);
  await page.getByLabel("Add a note").fill("Seen.");
  await button(page, "Add note").click();
  await expect(page.getByRole("list", { name: "Notes" })).toContainText("Seen.");
  await page.getByRole("button", { name: /^Withdraw/ }).click();
  await expect(page.getByRole("list", { name: "Notes" })).toContainText("Withdrawn by");
  await expect(page.getByRole("list", { name: "Notes" })).not.toContainText("Seen.");
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("notes are written, and payouts are assigned, snoozed and handled by plain forms", async ({
    page,
    organization,
    loginAs,
  }) => {
    const payout = await createPayout(organization, failed);
    const colleague = await createUser(organization);
    await loginAs("admin");
    await page.goto(`/payouts/${payout.id}`);
    await page.getByLabel("Add a note").fill(`Please call, @${colleague.email}`);
    await button(page, "Add note").click();
    await expect(followUp(page)).toContainText(`Please call, @${colleague.name}`);
    await page.getByLabel("Assigned to").selectOption({ label: colleague.name });
    await button(page, "Assign").click();
    await expect(page.getByLabel("Assigned to")).toHaveValue(colleague.id);
    await button(page, "Snooze").click();
    await expect(button(page, "Bring back now")).toBeVisible();
    await page.getByLabel("Nothing left to do? Say why").fill("Paid by check");
    await button(page, "Mark as handled").click();
    await expect(followUp(page)).toContainText("“Paid by check”");
  });
});

test("the list is narrowed to what is mine by one press, and a user whom nobody knows is a notice", async ({
  page,
  organization,
  loginAs,
}) => {
  const admin = await loginAs("admin");
  await createPayout(organization, { ...failed, assigneeId: admin.id });
  await createPayout(organization, { ...failed, recipientName: "Mary Shelley" });
  await page.goto("/payouts?group=failed");
  await page.getByRole("link", { name: "Assigned to me" }).click();
  await expect(page).toHaveURL(/assigned=me/);
  await expect(page.getByTestId("total")).toHaveText("1");
  await expect(page.getByRole("list", { name: "Active filters" })).toContainText("Assigned to me");
  await page.goto(`/payouts?assigned=${admin.id}`);
  await expect(page.getByRole("list", { name: "Active filters" })).toContainText(`Assigned to ${admin.name}`);
  for (const address of ["/payouts", "/batches"]) {
    await page.goto(`${address}?assigned=0190a0b0-0000-7000-8000-000000000000`);
    const notice = page.getByRole("alert").filter({ hasText: "until this filter is changed" });
    await expect(notice.locator("code")).toHaveText("assigned");
    await expect(page.getByRole("table")).toHaveCount(0);
  }
});
