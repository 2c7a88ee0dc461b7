import { builtActions } from "./build";
import { fillDashboard } from "./dashboard-world";
import { expect, test } from "./portal";
import { callAction, findAction } from "./server-actions";
import { createPayout } from "@/tests/support/factories";

test("a viewer sees no Admin section and no actions in the rows of the Dashboard and of lists", async ({
  page,
  organization,
  loginAs,
}) => {
  await fillDashboard(organization);
  await loginAs("viewer");
  for (const address of [
    "/",
    "/?tab=recently-expired",
    "/?tab=batches-with-errors",
    "/payouts",
    "/payouts?status=expired",
    "/payouts?status=failed_to_send",
    "/batches",
  ]) {
    await page.goto(address);
    await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link")).toHaveText([
      "Dashboard",
      "Payouts",
      "Batches",
    ]);
    await expect(page.getByRole("main").getByRole("row").first(), address).toBeVisible();
    await expect(page.getByRole("row").getByRole("button")).toHaveCount(0);
    await expect(page.getByRole("link", { name: /upload/i })).toHaveCount(0);
  }
});

test("an admin sees the Admin section and the actions", async ({ page, organization, loginAs }) => {
  await fillDashboard(organization);
  await loginAs("admin");
  await page.goto("/?tab=expiring-soon");
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link")).toHaveText([
    "Dashboard",
    "Payouts",
    "Batches",
    "Users",
    "Audit log",
    "Email log",
    "Column mappings",
    "Erasure",
    "Settings",
  ]);
  await expect(page.getByRole("button", { name: /^Cancel Payout to/ })).toHaveCount(5);
});

test("a viewer who opens an admin page gets status 403, a message and a link elsewhere", async ({ page, loginAs }) => {
  await loginAs("viewer");
  for (const [address, words] of [
    ["/admin/users", "This page is for admins"],
    ["/admin/audit-log", "This page is for admins"],
    ["/admin/emails", "This page is for admins"],
    ["/admin/settings", "This page is for admins"],
    ["/admin/settings/columns", "This page is for admins"],
    ["/admin/mappings", "This page is for admins"],
    ["/batches/new", "Only admins can upload batch files"],
  ] as const) {
    const answer = await page.goto(address);
    expect(answer?.status(), address).toBe(403);
    await expect(page.getByRole("heading", { level: 1, name: words })).toBeVisible();
    await page.getByRole("main").getByRole("link").click();
    await expect(page.getByRole("heading", { level: 1, name: /^(Dashboard|Batches)$/ })).toBeVisible();
  }
});

test("a viewer's forged cancel is refused, and the payout does not change", async ({
  context,
  page,
  organization,
  loginAs,
}) => {
  const payout = await createPayout(organization, { recipientName: "Ada Byron" });
  await loginAs("viewer");
  const { result } = await callAction(context.request, findAction("cancel"), { payoutId: payout.id, reason: "forged" });
  expect(result).toMatchObject({ ok: false, code: "forbidden" });
  await page.goto(`/payouts/${payout.id}`);
  await expect(page.getByText("Pending").first()).toBeVisible();
  await expect(page.getByText("forged")).toHaveCount(0);
});

test("an action sent from another site is not run", async ({ context, page, organization, loginAs }) => {
  const payout = await createPayout(organization);
  await loginAs("admin");
  const action = builtActions().find(({ name }) => name.endsWith(" cancel"))!;
  const form = new FormData();
  form.append("_1_payoutId", payout.id);
  form.append("_1_reason", "forged");
  form.append("0", '[null,"$K1"]');
  const answer = await context.request.post("/", {
    headers: { "Next-Action": action.id, Origin: "https://evil.example" },
    multipart: form,
  });
  expect(answer.ok()).toBe(false);
  await page.goto(`/payouts/${payout.id}`);
  await expect(page.getByText("Pending").first()).toBeVisible();
});
