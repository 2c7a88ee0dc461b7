import { systemActor } from "@/lib/actor";
import { setRetention } from "@/lib/settings/mutations";
import { createEmail, createPayout } from "@/tests/support/factories";
import { daysAgo, moveEverything, oldBatch } from "@/tests/support/old-world";
import { expect, test } from "./portal";

test("each page whose old records are in the archive says so, and no other page does", async ({
  page,
  organization,
  loginAs,
}) => {
  const old = { createdAt: daysAgo(400), status: "completed", statusChangedAt: daysAgo(399) } as const;
  const closed = await createPayout(organization, old);
  const open = await createPayout(organization, { createdAt: daysAgo(400) });
  for (const payout of [closed, open]) await createEmail(payout, { queuedAt: daysAgo(400) });
  const batch = await oldBatch(organization, 400);
  await loginAs("admin");

  const moved = page.getByText(/moved to the archive on/);
  const addresses = ["/admin/audit-log", "/admin/emails", `/payouts/${closed.id}`, `/batches/${batch.id}`];
  for (const address of addresses) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(moved).toHaveCount(0);
  }
  await page.goto("/admin/settings");
  await expect(page.getByText("All records stay in place.")).toBeVisible();

  await setRetention(systemActor(organization.id, "test"), 12);
  await moveEverything();
  await page.goto("/admin/settings");
  await expect(page.getByText("move to the archive after 12 months; payouts stay")).toBeVisible();
  for (const address of ["/admin/audit-log", "/admin/emails"]) {
    await page.goto(address);
    await expect(moved).toContainText("except of payouts that were open then");
  }
  await page.goto(`/payouts/${closed.id}`);
  await expect(moved).toHaveText([/^Older entries were moved/, /^Older emails were moved/]);
  await page.goto(`/payouts/${open.id}`);
  await expect(page.getByText("Payout created")).toBeVisible();
  await expect(moved).toHaveCount(0);
  await page.goto(`/batches/${batch.id}`);
  await expect(page.getByText("The file, 3 refused rows")).toBeVisible();
  await expect(moved).toContainText("cannot be repaired any more");
  await expect(page.getByRole("link", { name: "Download" })).toHaveCount(0);
  expect((await page.request.get(`/batches/${batch.id}/refused`)).status()).toBe(410);
});
